"""Metrics of a workspace and their dated readings."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace


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
