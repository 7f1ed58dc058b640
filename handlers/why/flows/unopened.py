"""Rounds that did not open: nobody was asked in them, and why."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence.rules import why
from handlers.checkin import flows as checkin
from handlers.checkin.rules import away, cadence
from handlers.kit.reader import Reader
from handlers.why.rules import Told
from storage import checkin as rounds
from storage import schedule
from storage.schedule import Occurrence
from storage.team import Team


async def unopened(
    session: AsyncSession,
    person: Reader,
    theirs: Sequence[Team],
    known: Collection[Occurrence],
    since: date,
) -> list[Told]:
    """The prompts that this person would have had in them. `known`: those that were planned."""
    by_id = {team.id: team for team in theirs}
    left_out = await schedule.left_out(session, cadence.OPEN, by_id, since)
    planned = {(row.team_id, row.day) for row in known}
    rows = [r for r in left_out if _is_told(r) and (r.team_id, r.day) not in planned]
    if not rows:
        return []
    times = await rounds.own_times(session, [person.id])
    wall = cadence.Wall(person.zone, times.get(person.id))
    return [_told(row, person.id, by_id[row.team_id], wall) for row in rows]


def _is_told(row: Occurrence) -> bool:
    """Another day took the place of one that has moved, and is told of by itself."""
    reason = row.reason or ""
    return reason == away.ROUND_OVER or why.kind_of(reason) in why.OF_TEAM


def _told(row: Occurrence, person_id: str, team: Team, wall: cadence.Wall) -> Told:
    prompt = cadence.prompt(checkin.cadence_of(team), row.day, person_id, wall)
    return Told(
        kind=cadence.PROMPT,
        team_id=row.team_id,
        day=row.day,
        due=prompt.due_at,
        zone=prompt.zone,
        state="skipped",
        at=row.settled_at or row.due_at,
        reason=row.reason,
    )
