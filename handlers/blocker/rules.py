"""Help that somebody has asked for, and until when it comes back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

LONGEST: Final = 3000  # characters of what is in the way


@dataclass(frozen=True, slots=True)
class Blocker:
    """Something in somebody's way: about a KR, about their reply to a question, or neither."""

    id: str
    team_id: str
    day: date  # of the round in which they asked for help
    member_id: str
    text: str
    raised_at: datetime
    kr_number: int | None = None
    question_id: str | None = None
    helper_id: str | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None
