"""The person a text is for, or whose day it is."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from handlers.kit.text import Say


@dataclass(frozen=True, slots=True)
class Reader:
    """A member, their zone, and the language they read."""

    id: str
    name: str
    zone: str
    say: Say
    is_admin: bool = False
    is_guest: bool = False

    def day(self, now: datetime) -> date:
        """The date on this person's wall."""
        return now.astimezone(ZoneInfo(self.zone)).date()
