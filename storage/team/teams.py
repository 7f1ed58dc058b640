"""Teams: one, some or all of them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import Row, Select, and_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle, aliased

from storage.db import Query, built_once, lock_one, locked, read
from storage.schedule import Occurrence
from storage.team.rows import Team, TeamMember

# What is shown of a team, and when it checks in.
_AS_COLUMNS: Final[Bundle[Any]] = Bundle(
    "team",
    Team.id,
    Team.name,
    Team.channel,
    Team.zone,
    Team.checkin_weekday,
    Team.checkin_time,
    Team.checkin_rhythm,
    Team.checkin_walls,
)


async def team(session: AsyncSession, team_id: str, *, lock: bool = False) -> Team | None:
    """The team; with `lock` nobody else changes it until this session ends."""
    found = select(Team).where(Team.id == team_id)
    return await (lock_one(session, found) if lock else session.scalar(found))


async def lock(session: AsyncSession, team_ids: Collection[str]) -> list[Team]:
    """These teams, by id; nobody else changes them until this session ends."""
    found = select(Team).where(Team.id.in_(team_ids))
    return list(await session.scalars(locked(found, by=[Team.id])))


async def team_of_channel(session: AsyncSession, channel: str) -> Team | None:
    """The team whose home this channel is."""
    return await session.scalar(_of_channel(), {"channel": channel})


@built_once
def _of_channel() -> Select[Team]:
    return select(Team).where(Team.channel == bindparam("channel"))


async def home_of(session: AsyncSession, channel: str) -> Row[str, str] | None:
    """The id and zone of the team whose home this channel is."""
    found = await read(session, _home_of(), {"channel": channel})
    return found[0] if found else None


@built_once
def _home_of() -> Select[str, str]:
    return select(Team.id, Team.zone).where(Team.channel == bindparam("channel"))


async def every_team(session: AsyncSession) -> list[Team]:
    """All teams of the workspace, by name."""
    return sorted(await session.scalars(select(Team)), key=lambda one: by_name(one.name, one.id))


def by_name(name: str, team_id: str) -> tuple[str, str]:
    """Where people look for a team in a list, whichever letters are large.

    Not the database's: each has its own order, and that of bytes puts all small letters last.
    """
    return (name.casefold(), team_id)


async def names(session: AsyncSession, team_ids: Collection[str]) -> dict[str, str]:
    """What these teams are called."""
    found = select(Team.id, Team.name).where(Team.id.in_(team_ids))
    return {row[0]: row[1] for row in await session.execute(found)}


async def teams_of(session: AsyncSession, member_id: str) -> list[Team]:
    """The teams that this person belongs to, oldest first."""
    return list(await session.scalars(_teams_of(), {"member": member_id}))


class Place(NamedTuple):
    """A team of somebody's as columns, who runs it, and the day of what it has planned next."""

    team: Row[Any]
    leads: list[str]
    next_day: date | None


def places_of(member_id: str, kind: str) -> Query[list[Place]]:
    """The teams that this person belongs to, oldest first; `kind` is of what is planned."""
    return Query(_places_of(), {"member": member_id, "kind": kind}, _places)


def _places(rows: Sequence[Any]) -> list[Place]:
    found: dict[str, Place] = {}
    for team, day, lead in rows:
        found.setdefault(team.id, Place(team, [], day)).leads.extend([lead] if lead else [])
    return list(found.values())


@built_once
def _places_of() -> Select[*tuple[Any, ...]]:
    mine, lead = aliased(TeamMember), aliased(TeamMember)
    planned = select(func.min(Occurrence.day)).where(
        Occurrence.workspace_id == Team.workspace_id,
        Occurrence.kind == bindparam("kind"),
        Occurrence.team_id == Team.id,
        Occurrence.state == "due",
    )
    return (
        select(_AS_COLUMNS, planned.correlate(Team).scalar_subquery(), lead.member_id)
        .join_from(mine, Team, Team.id == mine.team_id)
        .outerjoin(lead, and_(lead.team_id == Team.id, lead.is_lead))
        .where(mine.member_id == bindparam("member"))
        .order_by(Team.created_at, Team.id, lead.member_id)
    )


@built_once
def _teams_of() -> Select[Team]:
    return (
        select(Team)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(TeamMember.member_id == bindparam("member"))
        .order_by(Team.created_at, Team.id)
    )
