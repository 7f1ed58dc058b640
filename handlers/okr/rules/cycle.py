"""Cycles: quarters unless somebody says otherwise."""

from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Period:
    """A cycle's name and its first and last day."""

    id: str
    starts: date
    ends: date


def quarter_of(day: date) -> Period:
    """The calendar quarter that this day is in: 2026-11-16 -> 2026-Q4."""
    number = (day.month - 1) // 3 + 1
    starts = date(day.year, 3 * number - 2, 1)
    after = date(day.year + number // 4, 3 * (number % 4) + 1, 1)
    return Period(f"{day.year}-Q{number}", starts, after - timedelta(days=1))
