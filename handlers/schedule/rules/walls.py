"""Wall time to moments: each local moment once, whatever the clocks do."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo


@lru_cache(maxsize=10_000)  # a batch asks for the same few of each zone again and again
def moment(day: date, wall: time, zone: str) -> datetime:
    """The moment, in UTC, at which this zone's wall shows that time.

    In a spring gap the first moment after it; in an autumn fold the first of the two.
    """
    local = datetime.combine(day, wall, ZoneInfo(zone))
    at = local.astimezone(UTC)
    if at.astimezone(local.tzinfo).replace(tzinfo=None) == local.replace(tzinfo=None):
        return at
    return _end_of_gap(at, local)


def _end_of_gap(at: datetime, local: datetime) -> datetime:
    """The transition lies between the same wall time read with either offset."""
    zone = local.tzinfo
    other = local.replace(fold=1).astimezone(UTC)
    before, after = min(at, other), max(at, other)
    old = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + (after - before) / 2
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def weekday_from(day: date, weekday: int) -> date:
    """The first such weekday on or after this day; Monday is 0."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def working_moment(now: datetime, zone: str, opens: time, closes: time) -> datetime:
    """`now` if it lies within these wall times, else the next moment that does."""
    local = now.astimezone(ZoneInfo(zone))
    if opens <= local.time() < closes:
        return now
    day = local.date() if local.time() < opens else local.date() + timedelta(days=1)
    return moment(day, opens, zone)
