"""What still waits for somebody at the end of a cycle, in numbers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Waiting:
    """Of all cycles that end on one day: so many KRs without a grade, objectives without a lesson.

    One form takes both.
    """

    ends: date
    cycles: tuple[str, ...]
    grades: int
    lessons: int


def ending(days: Collection[date], today: date) -> tuple[date, ...]:
    """Those of these last days of cycles on which, or after which, grades are asked for."""
    return tuple(sorted(day for day in days if day <= today))
