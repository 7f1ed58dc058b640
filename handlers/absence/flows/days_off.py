"""The days off that are planned, as values."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence.rules.off import Off
from handlers.absence.rules.off import off_on as _off_on
from storage import absence as rows
from storage.absence import DayOff
from storage.db import Query


def days_off(now: datetime) -> Query[list[Off]]:
    """Of all teams and the whole workspace: what is not over yet, wherever one is."""
    return off_since(now.date() - timedelta(days=1))


def off_since(day: date) -> Query[list[Off]]:
    """Of all teams and the whole workspace: what ends on this day or later."""
    return rows.days_off(day).then(_offs)


def _offs(found: Sequence[Row[Any]]) -> list[Off]:
    return [as_off(row) for row in found]


async def off_on(session: AsyncSession, team_id: str, day: date) -> Off | None:
    """Whether a team has this day off, by itself or with everybody."""
    return _off_on(_offs(await rows.days_off(day).read(session)), team_id, day)


def as_off(row: DayOff | Row[Any]) -> Off:
    return Off(row.id, row.team_id, row.first, row.last, row.name, row.made_by)
