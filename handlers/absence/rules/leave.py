"""Somebody's absence, planned or begun."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Leave:
    """From when (None: from now on) until the moment they are back, and who stands in.

    `keeps`: they said nothing of a stand-in, so that whom they named before stays.
    """

    begins: datetime | None
    ends: datetime
    stand_in: str | None = None
    keeps: bool = False

    def covers(self, moment: datetime) -> bool:
        """Whether they are away then."""
        return (self.begins is None or self.begins <= moment) and moment < self.ends

    def is_apart_from(self, other: "Leave") -> bool:
        """Whether no moment belongs to both."""
        return any(
            one.begins is not None and one.begins >= another.ends
            for one, another in ((self, other), (other, self))
        )
