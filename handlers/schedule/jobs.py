"""The one way to work off what is due: claim, then each item in a transaction of its own."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from storage import schedule
from storage.db import Why

LEASE: Final = timedelta(minutes=1)
ATTEMPTS: Final = 5

log = logging.getLogger(__name__)

Handle = Callable[[AsyncSession, Deps, schedule.Occurrence, datetime], Awaitable[None]]


async def work_off(deps: Deps, kind: str, now: datetime, handle: Handle) -> datetime | None:
    """Handle every occurrence of this kind that is due. One that fails is tried again later.

    `handle` settles the occurrence or puts it off. Returns `now` if more may be due.
    """
    async with deps.sessions.system(Why.CLAIM_OCCURRENCES) as session:
        claimed = await schedule.claim(session, kind, now, lease=LEASE)
    for due in claimed:
        await _one(deps, due, now, handle)
    return now if claimed else None


async def _one(deps: Deps, due: schedule.Due, now: datetime, handle: Handle) -> None:
    try:
        async with deps.sessions.workspace(due.workspace_id) as session:
            occurrence = await schedule.get(session, due)
            if occurrence is not None:
                await handle(session, deps, occurrence, now)
    except Exception:
        log.exception("%s for team %s on %s failed", due.kind, due.team_id, due.day)
        await _give_up_in_time(deps, due, now)


async def _give_up_in_time(deps: Deps, due: schedule.Due, now: datetime) -> None:
    async with deps.sessions.workspace(due.workspace_id) as session:
        occurrence = await schedule.get(session, due)
        if occurrence is not None and occurrence.attempts >= ATTEMPTS:
            schedule.settle(occurrence, now, skipped="failed")
