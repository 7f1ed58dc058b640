"""When the clocks of a zone are changed, and by how much."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

DAY: Final = timedelta(days=1)
SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """The first moment at which a zone's wall shows another time than before. `by` is how much
    the clocks are put forward; back where it is less than nothing.
    """

    at: datetime
    by: timedelta
    zone: str

    @property
    def day(self) -> date:
        """The day on that wall."""
        return self.at.astimezone(ZoneInfo(self.zone)).date()


def changes(zone: str, since: datetime, until: datetime) -> list[Change]:
    """Those after `since` and up to `until`, in order. Two within a day count as one."""
    found = []
    step = since.astimezone(UTC)
    while step < until:
        following = min(step + DAY, until.astimezone(UTC))
        by = _offset(zone, following) - _offset(zone, step)
        if by:
            found.append(Change(_first_moment(zone, step, following), by, zone))
        step = following
    return found


def _first_moment(zone: str, before: datetime, after: datetime) -> datetime:
    old = _offset(zone, before)
    while after - before > SECOND:
        middle = before + (after - before) / 2
        if _offset(zone, middle) == old:
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _offset(zone: str, at: datetime) -> timedelta:
    return at.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
