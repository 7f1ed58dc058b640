"""Cycles, objectives, key results and the updates that move them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace


class Cycle(OfWorkspace, Base):
    """A period with start and end date, such as `2026-Q4`."""

    __tablename__ = "cycle"

    id: Mapped[str] = mapped_column(primary_key=True)
    starts: Mapped[date]
    ends: Mapped[date]


class Objective(OfWorkspace, Base):
    """What a team wants, in words. People type its number: O-3."""

    __tablename__ = "objective"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "team_id"], ["team.workspace_id", "team.id"]),
        ForeignKeyConstraint(["workspace_id", "cycle_id"], ["cycle.workspace_id", "cycle.id"]),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(index=True)
    cycle_id: Mapped[str]
    title: Mapped[str]
    owner_id: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class KeyResult(OfWorkspace, Base):
    """How one sees that the objective is reached. People type its number: KR-12."""

    __tablename__ = "key_result"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "objective_number"], ["objective.workspace_id", "objective.number"]
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    objective_number: Mapped[int] = mapped_column(index=True)
    position: Mapped[int]
    title: Mapped[str]
    owner_id: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(default="reach")
    unit: Mapped[str] = mapped_column(default="")  # shown behind the value: %, h, days
    start: Mapped[Decimal]
    target: Mapped[Decimal]
    weight: Mapped[Decimal] = mapped_column(default=Decimal(1))
    activated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Update(OfWorkspace, Base):
    """One recorded change of a KR; append-only. The current value is the latest by day, then
    by moment, that was not withdrawn.
    """

    __tablename__ = "kr_update"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "kr_number"], ["key_result.workspace_id", "key_result.number"]
        ),
        Index("ix_kr_update_latest", "workspace_id", "kr_number", "day", "made_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kr_number: Mapped[int]
    author_id: Mapped[str]
    value: Mapped[Decimal]
    confidence: Mapped[int | None]  # 0-10; None: not answered
    status: Mapped[str | None]  # on_track, at_risk or off_track, when a person said so
    note: Mapped[str] = mapped_column(default="")
    day: Mapped[date]  # the day it speaks of
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
