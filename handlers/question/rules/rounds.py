"""In which rounds a question is asked."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

_USUALLY: Final = timedelta(days=7)  # between two rounds, where neither neighbour is known


class Rounds(StrEnum):
    """In which rounds a question is asked."""

    EVERY = "every"
    SECOND = "second"  # the team's first round, its third, its fifth, …
    BETWEEN = "between"  # the rounds between these
    MONTH = "month"  # the first round of each month
    MONTH_END = "month_end"  # the last round of each month
    CYCLE_END = "cycle_end"  # the last round before the cycle ends


@dataclass(frozen=True, slots=True)
class Place:
    """Where a round stands among its team's: the `nth`, the days of its neighbours, and the last
    day of the cycle in which it lies; None where there is no neighbour yet.
    """

    day: date
    nth: int = 1
    before: date | None = None
    after: date | None = None
    cycle_ends: date | None = None

    @property
    def following(self) -> date:
        """The day of the next round; as far ahead as the last one lies back, if none is planned."""
        if self.after is not None:
            return self.after
        return self.day + (self.day - self.before if self.before else _USUALLY)


def is_asked(rounds: Rounds, place: Place) -> bool:
    """Whether a question of these rounds is asked in the round at this place."""
    match rounds:
        case Rounds.EVERY:
            return True
        case Rounds.SECOND:
            return place.nth % 2 == 1
        case Rounds.BETWEEN:
            return place.nth % 2 == 0
        case Rounds.MONTH:
            return place.before is None or _month(place.before) != _month(place.day)
        case Rounds.MONTH_END:
            return _month(place.following) != _month(place.day)
        case Rounds.CYCLE_END:
            return place.cycle_ends is not None and place.following > place.cycle_ends


def _month(day: date) -> tuple[int, int]:
    return (day.year, day.month)
