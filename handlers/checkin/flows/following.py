"""What it means for rounds that somebody left, came back, or named a stand-in."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.rules.leave import Leave
from handlers.absence.rules.quiet import AHEAD
from handlers.absence.rules.why import STAND_IN_AWAY
from handlers.checkin.flows import returned
from handlers.checkin.flows.cards import refresh
from handlers.checkin.flows.rounds import plan_team
from handlers.checkin.rules import cadence
from handlers.okr import flows as okr
from storage import schedule
from storage import team as teams


@dataclass(frozen=True, slots=True)
class Leaving:
    """Who stands in for whom, of what (KR-3, …), to be told to both."""

    leave: Leave
    stand_in: str
    krs: list[str]


async def follow(session: AsyncSession, member_id: str, now: datetime) -> Leaving | None:
    """Open rounds ask the stand-in too, and cards show it. What is to be told, if anything is."""
    krs = await okr.key_results(session, now, owner_id=member_id)
    theirs = {team.id for team in await teams.teams_of(session, member_id)}
    team_ids = sorted(theirs | {kr.team_id for kr in krs})
    await teams.lock(session, team_ids)
    for team_id in team_ids:
        await plan_team(session, team_id, now)
    await returned.ask(session, member_id, now)
    leave = await absence.leave_of(session, member_id, now)
    leave = await absence.lacking(session, leave, now) if leave else None
    for person in {member_id} | await absence.stand_ins_of(session, [member_id]):
        await refresh(session, person, now)
    if leave is None or leave.stand_in is None or await _is_never_here(session, leave, now):
        return None
    return Leaving(leave, leave.stand_in, [f"KR-{kr.number}" for kr in krs])


async def _is_never_here(session: AsyncSession, leave: Leave, now: datetime) -> bool:
    """Whether the stand-in is away for all of it, so that no card comes to them."""
    theirs = await absence.leave_of(session, leave.stand_in or "", now)
    if theirs is None or leave.lacking != STAND_IN_AWAY:
        return False
    return theirs.covers(leave.begins or now) and leave.ends <= theirs.ends


async def shown_too(session: AsyncSession, member_id: str) -> list[str]:
    """Whose cards show what this person owns: theirs, and their stand-in's."""
    return [member_id, *sorted(await absence.stand_ins_of(session, [member_id]))]


async def to_be_asked(session: AsyncSession, now: datetime) -> set[str]:
    """Who is asked something within the next minutes."""
    until = now + 2 * AHEAD
    return await schedule.due_between(session, cadence.ASKING, now, until)
