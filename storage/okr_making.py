"""What has to be known to make an objective: what it may support."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.okr import Cycle, Objective


async def objectives_above(
    session: AsyncSession, day: date, levels: Collection[str], most: int
) -> list[Row[int, str, str]]:
    """Number, title and level of objectives that are not over, those of the company first."""
    found = (
        select(Objective.number, Objective.title, Objective.level)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .where(Objective.closed_at.is_(None), Objective.stage != "closed", Cycle.ends >= day)
        .where(Objective.level.in_(levels))
        .order_by(Objective.level, Objective.number)
    )
    return list(await session.execute(found.limit(most)))


async def objective(session: AsyncSession, number: int) -> Objective | None:
    """The objective with this number, whatever became of it."""
    return await session.scalar(select(Objective).where(Objective.number == number))
