"""Objectives and key results for those who read them: lists, the tree, what became of them."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.okr import Cycle, KeyResult, Objective, Update, is_open
from storage.okr_audit import Change
from storage.team import Team

MOST: Final = 2000  # titles that are looked through
Step = tuple[int, date, Decimal]  # of a KR: its number, the day and the value
_BEFORE = aliased(Update)


async def objectives(
    session: AsyncSession,
    first: date,
    last: date,
    *,
    numbers: Collection[int] | None = None,
) -> list[Row[Any]]:
    """Objectives as columns, by number: those that run on some day from first to last.

    With `numbers` these instead, whatever became of them.
    """
    found = (
        select(
            Objective.number,
            Objective.title,
            Objective.level,
            Objective.owner_id,
            Objective.supports,
            Objective.weight,
            Objective.stage,
            Team.id.label("team_id"),
            Team.name.label("team_name"),
            Team.zone,
            Cycle.id.label("cycle_id"),
            Cycle.starts,
            Cycle.ends,
        )
        .join(Team, Team.id == Objective.team_id)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .order_by(Objective.number)
    )
    if numbers is not None:
        return list(await session.execute(found.where(Objective.number.in_(numbers))))
    running = found.where(Cycle.starts <= last, Cycle.ends >= first)
    return list(await session.execute(running.where(*is_open()[1:])))


async def steps(session: AsyncSession, numbers: Collection[int]) -> list[Step]:
    """Day and value of every update of these KRs that counts, in the order in which they count."""
    made = select(Update.kr_number, Update.day, Update.value).where(
        Update.kr_number.in_(numbers), Update.withdrawn_at.is_(None)
    )
    rows = await session.execute(made.order_by(Update.day, Update.made_at))
    return [(number, day, value) for number, day, value in rows]


async def updates(
    session: AsyncSession, numbers: Collection[int], most: int
) -> list[tuple[Update, Decimal | None]]:
    """The updates of these KRs that were made last, withdrawn ones too, the newest first.

    Each with the value that stood before it.
    """
    before = (
        select(_BEFORE.value)
        .where(
            _BEFORE.workspace_id == Update.workspace_id,
            _BEFORE.kr_number == Update.kr_number,
            _BEFORE.withdrawn_at.is_(None),
            or_(
                _BEFORE.day < Update.day,
                (_BEFORE.day == Update.day) & (_BEFORE.made_at < Update.made_at),
            ),
        )
        .order_by(_BEFORE.day.desc(), _BEFORE.made_at.desc())
        .limit(1)
        .correlate(Update)
        .scalar_subquery()
    )
    found = select(Update, before).where(Update.kr_number.in_(numbers))
    rows = await session.execute(found.order_by(Update.made_at.desc(), Update.id).limit(most))
    return [(update, value) for update, value in rows]


async def titles(session: AsyncSession, *, are_open: bool) -> list[tuple[int, str, bool]]:
    """Number and title of all KRs, and of all objectives (True): open ones, or the others.

    The newest first, and no more than somebody may mean.
    """
    is_theirs = KeyResult.objective_number == Objective.number
    krs = select(KeyResult.number, KeyResult.title).join(Objective, is_theirs)
    above = select(Objective.number, Objective.title)
    of_krs, of_objectives = and_(*is_open()), and_(*is_open()[1:])
    krs = krs.where(of_krs if are_open else ~of_krs)
    above = above.where(of_objectives if are_open else ~of_objectives)
    return [
        (number, title, is_objective)
        for chosen, column, is_objective in (
            (krs, KeyResult.number, False),
            (above, Objective.number, True),
        )
        for number, title in await session.execute(chosen.order_by(column.desc()).limit(MOST))
    ]


async def how_many(
    session: AsyncSession,
    numbers: Collection[int],
    objective_number: int,
    kr_number: int | None,
) -> int:
    """How many updates and changes there are."""
    made = select(func.count(Update.id)).where(Update.kr_number.in_(numbers))
    changed = select(func.count(Change.id)).where(Change.objective_number == objective_number)
    if kr_number is not None:
        changed = changed.where(Change.kr_number == kr_number)
    return (await session.scalar(made) or 0) + (await session.scalar(changed) or 0)
