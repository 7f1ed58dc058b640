"""Metrics of a workspace and their dated readings."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKeyConstraint, Index, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, locked


class Metric(OfWorkspace, Base):
    """A measured quantity. People type its key: `nps`. kind: nps (from three counts) or value."""

    __tablename__ = "metric"

    key: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime]


class Reading(OfWorkspace, Base):
    """One dated value of a metric, with its sample size where there is one."""

    __tablename__ = "reading"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "metric_key", "team_id"],
            ["metric.workspace_id", "metric.key", "metric.team_id"],
        ),
        Index("ix_reading_latest", "workspace_id", "team_id", "metric_key", "day", "made_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    metric_key: Mapped[str]
    team_id: Mapped[str]
    value: Mapped[Decimal]
    sample: Mapped[int | None]
    promoters: Mapped[int | None]
    passives: Mapped[int | None]
    detractors: Mapped[int | None]
    author_id: Mapped[str]
    day: Mapped[date]
    made_at: Mapped[datetime]


async def metrics(session: AsyncSession, team_id: str) -> list[Metric]:
    """The team's metrics, in the order in which they were first recorded."""
    found = select(Metric).where(Metric.team_id == team_id)
    return list(await session.scalars(found.order_by(Metric.created_at, Metric.key)))


async def metric(
    session: AsyncSession, team_id: str, key: str, *, lock: bool = False
) -> Metric | None:
    """One metric; with `lock` nobody else records a reading of it until this session ends."""
    found = select(Metric).where(Metric.team_id == team_id, Metric.key == key)
    return await session.scalar(locked(found) if lock else found)


async def last_readings(
    session: AsyncSession, team_id: str, *, of_each: int, key: str | None = None
) -> dict[str, list[Reading]]:
    """The last readings of each of the team's metrics, or of one of them; newest first."""
    newest = (Reading.day.desc(), Reading.made_at.desc(), Reading.id)
    nth = func.row_number().over(partition_by=Reading.metric_key, order_by=newest).label("nth")
    mine = select(Reading.id, nth).where(Reading.team_id == team_id)
    if key is not None:
        mine = mine.where(Reading.metric_key == key)
    ranked = mine.subquery()
    rows = await session.scalars(
        select(Reading)
        .join(ranked, ranked.c.id == Reading.id)
        .where(ranked.c.nth <= of_each)
        .order_by(*newest)
    )
    found: dict[str, list[Reading]] = {}
    for row in rows:
        found.setdefault(row.metric_key, []).append(row)
    return found


async def newest_by(
    session: AsyncSession, team_id: str, key: str, author_id: str
) -> Reading | None:
    """The reading of this metric that this person recorded last."""
    mine = select(Reading).where(
        Reading.team_id == team_id, Reading.metric_key == key, Reading.author_id == author_id
    )
    return await session.scalar(mine.order_by(Reading.made_at.desc(), Reading.id).limit(1))
