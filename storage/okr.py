"""Cycles, objectives, key results and the updates that move them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    ForeignKeyConstraint,
    Index,
    Select,
    and_,
    bindparam,
    delete,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, insert_new, inside
from storage.team import Member, Team, TeamMember


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
        Index("ix_objective_team", "workspace_id", "team_id"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str]
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
        Index("ix_key_result_objective", "workspace_id", "objective_number"),
        Index("ix_key_result_owner", "workspace_id", "owner_id"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    objective_number: Mapped[int]
    position: Mapped[int]
    title: Mapped[str]
    owner_id: Mapped[str]
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
        Index("ix_kr_update_nth", "workspace_id", "kr_number", "nth", unique=True),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    kr_number: Mapped[int]
    nth: Mapped[int | None]  # of its KR's updates: no two people make the same one
    author_id: Mapped[str]
    value: Mapped[Decimal]
    confidence: Mapped[int | None]  # 0-10; None: not answered
    status: Mapped[str | None]  # on_track, at_risk or off_track, when a person said so
    note: Mapped[str] = mapped_column(default="")
    day: Mapped[date]  # the day it speaks of
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str | None]


Whole = tuple[KeyResult, Objective, Cycle, Team]  # a KR and what it belongs to


async def open_krs(
    session: AsyncSession,
    first: date,
    last: date,
    *,
    team_ids: Collection[str] | None = None,
    owner_id: str | None = None,
    numbers: Collection[int] | None = None,
    objectives: Collection[int] | None = None,
) -> list[Whole]:
    """Open KRs of cycles that run on some day from first to last; each filter narrows."""
    found = (
        select(KeyResult, Objective, Cycle, Team)
        .join(Objective, Objective.number == KeyResult.objective_number)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(Team, Team.id == Objective.team_id)
        .where(KeyResult.closed_at.is_(None), Objective.closed_at.is_(None))
        .where(Cycle.starts <= last, Cycle.ends >= first)
        .order_by(Objective.number, KeyResult.position)
    )
    if team_ids is not None:
        found = found.where(Objective.team_id.in_(team_ids))
    if owner_id is not None:
        found = found.where(KeyResult.owner_id == owner_id)
    if numbers is not None:
        found = found.where(KeyResult.number.in_(numbers))
    if objectives is not None:
        found = found.where(Objective.number.in_(objectives))
    return [(kr, o, cycle, team) for kr, o, cycle, team in await session.execute(found)]


async def latest(
    session: AsyncSession, numbers: Collection[int], *, most: int
) -> dict[int, list[Update]]:
    """Up to `most` updates of each KR, the current one first."""
    kept = (Update.kr_number.in_(numbers), Update.withdrawn_at.is_(None))
    ranked = select(Update.id, _rank().label("rank")).where(*kept).subquery()
    rows = await session.scalars(
        select(Update)
        .join(ranked, ranked.c.id == Update.id)
        .where(ranked.c.rank <= most)
        .order_by(Update.kr_number, ranked.c.rank)
    )
    found: dict[int, list[Update]] = {}
    for row in rows:
        found.setdefault(row.kr_number, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """An open KR as somebody finds it who may update it: `made` is the `nth` of its last update.

    `person` is who asks, if the directory knows them; `leads` whether they run its team.
    """

    whole: Whole
    updates: list[Update]  # the last two, the current one first
    made: int
    person: Member | None
    leads: bool


async def standing(
    session: AsyncSession, numbers: Collection[int], person_id: str, first: date, last: date
) -> dict[int, Standing]:
    """All that an update of these KRs has to know, in one statement; dates as in `open_krs`."""
    given = {"person": person_id, "first": first, "last": last, "numbers": list(numbers)}
    found: dict[int, Standing] = {}
    for kr, o, cycle, team, person, leads, made, update in await session.execute(
        _standing(), given
    ):
        one = Standing((kr, o, cycle, team), [], made or 0, person, bool(leads))
        found.setdefault(kr.number, one).updates.extend([update] if update else [])
    return found


@cache
def _standing() -> Select[Any]:
    asked: BindParameter[Any] = bindparam("numbers", expanding=True)
    last = (
        select(Update.id, Update.kr_number, _rank().label("rank"))
        .where(Update.kr_number.in_(asked), Update.withdrawn_at.is_(None))
        .subquery()
    )
    made = select(func.max(Update.nth)).where(Update.kr_number == KeyResult.number)
    person: BindParameter[str] = bindparam("person")
    in_team = TeamMember.team_id == Team.id
    return inside(
        select(
            KeyResult,
            Objective,
            Cycle,
            Team,
            Member,
            TeamMember.is_lead,
            made.correlate(KeyResult).scalar_subquery(),
            Update,
        )
        .join(Objective, Objective.number == KeyResult.objective_number)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(Team, Team.id == Objective.team_id)
        .outerjoin(Member, Member.id == person)
        .outerjoin(TeamMember, and_(in_team, TeamMember.member_id == person))
        .outerjoin(last, and_(last.c.kr_number == KeyResult.number, last.c.rank <= 2))
        .outerjoin(Update, Update.id == last.c.id)
        .where(KeyResult.number.in_(asked))
        .where(KeyResult.closed_at.is_(None), Objective.closed_at.is_(None))
        .where(Cycle.starts <= bindparam("last"), Cycle.ends >= bindparam("first"))
        .order_by(KeyResult.number, last.c.rank)
    )


def _rank() -> ColumnElement[int]:
    """1 for the current update of a KR, 2 for the one before."""
    return func.row_number().over(
        partition_by=(Update.workspace_id, Update.kr_number),
        order_by=(Update.day.desc(), Update.made_at.desc()),
    )


_COLUMNS: Final = [c.name for c in Update.__table__.c if c.name != "workspace_id"]


async def add(session: AsyncSession, made: Sequence[Update]) -> bool:
    """Write these updates down, all or none: False when somebody else has made one of them.

    Nobody else makes the next one of these KRs before the session ends.
    """
    rows = [{name: getattr(update, name) for name in _COLUMNS} for update in made]
    if len(await insert_new(session, Update, rows, Update.__table__.c.id)) == len(made):
        return True
    await session.execute(delete(Update).where(Update.id.in_([update.id for update in made])))
    return False
