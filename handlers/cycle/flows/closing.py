"""Closing cycles: what was reached is posted, what goes on is carried over, the rest is over."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows.carrying import carry
from handlers.cycle.flows.noting import Noted, note
from handlers.cycle.flows.reading import ended
from handlers.cycle.rules import due
from handlers.cycle.rules.ended import Ended
from handlers.cycle.rules.result import Result, results
from handlers.okr.flows.states import day_in
from handlers.okr.rules.audit import What
from handlers.okr.rules.life import Stage
from storage import cycle as cycles
from storage import cycle_end, schedule
from storage.cycle_end import Place
from storage.okr import Objective
from storage.schedule import Occurrence
from storage.team import Team

GONE = "the team is gone"
TOO_LATE = "more than 30 days late"
NOTHING = "nothing to post"


async def close(
    session: AsyncSession,
    rows: Sequence[Occurrence],
    teams: Mapping[str, Team],
    now: datetime,
) -> list[Result]:
    """Settle the posts that are due, carry over and close; the results to post.

    `teams` are those of the rows, locked.
    """
    keys = {(row.team_id, row.day) for row in rows}
    places = await cycle_end.places_ending(session, keys)
    objectives = await cycle_end.lock(session, places)
    found = await _ended(session, rows, places, now)
    posted = {row: _why_not(row, teams, found, now) for row in rows}
    told = {(row.team_id, row.day) for row, why in posted.items() if why is None}
    await carry(session, [one for one in found if (one.team_id, one.ends) in told], now)
    await _over(session, objectives.values(), now)
    await cycle_end.close_finished(session, {cycle_id for _, cycle_id in places}, now)
    for row, why in posted.items():
        schedule.settle(row, now, skipped=why)
    closed = await _ended(session, rows, places, now)
    return results(one for one in closed if (one.team_id, one.ends) in told)


async def _ended(
    session: AsyncSession, rows: Iterable[Occurrence], places: set[Place], now: datetime
) -> list[Ended]:
    ids, days = {row.team_id for row in rows}, {row.day for row in rows}
    found = await ended(session, now, team_ids=ids, ends=days)
    return [one for one in found if one.place in places]


def _why_not(
    row: Occurrence, teams: Mapping[str, Team], found: Iterable[Ended], now: datetime
) -> str | None:
    """Why nothing is posted; the objectives are closed all the same."""
    team = teams.get(row.team_id)
    if team is None:
        return GONE
    if day_in(team.zone, now) - row.wall_day > due.MATTERS:
        return TOO_LATE
    theirs = [one for one in found if (one.team_id, one.ends) == (row.team_id, row.day)]
    return None if theirs else NOTHING


async def _over(session: AsyncSession, objectives: Iterable[Objective], now: datetime) -> None:
    over = [row for row in objectives if row.stage == Stage.ACTIVE]
    for row in over:
        row.stage, row.closed_at = Stage.CLOSED, now
    await session.flush()
    changes = [Noted(row.number, None, What.STAGE, Stage.ACTIVE, Stage.CLOSED) for row in over]
    note(session, await cycles.bot_user(session), changes, now)
