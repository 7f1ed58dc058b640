"""Cycles: quarters unless somebody says otherwise; months, trimesters, or dates of one's own."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from handlers.kit.errors import UserError

PREPARED: Final = timedelta(days=21)  # before its first day, the next cycle may be filled
SHORTEST: Final = 7  # days
LONGEST: Final = 731
_DAY: Final = timedelta(days=1)


class Rhythm(StrEnum):
    """How long a workspace's cycles are."""

    QUARTER = "quarter"
    MONTH = "month"
    TRIMESTER = "trimester"  # four months: three cycles a year


MONTHS: Final = MappingProxyType({Rhythm.QUARTER: 3, Rhythm.MONTH: 1, Rhythm.TRIMESTER: 4})
_LETTERS: Final = {"Q": Rhythm.QUARTER, "T": Rhythm.TRIMESTER, "": Rhythm.MONTH}
_NAMED: Final = re.compile(r"(\d{4})-(?:([QT])([1-4])|(\d{2}))", re.ASCII)
_TYPED: Final = re.compile(
    r"(?:(?P<year>\d{4})[ \-/]?)?(?P<letter>[QT])(?P<n>[1-4])(?:[ \-/]?(?P<after>\d{4}))?",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Period:
    """A cycle's name and its first and last day."""

    id: str
    starts: date
    ends: date

    def has(self, day: date) -> bool:
        return self.starts <= day <= self.ends


def quarter_of(day: date) -> Period:
    """The calendar quarter that this day is in: 2026-11-16 -> 2026-Q4."""
    return period_of(Rhythm.QUARTER, day)


def period_of(rhythm: Rhythm, day: date) -> Period:
    """The calendar's cycle that this day is in: 2026-Q4, 2026-11, 2026-T3."""
    return _nth(rhythm, day.year, (day.month - 1) // MONTHS[rhythm] + 1)


def _nth(rhythm: Rhythm, year: int, n: int) -> Period:
    months = MONTHS[rhythm]
    last = n * months
    starts, month = date(year, last - months + 1, 1), date(year, last, 1)
    ends = (month + timedelta(days=31)).replace(day=1) - _DAY if last < 12 else date(year, 12, 31)
    letter = {"quarter": "Q", "trimester": "T"}.get(rhythm, "")
    return Period(f"{year}-{letter}{n}" if letter else f"{year}-{n:02}", starts, ends)


def own(starts: date, ends: date, name: str = "") -> Period:
    """A cycle with dates of one's own, named by them unless it has a name."""
    if ends < starts:
        raise UserError(
            "It would end on {ends}, before it begins on {starts}. Swap the dates.",
            starts=starts,
            ends=ends,
        )
    days = (ends - starts).days + 1
    if not SHORTEST <= days <= LONGEST:
        raise UserError(
            "A cycle lasts from a week to two years; {starts} to {ends} are {days} days.",
            starts=starts,
            ends=ends,
            days=days,
        )
    return Period(name.strip() or _by_dates(starts, ends), starts, ends)


def named(id_: str) -> Period | None:
    """The calendar's cycle of this name; None for a name of one's own."""
    found = _NAMED.fullmatch(id_)
    if found is None or int(found[1]) == 0:
        return None
    rhythm = _LETTERS[found[2] or ""]
    n = int(found[3] or found[4])
    return _nth(rhythm, int(found[1]), n) if 1 <= n <= 12 // MONTHS[rhythm] else None


def following(period: Period) -> Period:
    """The next one: of the calendar, or as many days again."""
    starts = period.ends + _DAY
    calendar = named(period.id)
    if calendar == period:
        letter = period.id[5]
        return period_of(_LETTERS.get(letter, Rhythm.MONTH), starts)
    return own(starts, starts + (period.ends - period.starts))


def is_regular(period: Period) -> bool:
    """Whether the workspace's rhythm made it, and not a person with dates of their own."""
    return named(period.id) == period or period.id == _by_dates(period.starts, period.ends)


def on_day(rhythm: Rhythm, day: date, made: Iterable[Period]) -> Period:
    """The workspace's cycle on this day: one that was made already stays, whatever the rhythm.

    After it the rhythm counts. Where that is changed within one of its cycles, the first begins
    where the last one made ends, and is as much shorter: no day is without a cycle, none has two.
    """
    regular = [period for period in made if is_regular(period)]
    usual = period_of(rhythm, day)
    there = [period for period in regular if period.has(day)]
    if there:
        return usual if usual in there else max(there, key=lambda p: (p.ends, p.starts, p.id))
    starts = max([usual.starts, *(p.ends + _DAY for p in regular if p.ends < day)])
    ends = min([usual.ends, *(p.starts - _DAY for p in regular if p.starts > day)])
    return _between(starts, ends)


def next_on(rhythm: Rhythm, current: Period, made: Iterable[Period]) -> Period:
    """The workspace's cycle after this one."""
    later = [period for period in made if period.starts > current.ends]
    return on_day(rhythm, current.ends + _DAY, [*later, current])


def _between(starts: date, ends: date) -> Period:
    """These dates, by the calendar's name if they have one."""
    calendar = (period_of(rhythm, starts) for rhythm in Rhythm)
    fits = (period for period in calendar if (period.starts, period.ends) == (starts, ends))
    return next(fits, Period(_by_dates(starts, ends), starts, ends))


def _by_dates(starts: date, ends: date) -> str:
    return f"{starts.isoformat()}..{ends.isoformat()}"


def is_open_ahead(period: Period, day: date) -> bool:
    """Whether objectives for it may be prepared on this day, before it begins."""
    return period.starts - PREPARED <= day < period.starts


def running(periods: Iterable[Period], day: date) -> list[Period]:
    """Those that this day is in, the shortest first: what is nearest to its end is meant."""
    return sorted((p for p in periods if p.has(day)), key=lambda p: (p.ends - p.starts, p.id))


def read_cycle(text: str, known: Iterable[Period], day: date, rhythm: Rhythm) -> Period:
    """Which cycle somebody means: "" or this, next, Q1, 2027-Q1, T2 2027, 2026-11, or its name.

    A quarter without a year is the next of that name that has not ended. UserError for what
    names none.
    """
    typed = " ".join(text.split())
    known = list(known)
    current = on_day(rhythm, day, known)
    word = typed.casefold()
    if word in {"", "this", "now", "current", "本期", "当前", "目前"}:
        return current
    if word in {"next", "下期", "下一期"}:
        return next_on(rhythm, current, known)
    own_name = next((p for p in known if p.id.casefold() == word), None)
    found = own_name or named(typed.upper()) or _by_letter(typed, day)
    if found is None:
        raise UserError(
            "I know no cycle “{typed}”. Write it like {current}, or `next` for {following}.",
            typed=typed[:40],
            current=current.id,
            following=next_on(rhythm, current, known).id,
        )
    return found


def _by_letter(typed: str, day: date) -> Period | None:
    found = _TYPED.fullmatch(typed)
    if found is None or (found["year"] and found["after"]):
        return None
    year = int(found["year"] or found["after"] or day.year)
    period = named(f"{year:04}-{found['letter'].upper()}{found['n']}")
    if period is None or found["year"] or found["after"] or period.ends >= day:
        return period
    return named(f"{year + 1:04}-{found['letter'].upper()}{found['n']}")
