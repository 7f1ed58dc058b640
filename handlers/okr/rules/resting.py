"""Days that a team had off: silence on them makes no key result outdated."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from handlers.okr.rules.progress import is_outdated

_DAY = timedelta(days=1)


def heard_at_work(
    heard: datetime, off: str | None, zone: str, now: datetime, cadence: timedelta
) -> datetime:
    """When something was last heard of a KR, later by as many days as its team had off since, where
    it would be outdated without them.

    `off` as storage has it: 2026-12-24/2027-01-03, a comma between two. Days that are off twice
    count once, and that of today as a whole one.
    """
    if not off or not is_outdated(heard, now, cadence):
        return heard
    walls = ZoneInfo(zone)
    since, today = heard.astimezone(walls).date() + _DAY, now.astimezone(walls).date()
    return heard + _off_between(off, since, today) * _DAY


@lru_cache(maxsize=1024)  # the key results of a team ask for much the same
def _off_between(off: str, since: date, today: date) -> int:
    days = {
        day
        for first, last in _spans(off)
        for day in range(max(first, since).toordinal(), min(last, today).toordinal() + 1)
    }
    return len(days)


def _spans(off: str) -> Iterator[tuple[date, date]]:
    for span in off.split(","):
        first, _, last = span.partition("/")
        yield date.fromisoformat(first), date.fromisoformat(last)
