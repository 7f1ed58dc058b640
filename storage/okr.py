"""Cycles, objectives, key results and the updates that move them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Index, case, func, or_, select, text
from sqlalchemy.orm import Mapped, aliased, mapped_column

from storage.db import Base, OfWorkspace

_PROPOSED = text("stage = 'proposed'")


class Cycle(OfWorkspace, Base):
    """A period with start and end date, such as `2026-Q4`."""

    __tablename__ = "cycle"

    id: Mapped[str] = mapped_column(primary_key=True)
    starts: Mapped[date]
    ends: Mapped[date]
    closed_at: Mapped[datetime | None]  # when its result was posted


class Objective(OfWorkspace, Base):
    """What a team wants, in words. People type its number: O-3."""

    __tablename__ = "objective"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "team_id"], ["team.workspace_id", "team.id"]),
        ForeignKeyConstraint(["workspace_id", "cycle_id"], ["cycle.workspace_id", "cycle.id"]),
        Index("ix_objective_team", "workspace_id", "team_id"),
        Index("ix_objective_supports", "workspace_id", "supports"),
        Index("ix_objective_carried", "workspace_id", "carried_from"),
        Index(
            "ix_objective_proposed",
            "workspace_id",
            postgresql_where=_PROPOSED,
            sqlite_where=_PROPOSED,
        ),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]  # in whose rounds, digest and channel it lives, whoever's it is
    level: Mapped[str] = mapped_column(default="team")  # company, team or personal
    cycle_id: Mapped[str]
    title: Mapped[str]
    owner_id: Mapped[str]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    stage: Mapped[str] = mapped_column(default="active")  # draft, proposed, agreed, active, closed
    ambition: Mapped[str] = mapped_column(default="committed")  # or aspirational
    supports: Mapped[int | None]  # the objective above it
    weight: Mapped[Decimal] = mapped_column(default=Decimal(1))  # in what it supports
    lesson: Mapped[str] = mapped_column(default="")  # what the cycle taught
    carried_from: Mapped[int | None]  # the objective of an earlier cycle that it goes on from


class KeyResult(OfWorkspace, Base):
    """How one sees that the objective is reached. People type its number: KR-12."""

    __tablename__ = "key_result"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "objective_number"], ["objective.workspace_id", "objective.number"]
        ),
        Index("ix_key_result_objective", "workspace_id", "objective_number"),
        Index("ix_key_result_owner", "workspace_id", "owner_id"),
        Index("ix_key_result_carried", "workspace_id", "carried_from"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    objective_number: Mapped[int]
    position: Mapped[int]
    title: Mapped[str]
    owner_id: Mapped[str]
    kind: Mapped[str] = mapped_column(default="reach")  # keep or milestone
    unit: Mapped[str] = mapped_column(default="")  # shown behind the value: %, h, days
    start: Mapped[Decimal]  # of a KR to keep they mean nothing, and are two different numbers
    target: Mapped[Decimal]
    low: Mapped[Decimal | None]  # the band of a KR to keep
    high: Mapped[Decimal | None]
    weight: Mapped[Decimal] = mapped_column(default=Decimal(1))
    activated_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    grade: Mapped[Decimal | None]  # 0.0-1.0, as its owner said at the end of the cycle
    carried_from: Mapped[int | None]  # the KR of an earlier cycle that it goes on from
    carries: Mapped[bool | None]  # whether it is to go on in the next cycle; None: nobody said


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
        Index("ix_kr_update_author", "workspace_id", "author_id", "made_at"),
        Index("ix_kr_update_nth", "workspace_id", "kr_number", "nth", unique=True),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kr_number: Mapped[int]
    nth: Mapped[int | None]  # of its KR's updates: no two people make the same one
    author_id: Mapped[str]
    value: Mapped[Decimal]
    confidence: Mapped[int | None]  # 0-10; None: not answered
    status: Mapped[str | None]  # on_track, at_risk or off_track, when a person said so
    reason: Mapped[str] = mapped_column(default="")  # why they said so
    note: Mapped[str] = mapped_column(default="")
    link: Mapped[str] = mapped_column(default="")  # evidence
    quote_number: Mapped[int | None]  # evidence in a customer's words
    inside: Mapped[bool | None]  # of a KR to keep: whether the value lay in the band of that day
    day: Mapped[date]  # the day it speaks of
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]


_OF_KR = aliased(Update)


def is_open() -> tuple[ColumnElement[bool], ...]:
    """A KR that people count on: not a draft, and not over."""
    return (
        KeyResult.closed_at.is_(None),
        Objective.closed_at.is_(None),
        Objective.stage == "active",
    )


def counted_on(then: ColumnElement[datetime]) -> tuple[ColumnElement[bool], ...]:
    """A KR that people counted on at that moment, whatever became of it since."""
    return (
        KeyResult.activated_at <= then,
        or_(KeyResult.closed_at.is_(None), KeyResult.closed_at > then),
        or_(
            (Objective.stage == "active") & Objective.closed_at.is_(None),
            (Objective.stage == "closed") & (Objective.closed_at > then),
        ),
    )


def tally() -> tuple[ColumnElement[int | None], ColumnElement[int | None]]:
    """Of a KR to keep: how many of its updates lay in its band, and how many there are."""
    counted = select(func.count(_OF_KR.id)).where(
        _OF_KR.workspace_id == KeyResult.workspace_id,
        _OF_KR.kr_number == KeyResult.number,
        _OF_KR.withdrawn_at.is_(None),
    )
    inside, all_ = (
        case((KeyResult.kind == "keep", one.correlate(KeyResult).scalar_subquery()))
        for one in (counted.where(_OF_KR.inside.is_(True)), counted)
    )
    return inside, all_
