"""The days off that are planned, as values."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence.rules.off import Off
from handlers.absence.rules.off import off_on as _off_on
from storage import absence as rows
from storage.absence import DayOff


async def days_off(session: AsyncSession, now: datetime) -> list[Off]:
    """Of all teams and the whole workspace: what is not over yet, wherever one is."""
    since = now.date() - timedelta(days=1)
    return [as_off(row) for row in await rows.days_off(session, since)]


async def off_on(session: AsyncSession, team_id: str, day: date) -> Off | None:
    """Whether a team has this day off, by itself or with everybody."""
    return _off_on([as_off(row) for row in await rows.days_off(session, day)], team_id, day)


def as_off(row: DayOff | Row[Any]) -> Off:
    return Off(row.id, row.team_id, row.first, row.last, row.name, row.made_by)
