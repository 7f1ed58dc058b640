"""What somebody said that they would do, and whether it happened."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

Key = tuple[str, date]  # of a round: its team's id and its day
REMEMBERED: Final = timedelta(days=100)  # what was promised longer ago is not asked about


class Kept(StrEnum):
    """Whether a promise was kept."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Promise:
    """What one person promised in the round of this day; `kept` None: they have not said."""

    team_id: str
    day: date
    member_id: str
    question_id: str
    text: str
    kept: Kept | None = None

    @property
    def place(self) -> str:
        """Round and question, as a field is named after them."""
        return f"{self.team_id}|{self.day.isoformat()}|{self.question_id}"

    @property
    def key(self) -> Key:
        return (self.team_id, self.day)


def kept_of(told: str | None) -> Kept | None:
    """What was said of a promise; anything else is nothing."""
    return Kept(told) if told in tuple(Kept) else None
