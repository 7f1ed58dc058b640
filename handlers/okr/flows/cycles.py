"""Which cycles an objective can be made for: the one that runs, and soon the next one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr.flows.states import day_in
from handlers.okr.rules import cycle as rules
from handlers.okr.rules.cycle import Period, Rhythm
from storage import cycle as cycles
from storage.okr import Cycle

LOOKED_BACK: Final = timedelta(days=rules.LONGEST)  # what ended may decide where the next begins


@dataclass(frozen=True, slots=True)
class OpenCycles:
    """The cycles that objectives can be made for on one day.

    `running` is the workspace's, `following` the one after it, and `own` those with dates of their
    own that run or may be prepared, the nearest to its end first.
    """

    rhythm: Rhythm
    day: date
    running: Period
    following: Period
    own: tuple[Period, ...] = ()

    @property
    def ahead(self) -> Period | None:
        """The next one, once it may be prepared."""
        return self.following if rules.is_open_ahead(self.following, self.day) else None

    @property
    def all(self) -> tuple[Period, ...]:
        """All of them, the workspace's running one first."""
        ahead = () if self.ahead is None else (self.ahead,)
        return (self.running, *ahead, *self.own)


async def open_for(session: AsyncSession, zone: str, now: datetime) -> OpenCycles:
    """The cycles that an objective of somebody in this zone can be made for now.

    They need not have a row yet: `insert_once` it with the first objective.
    """
    return await open_by(session, day_in(zone, now))


async def open_by(session: AsyncSession, day: date) -> OpenCycles:
    """The same for this day."""
    rows = await cycles.since(session, day - LOOKED_BACK)
    return open_on(await rhythm_of(session), day, [period_of(row) for row in rows])


async def ends_of(session: AsyncSession, days: Collection[date]) -> dict[date, date]:
    """The last day of the workspace's cycle in which each of these days lies."""
    rows = await cycles.since(session, min(days) - LOOKED_BACK)
    rhythm, made = await rhythm_of(session), [period_of(row) for row in rows]
    return {day: rules.on_day(rhythm, day, made).ends for day in days}


async def rhythm_of(session: AsyncSession) -> Rhythm:
    """The workspace's."""
    return Rhythm(await cycles.rhythm(session) or Rhythm.QUARTER)


def open_on(rhythm: Rhythm, day: date, made: Sequence[Period]) -> OpenCycles:
    """The same from what is known; `made` are the cycles that have a row."""
    running = rules.on_day(rhythm, day, made)
    own = [
        period
        for period in made
        if not rules.is_regular(period) and (period.has(day) or rules.is_open_ahead(period, day))
    ]
    return OpenCycles(rhythm, day, running, rules.next_on(rhythm, running, made), tuple(own))


def period_of(row: Cycle) -> Period:
    """A cycle's row as a value."""
    return Period(row.id, row.starts, row.ends)
