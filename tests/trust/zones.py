"""Every way in which the clocks of the world behave from 2024 to 2030."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

BEGIN: Final = datetime(2024, 1, 1, tzinfo=UTC)
END: Final = datetime(2031, 1, 1, tzinfo=UTC)
DAY: Final = timedelta(days=1)
SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Change:
    """A moment at which a wall clock is set, and how far it was and is ahead of UTC."""

    at: datetime
    before: timedelta
    after: timedelta

    @property
    def day(self) -> date:
        """The date on the wall, as it would have been."""
        return (self.at + self.before).date()


@dataclass(frozen=True)  # without slots: it remembers what it was asked
class Behaviour:
    """What the clocks of some zones do: ahead of UTC by so much at the beginning, then changes."""

    ahead: timedelta
    changes: tuple[Change, ...]

    def moment(self, wall: datetime) -> datetime:
        """The first moment at which a wall shows this time or a later one, by the list alone."""
        begun = bisect_right(self._last_shown, wall)
        ahead = self.changes[begun - 1].after if begun else self.ahead
        at = (wall - ahead).replace(tzinfo=UTC)
        return max(at, self.changes[begun - 1].at) if begun else at

    @cached_property
    def _last_shown(self) -> list[datetime]:
        """What the wall comes to before each change: earlier times are shown before it."""
        return [(change.at + change.before).replace(tzinfo=None) for change in self.changes]


@lru_cache
def behaviours() -> dict[Behaviour, list[str]]:
    """Each behaviour, and the zones of the IANA database that share it; the first stands for it."""
    found: dict[Behaviour, list[str]] = defaultdict(list)
    for name in sorted(available_timezones()):
        found[_behaviour(ZoneInfo(name))].append(name)
    return dict(found)


def zones() -> list[str]:
    """One zone of each behaviour."""
    return [names[0] for names in behaviours().values()]


def changes() -> Iterator[tuple[str, Behaviour, Change]]:
    """Every change of every behaviour, with a zone that has it."""
    for behaviour, names in behaviours().items():
        for change in behaviour.changes:
            yield names[0], behaviour, change


def _behaviour(zone: ZoneInfo) -> Behaviour:
    """Looked at day by day: no zone changes its clocks twice within one."""
    days = [BEGIN + n * DAY for n in range((END - BEGIN).days + 1)]
    ahead = [_ahead(day, zone) for day in days]
    changed = [n for n in range(1, len(days)) if ahead[n] != ahead[n - 1]]
    found = (
        Change(_changed_at(days[n - 1], days[n], zone), ahead[n - 1], ahead[n]) for n in changed
    )
    return Behaviour(ahead[0], tuple(found))


def _changed_at(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    old = _ahead(before, zone)
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if _ahead(middle, zone) == old:
            before = middle
        else:
            after = middle
    return after


def _ahead(at: datetime, zone: ZoneInfo) -> timedelta:
    ahead = at.astimezone(zone).utcoffset()
    assert ahead is not None
    return ahead
