"""`/okr checkin at 16:00`: when somebody is asked, in the place of their teams' time."""

from datetime import datetime, time

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.coming import next_prompt, wall_of
from handlers.checkin.flows.due import due_for
from handlers.checkin.flows.rounds import plan_team
from handlers.checkin.rules import cadence
from handlers.kit.reader import Reader
from handlers.okr import flows as okr
from storage import checkin as rounds
from storage import schedule
from storage import team as teams


async def set_own_time(
    session: AsyncSession, reader: Reader, wall: time | None, now: datetime
) -> None:
    """What is still to come of their rounds moves; what was sent stays."""
    await rounds.set_own_time(session, reader.id, reader.name, wall)
    theirs = {kr.team_id for kr in await okr.key_results(session, now, owner_id=reader.id)}
    theirs |= set(await teams.teams_with(session, [reader.id]))
    for team in await teams.lock(session, theirs):
        await plan_team(session, team.id, now)


async def own_time(session: AsyncSession, reader: Reader) -> time | None:
    """When this person wants to be asked, if they have said so."""
    return (await wall_of(session, reader)).at


async def next_card(session: AsyncSession, reader: Reader, now: datetime) -> datetime | None:
    """When this person's next card comes: of a round that waits for them, else of the next."""
    waits = {(part.team_id, part.day) for part in await due_for(session, reader, now)}
    since = now.date() - cadence.REMEMBERED
    rows = await schedule.of_members(session, [cadence.PROMPT], [reader.id], since)
    coming = [r.due_at for r in rows if r.state == "due" and (r.team_id, r.day) in waits]
    return min(coming, default=None) or await next_prompt(session, reader, now)
