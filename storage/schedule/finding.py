"""What is planned, was done or was skipped."""

from collections.abc import Collection
from datetime import date, datetime
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import locked
from storage.schedule.occurrence import IS_DUE, WITHIN_KIND, Due, Occurrence


async def waiting(session: AsyncSession, kind: str, team_id: str) -> list[Occurrence]:
    """What of this kind is still to come for a team, locked until the session ends."""
    found = select(Occurrence).where(Occurrence.kind == kind, Occurrence.team_id == team_id, IS_DUE)
    return list(await session.scalars(locked(found, by=[Occurrence.day])))


async def of_day(
    session: AsyncSession, kinds: Collection[str], team_id: str, day: date
) -> list[Occurrence]:
    """Everything planned, done or skipped for a team's date, locked until the session ends."""
    found = select(Occurrence).where(
        Occurrence.kind.in_(kinds), Occurrence.team_id == team_id, Occurrence.day == day
    )
    by = [Occurrence.kind, Occurrence.member_id]
    return list(await session.scalars(locked(found, by=by)))


async def any_done(session: AsyncSession, kinds: Collection[str], team_id: str, day: date) -> bool:
    """Whether any of these has happened for a team's date."""
    theirs = (Occurrence.team_id == team_id, Occurrence.day == day, Occurrence.state == "done")
    found = select(Occurrence.kind).where(Occurrence.kind.in_(kinds), *theirs)
    return await session.scalar(found.limit(1)) is not None


async def of_members(
    session: AsyncSession, kinds: Collection[str], member_ids: Collection[str], since: date
) -> list[Occurrence]:
    """The occurrences of these members of the dates from `since` on."""
    found = select(Occurrence).where(
        Occurrence.kind.in_(kinds), Occurrence.member_id.in_(member_ids), Occurrence.day >= since
    )
    return list(await session.scalars(found.order_by(Occurrence.kind, Occurrence.team_id)))


async def next_days(session: AsyncSession, kind: str, team_ids: Collection[str]) -> dict[str, date]:
    """The date of what each team has planned next of this kind."""
    found = await session.execute(
        select(Occurrence.team_id, Occurrence.day)
        .where(Occurrence.kind == kind, Occurrence.team_id.in_(team_ids), IS_DUE)
        .order_by(Occurrence.day.desc())
    )
    return {row[0]: row[1] for row in found}


async def next_moments(
    session: AsyncSession, kind: str, team_ids: Collection[str]
) -> dict[str, datetime]:
    """When each team has something of this kind to come next."""
    found = await session.execute(
        select(Occurrence.team_id, Occurrence.due_at)
        .where(Occurrence.kind == kind, Occurrence.team_id.in_(team_ids), IS_DUE)
        .order_by(Occurrence.due_at.desc())
    )
    return {row[0]: row[1] for row in found}


async def held(session: AsyncSession, member_ids: Collection[str], reason: str) -> list[Due]:
    """What is held for these members, for this reason; in the order of their keys."""
    found = select(
        Occurrence.workspace_id,
        Occurrence.kind,
        Occurrence.team_id,
        Occurrence.day,
        Occurrence.member_id,
    ).where(Occurrence.member_id.in_(member_ids), Occurrence.reason == reason, IS_DUE)
    keys = [Due(*row) for row in await session.execute(found)]
    return sorted(keys, key=attrgetter("kind", "team_id", "day", "member_id"))


async def skipped(
    session: AsyncSession, kinds: Collection[str], team_id: str, since: date
) -> list[Occurrence]:
    """What a team skipped of its dates from `since` on, locked until the session ends."""
    found = select(Occurrence).where(
        Occurrence.kind.in_(kinds),
        Occurrence.team_id == team_id,
        Occurrence.day >= since,
        Occurrence.state == "skipped",
    )
    return list(await session.scalars(locked(found, by=[Occurrence.kind, *WITHIN_KIND])))


async def left_out(
    session: AsyncSession, kind: str, team_ids: Collection[str], since: date
) -> list[Occurrence]:
    """What these teams skipped of this kind, of their dates from `since` on, to be read."""
    found = select(Occurrence).where(
        Occurrence.kind == kind,
        Occurrence.team_id.in_(team_ids),
        Occurrence.day >= since,
        Occurrence.state == "skipped",
    )
    return list(await session.scalars(found.order_by(Occurrence.day, Occurrence.team_id)))


async def due_between(
    session: AsyncSession, kinds: Collection[str], since: datetime, until: datetime
) -> set[str]:
    """The members who have something of these kinds to come between these moments."""
    found = select(Occurrence.member_id).where(
        Occurrence.kind.in_(kinds),
        Occurrence.due_at >= since,
        Occurrence.due_at <= until,
        IS_DUE,
    )
    return set(await session.scalars(found.distinct()))
