"""Teams: one, some or all of them."""

from collections.abc import Collection

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import built_once, locked
from storage.team.rows import Team, TeamMember


async def team(session: AsyncSession, team_id: str, *, lock: bool = False) -> Team | None:
    """The team; with `lock` nobody else changes it until this session ends."""
    found = select(Team).where(Team.id == team_id)
    return await session.scalar(locked(found) if lock else found)


async def lock(session: AsyncSession, team_ids: Collection[str]) -> list[Team]:
    """These teams, by id; nobody else changes them until this session ends."""
    found = select(Team).where(Team.id.in_(team_ids)).order_by(Team.id)
    return list(await session.scalars(locked(found)))


async def team_of_channel(session: AsyncSession, channel: str) -> Team | None:
    """The team whose home this channel is."""
    return await session.scalar(_of_channel(), {"channel": channel})


@built_once
def _of_channel() -> Select[Team]:
    return select(Team).where(Team.channel == bindparam("channel"))


async def every_team(session: AsyncSession) -> list[Team]:
    """All teams of the workspace, by name."""
    return list(await session.scalars(select(Team).order_by(Team.name, Team.id)))


async def names(session: AsyncSession, team_ids: Collection[str]) -> dict[str, str]:
    """What these teams are called."""
    found = select(Team.id, Team.name).where(Team.id.in_(team_ids))
    return {row[0]: row[1] for row in await session.execute(found)}


async def teams_of(session: AsyncSession, member_id: str) -> list[Team]:
    """The teams that this person belongs to, oldest first."""
    return list(await session.scalars(_teams_of(), {"member": member_id}))


@built_once
def _teams_of() -> Select[Team]:
    return (
        select(Team)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(TeamMember.member_id == bindparam("member"))
        .order_by(Team.created_at, Team.id)
    )
