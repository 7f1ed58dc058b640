"""The cycles of a workspace, their rhythm, and what is planned at their end."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.okr import Cycle, Objective
from storage.schedule import Occurrence
from storage.team import Team, TeamMember
from storage.workspace import Workspace


class Ending(NamedTuple):
    """A team's objectives that end on one day."""

    team_id: str
    zone: str
    ends: date


async def rhythm(session: AsyncSession) -> str | None:
    """As an admin set it; None where the workspace is not known."""
    return await session.scalar(select(Workspace.rhythm))


async def set_rhythm(session: AsyncSession, name: str) -> None:
    await session.execute(update(Workspace).values(rhythm=name))


async def since(session: AsyncSession, day: date) -> list[Cycle]:
    """The cycles that end on this day or later, the first to end first."""
    found = select(Cycle).where(Cycle.ends >= day).order_by(Cycle.ends, Cycle.starts, Cycle.id)
    return list(await session.scalars(found))


async def named(session: AsyncSession, name: str) -> Cycle | None:
    """The cycle of this name, in any case."""
    return await session.scalar(select(Cycle).where(func.lower(Cycle.id) == name.lower()))


async def lately_closed(session: AsyncSession, most: int) -> list[Cycle]:
    """Cycles with a result, the latest first."""
    found = select(Cycle).where(Cycle.closed_at.is_not(None)).order_by(Cycle.ends.desc(), Cycle.id)
    return list(await session.scalars(found.limit(most)))


async def unplanned(
    session: AsyncSession, kind: str, first: date, team_id: str | None = None
) -> list[Ending]:
    """Where active objectives end on a day from `first` on, and nothing of this kind is planned.

    Of one team, or of all.
    """
    # Looked up for each team and cycle, of which there are few; else all objectives are read.
    begun = (
        select(Objective.number)
        .where(Objective.workspace_id == Team.workspace_id, Objective.team_id == Team.id)
        .where(Objective.cycle_id == Cycle.id, Objective.stage == "active")
        .limit(1)
        .correlate(Team, Cycle)
        .scalar_subquery()
    )
    planned = (
        select(Occurrence.day)
        .where(Occurrence.workspace_id == Team.workspace_id, Occurrence.kind == kind)
        .where(Occurrence.team_id == Team.id, Occurrence.day == Cycle.ends)
        .limit(1)
        .correlate(Team, Cycle)
        .scalar_subquery()
    )
    found = (
        select(Team.id, Team.zone, Cycle.ends)
        .join(Cycle, Cycle.workspace_id == Team.workspace_id)
        .where(Cycle.ends >= first, begun.is_not(None), planned.is_(None))
        .distinct()
        .order_by(Cycle.ends, Team.id)
    )
    if team_id is not None:
        found = found.where(Team.id == team_id)
    return [Ending(*row) for row in await session.execute(found)]


async def posts(
    session: AsyncSession, kind: str, team_ids: Collection[str], days: Collection[date]
) -> dict[tuple[str, date], Occurrence]:
    """What is planned, was done or skipped of this kind, by team and day."""
    found = select(Occurrence).where(
        Occurrence.kind == kind, Occurrence.team_id.in_(team_ids), Occurrence.day.in_(days)
    )
    return {(row.team_id, row.day): row for row in await session.scalars(found)}


async def days_done(session: AsyncSession, kind: str, member_id: str, since: date) -> list[date]:
    """The days from `since` on of which this has happened for this person, in any team."""
    found = select(Occurrence.day).where(
        Occurrence.kind == kind,
        Occurrence.member_id == member_id,
        Occurrence.day >= since,
        Occurrence.state == "done",
    )
    return list(await session.scalars(found.distinct().order_by(Occurrence.day)))


async def waiting(session: AsyncSession, kinds: Collection[str], team_id: str) -> list[Occurrence]:
    """What of these kinds is still to come for a team."""
    found = select(Occurrence).where(
        Occurrence.kind.in_(kinds), Occurrence.team_id == team_id, Occurrence.state == "due"
    )
    return list(await session.scalars(found))


async def led_by(session: AsyncSession, member_id: str) -> set[str]:
    """The ids of the teams that this person runs."""
    found = select(TeamMember.team_id).where(TeamMember.member_id == member_id, TeamMember.is_lead)
    return set(await session.scalars(found))


async def bot_user(session: AsyncSession) -> str:
    """Who we are in this workspace."""
    return await session.scalar(select(Workspace.bot_user)) or ""


async def zones_of(session: AsyncSession, team_ids: Collection[str]) -> dict[str, str]:
    """The zones of these teams, by id."""
    rows = await session.execute(select(Team.id, Team.zone).where(Team.id.in_(team_ids)))
    return {row.id: row.zone for row in rows}


async def languages_of(session: AsyncSession, team_ids: Collection[str]) -> dict[str, str]:
    """The languages that these teams' channels speak, by id."""
    rows = await session.execute(select(Team.id, Team.language).where(Team.id.in_(team_ids)))
    return {row.id: row.language for row in rows}
