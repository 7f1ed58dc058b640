"""How often something comes round: every n weeks, once a month, or on some weekdays."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

from handlers.kit.errors import UserError

OPENS: Final = "checkin.open"  # what the opening of a team's next round is planned as
LAST: Final = -1  # of a month
MOST_WEEKS: Final = 8
NTHS: Final = (1, 2, 3, 4, LAST)
_LONGEST: Final = 7 * MOST_WEEKS + 7  # days between two of any rhythm
_APART: Final = 5  # days: so a new weekday never doubles a week, and never leaves one out


@dataclass(frozen=True, slots=True)
class Weeks:
    """Every week, or every so many; `phase` says in which of them, counted from a Monday long ago.

    Counted, not from the round before: so a rhythm that is changed and changed back is the same.
    """

    every: int = 1
    phase: int = 0


@dataclass(frozen=True, slots=True)
class Month:
    """Once a month: the first to fourth such weekday, or the last."""

    nth: int


@dataclass(frozen=True, slots=True)
class Days:
    """Several rounds a week: these weekdays. Monday is 0."""

    days: tuple[int, ...]


Rhythm = Weeks | Month | Days
WEEKLY: Final = Weeks()


@lru_cache(maxsize=256)  # every key result asks for its team's
def parse(text: str) -> Rhythm:
    """`weekly`, `weeks:2` (`weeks:2:1`: in the other weeks), `month:1`, `month:last`, `days:0,3`.

    UserError names what can be written.
    """
    name, _, rest = text.strip().lower().partition(":")
    try:
        found = _PARTS[name](rest)
    except (KeyError, ValueError):
        found = None
    if found is None:
        raise UserError(
            "“{text}” is no rhythm that I know. Write weekly, weeks:2 (to weeks:{most}), month:1"
            " (to month:4), month:last, or days:0,3 for Mondays and Thursdays.",
            text=text[:40],
            most=MOST_WEEKS,
        )
    return found


def _weekly(rest: str) -> Rhythm | None:
    return None if rest else WEEKLY


def _weeks(rest: str) -> Rhythm | None:
    every, _, phase = rest.partition(":")
    found = Weeks(int(every), int(phase or "0"))
    return found if 2 <= found.every <= MOST_WEEKS and 0 <= found.phase < found.every else None


def _month(rest: str) -> Rhythm | None:
    nth = LAST if rest == "last" else int(rest)
    return Month(nth) if nth in NTHS and rest != str(LAST) else None


def _days(rest: str) -> Rhythm | None:
    days = tuple(sorted({int(day) for day in rest.split(",")}))
    return Days(days) if set(days) <= set(range(7)) else None


_PARTS: Final = {"weekly": _weekly, "weeks": _weeks, "month": _month, "days": _days}


def written(rhythm: Rhythm) -> str:
    """As `parse` reads it."""
    match rhythm:
        case Weeks(1, _):
            return "weekly"
        case Weeks(every, 0):
            return f"weeks:{every}"
        case Weeks(every, phase):
            return f"weeks:{every}:{phase}"
        case Month(nth):
            return "month:last" if nth == LAST else f"month:{nth}"
        case Days(days):
            return "days:" + ",".join(map(str, days))


def falls_on(rhythm: Rhythm, weekday: int, day: date) -> bool:
    """Whether this day is one of the rhythm; `weekday` is whose weeks or months are counted."""
    match rhythm:
        case Days(days):
            return day.weekday() in days
        case Weeks(every, phase):
            return day.weekday() == weekday and week_of(day) % every == phase
        case Month(nth):
            return day.weekday() == weekday and nth in (_nth(day), LAST if _is_last(day) else 0)


def week_of(day: date) -> int:
    """Weeks from Monday to Sunday, counted from the year 1."""
    return (day.toordinal() - 1) // 7


def _nth(day: date) -> int:
    return (day.day - 1) // 7 + 1


def _is_last(day: date) -> bool:
    return (day + timedelta(days=7)).month != day.month


def on_or_after(rhythm: Rhythm, weekday: int, day: date) -> date:
    """The first day of the rhythm from this day on."""
    days = (day + timedelta(days=n) for n in range(_LONGEST + 1))
    return next(d for d in days if falls_on(rhythm, weekday, d))


def period(rhythm: Rhythm, day: date) -> int:
    """The number of the week, weeks, month or day that has one round; that of this day."""
    match rhythm:
        case Weeks(every, phase):
            return (week_of(day) - phase) // every
        case Month():
            return day.year * 12 + day.month
        case Days():
            return day.toordinal()


def apart(rhythm: Rhythm) -> timedelta:
    """How far a day of this rhythm is at least from one that took place before it was chosen.

    Weeks keep five days, so that a new weekday never makes two in a week; their phase is chosen by
    people, by its dates. A month keeps half of itself. Weekdays keep the gap between them.
    """
    match rhythm:
        case Weeks():
            return timedelta(days=_APART)
        case Month():
            return timedelta(days=15)
        case Days(days):
            return timedelta(days=min(_APART, *_gaps(days)))


def reach(rhythm: Rhythm) -> timedelta:
    """How soon after a day that was planned one of this rhythm takes its place: half a period."""
    if isinstance(rhythm, Weeks) and rhythm.every > 1:
        return timedelta(days=7 * rhythm.every // 2 + 1)
    return apart(rhythm)


def longest(rhythm: Rhythm) -> timedelta:
    """The most that lies between two days of this rhythm."""
    match rhythm:
        case Weeks(every, _):
            return timedelta(days=7 * every)
        case Month():
            return timedelta(days=35)
        case Days(days):
            return timedelta(days=max(_gaps(days)))


def _gaps(days: tuple[int, ...]) -> list[int]:
    following = (*days[1:], days[0] + 7)
    return [after - day for day, after in zip(days, following, strict=True)]
