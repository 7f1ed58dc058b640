"""What `/okr cycle` tells: the cycles that run for somebody's teams, and the next one."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows.asking import posts_of, until_of
from handlers.cycle.flows.reading import ended
from handlers.cycle.rules.ended import Ended
from handlers.cycle.rules.running import Overview, Running
from handlers.kit.reader import Reader
from handlers.okr.flows.cycles import LOOKED_BACK, open_on, period_of, rhythm_of
from handlers.okr.rules import cycle as calendar
from handlers.okr.rules.cycle import Period
from handlers.okr.rules.life import Level
from storage import cycle as cycles
from storage import team as teams

PAST: Final = 3  # cycles with a result, by name


async def overview(session: AsyncSession, reader: Reader, now: datetime) -> Overview:
    """In a constant number of statements; the dates are those of the reader's wall."""
    day = reader.day(now)
    made = [period_of(row) for row in await cycles.since(session, day - LOOKED_BACK)]
    opened = open_on(await rhythm_of(session), day, made)
    mine = [team.id for team in await teams.teams_of(session, reader.id)]
    found = [
        one
        for one in await ended(session, now, active=True, team_ids=mine)
        if one.level is not Level.PERSONAL or one.owner_id == reader.id
    ]
    posts = await posts_of(session, found)
    known = {period.id: period for period in [*made, opened.running]}
    shown = {one.cycle_id for one in found} | {opened.running.id}
    shown |= {period.id for period in opened.own if period.has(day)}
    running = [
        Running(known[id_], of, day, until_of(of, posts))
        for id_ in shown
        if id_ in known and known[id_].starts <= day
        for of in [[one for one in found if one.cycle_id == id_]]
    ]
    return Overview(
        running=sorted(running, key=lambda r: (r.period.ends, r.period.id)),
        following=opened.following,
        opens=opened.following.starts - calendar.PREPARED,
        is_open=opened.ahead is not None,
        rhythm=opened.rhythm,
        own_ahead=[
            period for period in made if not calendar.is_regular(period) and period.starts > day
        ],
        past=[row.id for row in await cycles.lately_closed(session, PAST)],
        may_set=reader.is_admin,
    )


async def the_cycle(session: AsyncSession, reader: Reader, typed: str, now: datetime) -> Period:
    """The cycle that somebody means by `2026-Q3`, `next` or its own name; else UserError."""
    row = await cycles.named(session, typed)
    if row is not None:
        return period_of(row)
    day = reader.day(now)
    made = [period_of(one) for one in await cycles.since(session, day - LOOKED_BACK)]
    return calendar.read_cycle(typed, made, day, await rhythm_of(session))


async def result_of(
    session: AsyncSession, reader: Reader, cycle_id: str, now: datetime
) -> list[Ended]:
    """The objectives of my teams in a cycle, and the company's, by team; my own ones too."""
    mine = {team.id for team in await teams.teams_of(session, reader.id)}
    found = [
        one for one in await ended(session, now, cycle_id=cycle_id) if _is_shown(one, reader, mine)
    ]
    return sorted(found, key=lambda one: (*teams.by_name(one.team_name, one.team_id), one.number))


def _is_shown(one: Ended, reader: Reader, mine: Collection[str]) -> bool:
    if one.level is Level.PERSONAL:
        return one.owner_id == reader.id
    return one.team_id in mine or one.level is Level.COMPANY
