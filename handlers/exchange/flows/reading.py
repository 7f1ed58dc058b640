"""What a workspace has, as the values that a table holds."""

from collections.abc import AsyncGenerator, Collection, Mapping
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.exchange.rules.values import Kr, Objective, done_so_far
from handlers.okr.rules.cycle import Period
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Aim, Keep, Kind, Milestones, Reach, Step
from handlers.okr.rules.life import Level, Stage
from storage import exchange
from storage.exchange import Present
from storage.okr import Objective as Stored


def objectives(present: Present) -> dict[int, Objective]:
    """Every objective by its number, in the order of the numbers; not what was deleted."""
    periods = {row.id: Period(row.id, row.starts, row.ends) for row in present.cycles}
    there = {row.number: row for row in present.objectives if not _is_deleted(row)}
    return {number: _objective(row, periods, there) for number, row in there.items()}


def _is_deleted(row: Stored) -> bool:
    """Taken away before it began."""
    return row.closed_at is not None and row.stage != Stage.CLOSED


async def krs(session: AsyncSession, present: Present, *, lock: bool = False) -> AsyncGenerator[Kr]:
    """Every KR, by objective and position; they are read as they are asked for."""
    async for row in exchange.krs(session, lock=lock):
        yield _kr(row, present)


def _objective(row: Stored, periods: Mapping[str, Period], there: Collection[int]) -> Objective:
    return Objective(
        title=row.title,
        team_id=row.team_id,
        cycle=periods[row.cycle_id],
        owner_id=row.owner_id,
        number=row.number,
        level=Level(row.level),
        ambition=Ambition(row.ambition),
        stage=Stage(row.stage),
        supports=row.supports if row.supports in there else None,
        weight=row.weight,
        lesson=row.lesson,
        carried_from=row.carried_from if row.carried_from in there else None,
    )


def _kr(row: Row[Any], present: Present) -> Kr:
    aim = _aim(row, present)
    return Kr(
        title=row.title,
        aim=aim,
        owner_id=row.owner_id,
        number=row.number,
        unit=row.unit,
        weight=row.weight,
        shared=tuple(sorted(present.shares.get(row.number, ()))),  # as read from a table
        value=done_so_far(aim) if isinstance(aim, Milestones) else row.value,
        grade=row.grade,
        is_closed=row.closed_at is not None,
        carried_from=row.carried_from,
        objective=row.objective_number,
    )


def _aim(row: Row[Any], present: Present) -> Aim:
    if row.kind == Kind.KEEP:
        return Keep(row.low, row.high)
    if row.kind == Kind.MILESTONE:
        steps = present.steps.get(row.number, ())
        return Milestones(tuple(Step(s.title, s.weight, done=s.done_at is not None) for s in steps))
    return Reach(row.start, row.target)
