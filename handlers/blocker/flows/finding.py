"""What is still in the way, of whom, and who hears of it."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker.rules import (
    CHANNEL,
    Blocker,
    message_key,
    who_is_told,
)
from handlers.team.flows import who_hears
from storage import blocker as storage
from storage import outbox
from storage import team as teams
from storage.db import Query
from storage.team import Team


async def open_in(session: AsyncSession, team_ids: Collection[str]) -> dict[str, list[Blocker]]:
    """What is still in the way of each of these teams, oldest first."""
    found: dict[str, list[Blocker]] = {team_id: [] for team_id in team_ids}
    for row in await storage.open_blockers(session, team_ids):
        found[row.team_id].append(value_of(row))
    return found


def open_of(member_id: str) -> Query[list[Blocker]]:
    """What is still in this person's way, in any team, oldest first."""
    return storage.open_of(member_id).then(lambda rows: [value_of(row) for row in rows])


async def hearers(session: AsyncSession, team: Team, blocker: Blocker) -> list[str]:
    """Who is told in person; nobody where a lead without others asks for help themselves."""
    leads = await teams.leads_of(session, team.id)
    gone = await teams.have_left(session, leads)
    otherwise = (await who_hears(session, [team]))[team.id]
    return who_is_told(blocker, leads, gone, otherwise)


async def places(session: AsyncSession, team: Team, blocker: Blocker) -> list[str]:
    """Where its messages stand: in the channel, with people, such as those who lead the team."""
    there = (await teams.members_of(session, [team.id]))[team.id]
    people = {m.member_id for m in there} | {blocker.member_id, team.created_by}
    named = {message_key(blocker.id, place): place for place in (CHANNEL, *sorted(people))}
    written = await outbox.written(session, named)
    return [place for key, place in named.items() if key in written]


def value_of(row: storage.Blocker | Row[Any]) -> Blocker:
    return Blocker(
        id=row.id,
        team_id=row.team_id,
        day=row.day,
        member_id=row.member_id,
        text=row.text,
        raised_at=row.raised_at,
        kr_number=row.kr_number,
        question_id=row.question_id,
        helper_id=row.helper_id,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
    )
