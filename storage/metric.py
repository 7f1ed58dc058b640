"""Metrics of a workspace and their dated readings."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ForeignKeyConstraint,
    Index,
    Row,
    ScalarSelect,
    Select,
    and_,
    delete,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle, InstrumentedAttribute, Mapped, aliased, mapped_column

from storage.db import Base, OfWorkspace, Query, any_of, built_once, lock_one


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


# A metric, its last reading, and the last one of an earlier day: on the day itself it is corrected.
Latest = tuple[Row[Any], Row[Any], Row[Any] | None]


def latest(team_ids: Collection[str]) -> Query[list[Latest]]:
    """Each metric of these teams that has a reading, with its last one and the last of an earlier
    day; in the order in which they were first recorded.
    """
    return Query(_latest(), {"team_ids": list(team_ids)}, _with_readings)


def _with_readings(rows: Sequence[Any]) -> list[Latest]:
    return [(metric, last, before if before.day else None) for metric, last, before in rows]


@built_once
def _latest() -> Select[Any]:
    last, before = aliased(Reading), aliased(Reading)
    # First by itself: beside row-level security PostgreSQL uses no index for a subquery's result.
    ids = select(Metric.team_id, Metric.key, _newest().label("last"), _earlier().label("before"))
    asked = ids.where(Metric.team_id.in_(any_of("team_ids")))
    picked = asked.cte("picked").prefix_with("MATERIALIZED")
    is_it = and_(Metric.team_id == picked.c.team_id, Metric.key == picked.c.key)
    return (
        select(
            Bundle("metric", Metric.key, Metric.team_id, Metric.name, Metric.unit),
            _reading(last),
            _reading(before),
        )
        .join_from(picked, Metric, is_it)
        .join(last, last.id == picked.c.last)
        .outerjoin(before, before.id == picked.c.before)
        .order_by(Metric.created_at, Metric.key)
    )


def _reading(one: type[Reading]) -> Bundle[Any]:
    return Bundle(
        "reading",
        one.value,
        one.sample,
        one.promoters,
        one.passives,
        one.detractors,
        one.day,
        one.made_at,
    )


def _newest() -> ScalarSelect[str]:
    """The id of the metric's last reading, by one step down the index."""
    one = aliased(Reading)
    return _last(one, one.id).scalar_subquery()


def _earlier() -> ScalarSelect[str]:
    """The id of the last one before the day of that."""
    one, newest = aliased(Reading), aliased(Reading)
    day = _last(newest, newest.day).scalar_subquery()
    return _last(one, one.id).where(one.day < day).scalar_subquery()


def _last(one: type[Reading], column: InstrumentedAttribute[Any]) -> Select[Any]:
    return (
        select(column)
        .where(
            one.workspace_id == Metric.workspace_id,
            one.team_id == Metric.team_id,
            one.metric_key == Metric.key,
        )
        .order_by(one.day.desc(), one.made_at.desc(), one.id)
        .limit(1)
        .correlate(Metric)
    )


async def metric(
    session: AsyncSession, team_id: str, key: str, *, lock: bool = False
) -> Metric | None:
    """One metric; with `lock` nobody else records a reading of it until this session ends."""
    found = select(Metric).where(Metric.team_id == team_id, Metric.key == key)
    return await (lock_one(session, found) if lock else session.scalar(found))


async def last_readings(
    session: AsyncSession, team_id: str, key: str, most: int, *, before: date = date.max
) -> list[Reading]:
    """The last readings of a metric, newest first; with `before` those of earlier days."""
    found = select(Reading).where(
        Reading.team_id == team_id, Reading.metric_key == key, Reading.day < before
    )
    newest = (Reading.day.desc(), Reading.made_at.desc(), Reading.id)
    return list(await session.scalars(found.order_by(*newest).limit(most)))


async def newest_by(
    session: AsyncSession, team_id: str, key: str, author_id: str
) -> Reading | None:
    """The reading of this metric that this person recorded last."""
    mine = select(Reading).where(
        Reading.team_id == team_id, Reading.metric_key == key, Reading.author_id == author_id
    )
    return await session.scalar(mine.order_by(Reading.made_at.desc(), Reading.id).limit(1))


async def reading_by(session: AsyncSession, id_: str, author_id: str) -> Reading | None:
    """A reading by its id, if it is still there and this person's own."""
    found = select(Reading).where(Reading.id == id_, Reading.author_id == author_id)
    return await session.scalar(found)


async def forget(session: AsyncSession, id_: str) -> bool:
    """Delete a reading; False when it is gone already."""
    gone = delete(Reading).where(Reading.id == id_).returning(Reading.id)
    return await session.scalar(gone) is not None
