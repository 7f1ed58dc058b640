"""Digests that were posted, with the figures they showed."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.checkin import Round
from storage.db import Base, OfWorkspace, insert_once
from storage.okr import Update
from storage.schedule import Occurrence


class Digest(OfWorkspace, Base):
    """The weekly post of a team; it covers the time from the one before it."""

    __tablename__ = "digest"

    team_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
    outgoing_key: Mapped[str]
    figures: Mapped[dict[str, Any]]


async def last(session: AsyncSession, team_id: str) -> Digest | None:
    """The digest that the team was posted last."""
    mine = select(Digest).where(Digest.team_id == team_id)
    return await session.scalar(mine.order_by(Digest.day.desc()).limit(1))


async def of_day(session: AsyncSession, team_id: str, day: date) -> Digest | None:
    return await session.scalar(select(Digest).where(Digest.team_id == team_id, Digest.day == day))


async def next_post(session: AsyncSession, kind: str, team_id: str) -> datetime | None:
    """When the team's next one is due."""
    return await session.scalar(
        select(func.min(Occurrence.due_at)).where(
            Occurrence.kind == kind, Occurrence.team_id == team_id, Occurrence.state == "due"
        )
    )


async def write(session: AsyncSession, **values: Any) -> bool:
    """Note a digest; False when the team has one of that day already."""
    return await insert_once(session, Digest, **values)


async def round_between(
    session: AsyncSession, team_id: str, since: datetime, until: datetime
) -> Round | None:
    """The team's latest round that was open at some moment between the two."""
    mine = select(Round).where(
        Round.team_id == team_id, Round.opens_at < until, Round.closes_at >= since
    )
    return await session.scalar(mine.order_by(Round.day.desc()).limit(1))


async def steps(session: AsyncSession, numbers: Collection[int], until: datetime) -> list[Update]:
    """Every update of these KRs made before a moment, in the order in which they count."""
    made = select(Update).where(
        Update.kr_number.in_(numbers), Update.withdrawn_at.is_(None), Update.made_at < until
    )
    return list(await session.scalars(made.order_by(Update.day, Update.made_at)))
