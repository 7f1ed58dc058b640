"""Errands: what Slack has to be asked or shown soon, and nobody needs to remember afterwards."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from storage import schedule


async def plan_errand(
    session: AsyncSession, kind: str, now: datetime, *, about: str = "", person: str = ""
) -> None:
    """Have a job do this as soon as this session's transaction is committed.

    The same errand, planned again before it is done, is done once. `due.team_id` is `about`.
    """
    await schedule.plan(session, [errand(kind, now, about=about, person=person)])


def errand(kind: str, now: datetime, *, about: str = "", person: str = "") -> dict[str, Any]:
    """The same as the row of an occurrence, for who plans several things at once."""
    return {
        "kind": kind,
        "team_id": about,
        "day": now.date(),
        "member_id": person,
        "wall_day": now.date(),
        "wall_time": now.time(),
        "zone": "UTC",
        "due_at": now,
    }
