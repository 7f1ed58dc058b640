"""The cycles of a workspace, their rhythm, and what stands in them at their end."""

from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.okr import Cycle
from storage.workspace import Workspace


async def rhythm(session: AsyncSession) -> str | None:
    """As an admin set it; None where the workspace is not known."""
    return await session.scalar(select(Workspace.rhythm))


async def since(session: AsyncSession, day: date) -> list[Cycle]:
    """The cycles that end on this day or later, the first to end first."""
    found = select(Cycle).where(Cycle.ends >= day).order_by(Cycle.ends, Cycle.starts, Cycle.id)
    return list(await session.scalars(found))
