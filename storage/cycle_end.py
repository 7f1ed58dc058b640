"""What stands in a cycle at its end, is graded, closed, and goes on in the next one."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import Query, among_given, any_of, built_once, keys_given, locked
from storage.okr import Cycle, KeyResult, Objective
from storage.okr_standing import Current, currents, whole_krs

Place = tuple[str, str]  # a team's id and a cycle's
OPEN: Final = ("active",)
SHOWN: Final = ("active", "closed")


class Heir(NamedTuple):
    """A KR that goes on from another, and where."""

    number: int
    objective_number: int
    cycle_id: str
    stage: str


class Missing(NamedTuple):
    """A KR of an objective that ends: whether its grade, or its objective's lesson, is missing."""

    ends: date
    cycle_id: str
    objective_number: int
    grade: bool
    lesson: bool


class Standing(NamedTuple):
    """A KR as it stands or stood, with what was said of it and of its objective at the end."""

    current: Current
    grade: Decimal | None
    carries: bool | None
    owner_id: str  # of the objective
    ambition: str
    lesson: str
    stage: str
    closed_at: datetime | None  # the objective, by hand or by the end of its cycle


async def standing(
    session: AsyncSession,
    *,
    team_ids: Collection[str] | None = None,
    people: Collection[str] | None = None,
    ends: Collection[date] | None = None,
    cycle_id: str | None = None,
    krs: Collection[int] | None = None,
    active: bool = False,
) -> list[Standing]:
    """The KRs of active and closed objectives; with `active` only of those that are not closed.

    Also those that were closed for themselves: what they came to belongs to what came of the cycle.
    Each filter narrows. Of `people`: what they own, and the KRs of objectives that they own.
    """
    conditions: list[ColumnElement[bool]] = []
    if team_ids is not None:
        conditions.append(Objective.team_id.in_(team_ids))
    if people is not None:
        conditions.append(or_(KeyResult.owner_id.in_(people), Objective.owner_id.in_(people)))
    if ends is not None:
        conditions.append(Cycle.ends.in_(ends))
    if cycle_id is not None:
        conditions.append(Cycle.id == cycle_id)
    if krs is not None:
        conditions.append(KeyResult.number.in_(krs))
    stages = OPEN if active else SHOWN  # what never began has no result
    conditions.append(Objective.stage.in_(stages))
    found = whole_krs(session.get_bind().dialect.name, *conditions, said=_SAID)
    rows = list(await session.execute(found))
    return [
        Standing(current, *row[-len(_SAID) :])
        for current, row in zip(currents(rows), rows, strict=True)
    ]


_SAID: Final = (
    KeyResult.grade,
    KeyResult.carries,
    Objective.owner_id,
    Objective.ambition,
    Objective.lesson,
    Objective.stage,
    Objective.closed_at,
)


def missing(member_id: str, days: Collection[date]) -> Query[list[Missing]]:
    """What this person has not said yet of what ends on these days and is not posted."""
    given = {"member": member_id, "days": list(days)}
    return Query(_missing(), given, lambda rows: [Missing(*row) for row in rows])


@built_once
def _missing() -> Select[*tuple[Any, ...]]:
    is_open = (KeyResult.closed_at.is_(None), KeyResult.grade.is_(None))
    grade = and_(KeyResult.owner_id == bindparam("member"), *is_open)
    lesson = and_(Objective.owner_id == bindparam("member"), Objective.lesson == "")
    return (
        select(Cycle.ends, Cycle.id, Objective.number, grade, lesson)
        .join_from(KeyResult, Objective, Objective.number == KeyResult.objective_number)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .where(Cycle.ends.in_(any_of("days")), Objective.stage.in_(OPEN), or_(grade, lesson))
        .order_by(Cycle.ends, Cycle.id)
    )


async def lock(session: AsyncSession, places: Collection[Place]) -> dict[int, Objective]:
    """The objectives of these teams in these cycles, by number; nobody else changes them."""
    if not places:
        return {}
    given = keys_given(session, _PLACE, sorted(places))
    these = _in_places(session.get_bind().dialect.name)
    return {row.number: row for row in await session.scalars(these, given)}


_PLACE: Final = (Objective.team_id, Objective.cycle_id)


@built_once
def _in_places(dialect: str) -> Select[Objective]:
    found = select(Objective).where(among_given(dialect, _PLACE))
    return locked(found, by=[Objective.number])


async def lock_krs(session: AsyncSession, numbers: Collection[int]) -> dict[int, KeyResult]:
    """These KRs, by number; nobody else changes them."""
    found = locked(select(KeyResult).where(KeyResult.number.in_(numbers)), by=[KeyResult.number])
    return {row.number: row for row in await session.scalars(found)}


async def heirs(session: AsyncSession, numbers: Collection[int]) -> dict[int, Heir]:
    """The KRs of later cycles that go on from these, by the number of the old one."""
    if not numbers:
        return {}
    found = (
        select(KeyResult.carried_from, KeyResult.number, Objective)
        .join(Objective, Objective.number == KeyResult.objective_number)
        .where(KeyResult.carried_from.in_(numbers))
        .order_by(KeyResult.number)
    )
    return {
        old: Heir(new, objective.number, objective.cycle_id, objective.stage)
        for old, new, objective in await session.execute(found)
        if old is not None
    }


async def heirs_of_objectives(session: AsyncSession, numbers: Collection[int]) -> list[Objective]:
    """The objectives of later cycles that go on from these and are not closed, the last first."""
    found = select(Objective).where(
        Objective.carried_from.in_(numbers), Objective.closed_at.is_(None)
    )
    return list(await session.scalars(found.order_by(Objective.number.desc())))


async def point_to(
    session: AsyncSession, cycle_ids: Collection[str], successors: Mapping[int, int]
) -> None:
    """Objectives of these cycles that support an old one support what goes on from it."""
    found = select(Objective).where(
        Objective.cycle_id.in_(cycle_ids), Objective.supports.in_(list(successors))
    )
    for row in await session.scalars(found.order_by(Objective.number)):
        row.supports = successors[row.supports or 0]


async def close_finished(session: AsyncSession, ids: Collection[str], now: datetime) -> None:
    """Those of these cycles in which no team has an active objective any more are over."""
    left = exists().where(
        Objective.workspace_id == Cycle.workspace_id,
        Objective.cycle_id == Cycle.id,
        Objective.stage.in_(OPEN),
    )
    done = update(Cycle).where(Cycle.id.in_(ids), Cycle.closed_at.is_(None), ~left)
    await session.execute(done.values(closed_at=now).execution_options(synchronize_session=False))


async def places_ending(session: AsyncSession, keys: Collection[tuple[str, date]]) -> set[Place]:
    """The teams and cycles of objectives that end on these days, by team and day."""
    found = (
        select(Objective.team_id, Objective.cycle_id, Cycle.ends)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .where(Objective.team_id.in_({id_ for id_, _ in keys}))
        .where(Cycle.ends.in_({day for _, day in keys}), Objective.stage.in_(SHOWN))
        .distinct()
    )
    rows = await session.execute(found)
    return {(team_id, cycle_id) for team_id, cycle_id, ends in rows if (team_id, ends) in keys}


async def places_of(
    session: AsyncSession, krs: Collection[int], objectives: Collection[int]
) -> set[Place]:
    """The teams and cycles that these KRs and objectives belong to."""
    of_krs = select(KeyResult.objective_number).where(KeyResult.number.in_(krs))
    found = select(Objective.team_id, Objective.cycle_id).where(
        or_(Objective.number.in_(objectives), Objective.number.in_(of_krs))
    )
    return {(team_id, cycle_id) for team_id, cycle_id in await session.execute(found.distinct())}


async def carried_from(session: AsyncSession, number: int) -> int | None:
    """The number of the KR that this one goes on from, if any."""
    return await session.scalar(select(KeyResult.carried_from).where(KeyResult.number == number))
