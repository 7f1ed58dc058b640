"""Who belongs to which team, and who runs it."""

from collections.abc import Collection

from sqlalchemy import case, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import upsert
from storage.schedule import IS_DUE, Occurrence
from storage.team.rows import Member, Team, TeamMember


async def members_of(
    session: AsyncSession, team_ids: Collection[str]
) -> dict[str, list[TeamMember]]:
    """Who belongs to each of these teams; a team without anybody has an empty list."""
    found: dict[str, list[TeamMember]] = {id_: [] for id_ in team_ids}
    rows = await session.scalars(
        select(TeamMember)
        .where(TeamMember.team_id.in_(team_ids))
        .order_by(TeamMember.is_lead.desc(), TeamMember.member_id)
    )
    for row in rows:
        found[row.team_id].append(row)
    return found


async def first_here(
    session: AsyncSession, team_ids: Collection[str]
) -> dict[str, tuple[str | None, str]]:
    """The first lead, if there is one, and the first member of each of these teams; without those
    who have left the workspace.
    """
    left = select(Member.id).where(Member.id == TeamMember.member_id, Member.deleted)
    lead = func.min(case((TeamMember.is_lead, TeamMember.member_id)))
    found = (
        select(TeamMember.team_id, lead, func.min(TeamMember.member_id))
        .where(TeamMember.team_id.in_(team_ids), ~left.correlate(TeamMember).exists())
        .group_by(TeamMember.team_id)
    )
    return {row[0]: (row[1], row[2]) for row in await session.execute(found)}


async def leads_of(session: AsyncSession, team_id: str) -> list[str]:
    """The ids of those who run this team."""
    members = await members_of(session, [team_id])
    return [m.member_id for m in members[team_id] if m.is_lead]


async def teams_with(session: AsyncSession, member_ids: Collection[str]) -> list[str]:
    """The ids of the teams that any of these people belong to, or that are to ask them something:
    whoever only owns a KR of a team is in its rounds too.
    """
    found = select(TeamMember.team_id).where(TeamMember.member_id.in_(member_ids))
    planned = (
        select(Team.id)
        .join(Occurrence, Occurrence.team_id == Team.id)
        .where(Occurrence.member_id.in_(member_ids), IS_DUE)
    )
    return sorted({*await session.scalars(found), *await session.scalars(planned.distinct())})


async def set_members(
    session: AsyncSession, team_id: str, ids: Collection[str], leads: Collection[str]
) -> None:
    """These people, and nobody else, are in the team."""
    gone = delete(TeamMember).where(TeamMember.team_id == team_id, TeamMember.member_id.not_in(ids))
    await session.execute(gone.execution_options(synchronize_session=False))
    rows = [{"team_id": team_id, "member_id": id_, "is_lead": id_ in leads} for id_ in sorted(ids)]
    await upsert(session, TeamMember, rows, update=("is_lead",))


async def leave_out(session: AsyncSession, team_id: str, ids: Collection[str]) -> None:
    """Take these people out of the team."""
    gone = delete(TeamMember).where(TeamMember.team_id == team_id, TeamMember.member_id.in_(ids))
    await session.execute(gone.execution_options(synchronize_session=False))
