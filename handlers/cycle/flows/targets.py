"""Which cycle follows one that ended, for each team."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr.flows.cycles import LOOKED_BACK, period_of, rhythm_of
from handlers.okr.flows.states import day_in
from handlers.okr.rules.cycle import Period, on_day
from storage import cycle as cycles
from storage.cycle_end import Place
from storage.db import insert_once
from storage.okr import Cycle

_DAY = timedelta(days=1)


async def targets(
    session: AsyncSession, ended: Mapping[Place, date], now: datetime
) -> dict[Place, Period]:
    """The workspace's cycle on the day after each end; where that is over by now, today's.

    Each has a row afterwards.
    """
    zones = await cycles.zones_of(session, {id_ for id_, _ in ended})
    first = min(ended.values()) - LOOKED_BACK
    made = [period_of(row) for row in await cycles.since(session, first)]
    rhythm = await rhythm_of(session)
    found = {}
    for place, ends in ended.items():
        after = on_day(rhythm, ends + _DAY, made)
        today = day_in(zones[place[0]], now)
        found[place] = after if after.ends >= today else on_day(rhythm, today, made)
    for period in sorted(set(found.values()), key=lambda p: p.id):
        await insert_once(session, Cycle, id=period.id, starts=period.starts, ends=period.ends)
    return found
