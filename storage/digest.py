"""Digests that were posted, with the figures they showed."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.checkin import Round
from storage.db import Base, OfWorkspace, among_given, any_of, built_once, insert_new, keys_given
from storage.okr import Update
from storage.schedule import Occurrence
from storage.team import Team

Key = tuple[str, date]  # of a digest or a round: its team's id and its day


class Digest(OfWorkspace, Base):
    """The weekly post of a team; it covers the time from the one before it."""

    __tablename__ = "digest"

    team_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
    outgoing_key: Mapped[str]
    figures: Mapped[dict[str, Any]]


class Last(NamedTuple):
    """The digest that a team was posted last."""

    day: date
    until: datetime


async def last(session: AsyncSession, team_ids: Collection[str]) -> dict[str, Last]:
    """The last digest of each of these teams, where it had one."""
    found = await session.execute(_last(), {"team_ids": list(team_ids)})
    return {team_id: Last(day, until) for team_id, day, until in found}


@built_once
def _last() -> Select[str, date, datetime]:
    other = aliased(Digest)
    newest = (
        select(func.max(other.day))
        .where(other.workspace_id == Team.workspace_id, other.team_id == Team.id)
        .correlate(Team)
        .scalar_subquery()
    )
    # First by itself: else PostgreSQL reads all digests that there ever were.
    days = select(Team.id.label("team_id"), newest.label("day"))
    asked = days.where(Team.id.in_(any_of("team_ids"))).cte("picked").prefix_with("MATERIALIZED")
    is_it = and_(Digest.team_id == asked.c.team_id, Digest.day == asked.c.day)
    return select(Digest.team_id, Digest.day, Digest.until).join_from(asked, Digest, is_it)


async def of_day(session: AsyncSession, team_id: str, day: date) -> Digest | None:
    return await session.scalar(select(Digest).where(Digest.team_id == team_id, Digest.day == day))


async def posted(session: AsyncSession, keys: Sequence[Key]) -> set[Key]:
    """Those of these digests that are there already."""
    if not keys:
        return set()
    given = keys_given(session, _DIGEST, keys)
    there = await session.execute(_posted(session.get_bind().dialect.name), given)
    return {(team_id, day) for team_id, day in there}


_DIGEST: Final = (Digest.team_id, Digest.day)


@built_once
def _posted(dialect: str) -> Select[str, date]:
    return select(*_DIGEST).where(among_given(dialect, _DIGEST))


async def next_post(session: AsyncSession, kind: str, team_id: str) -> datetime | None:
    """When the team's next one is due."""
    return await session.scalar(
        select(func.min(Occurrence.due_at)).where(
            Occurrence.kind == kind, Occurrence.team_id == team_id, Occurrence.state == "due"
        )
    )


async def rounds_between(
    session: AsyncSession, team_ids: Collection[str], since: datetime, until: datetime
) -> list[Round]:
    """The rounds of these teams that were open at some moment between the two, oldest first."""
    found = select(Round).where(
        Round.team_id.in_(team_ids), Round.opens_at < until, Round.closes_at >= since
    )
    return list(await session.scalars(found.order_by(Round.day)))


async def steps(session: AsyncSession, numbers: Collection[int], until: datetime) -> list[Update]:
    """Every update of these KRs made before a moment, in the order in which they count."""
    made = select(Update).where(
        Update.kr_number.in_(numbers), Update.withdrawn_at.is_(None), Update.made_at < until
    )
    return list(await session.scalars(made.order_by(Update.day, Update.made_at)))


async def write_all(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Note digests; one that is there already stays as it is."""
    await insert_new(session, Digest, rows, Digest.__table__.c.day)
