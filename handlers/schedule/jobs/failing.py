"""What is given up when it goes on failing, and what a database in trouble has wait."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.schedule.rules.trying import FAILED, FEW_TRIES, TRIES, pause
from storage import schedule
from storage.db import is_trouble

LEASE: Final = timedelta(minutes=1)

log = logging.getLogger(__name__)

# Whether something that has failed would be of no use any more.
IsVain = Callable[[AsyncSession, schedule.Occurrence, datetime], Awaitable[bool]]


async def few_tries(_: AsyncSession, row: schedule.Occurrence, __: datetime) -> bool:
    """Of what comes at its moment or not at all."""
    return row.attempts >= FEW_TRIES


async def many_tries(_: AsyncSession, row: schedule.Occurrence, __: datetime) -> bool:
    return row.attempts >= TRIES


async def never(_: AsyncSession, __: schedule.Occurrence, ___: datetime) -> bool:
    """Of what all that comes after depends on, or what says itself when it is too late."""
    return False


@asynccontextmanager
async def or_when_its_lease_ends(deps: Deps, due: schedule.Due) -> AsyncIterator[AsyncSession]:
    """To write down that it failed; a database in trouble takes that no better than the rest."""
    try:
        async with deps.sessions.workspace(due.workspace_id) as session:
            yield session
    except Exception as error:
        if not is_trouble(error):
            raise
        log.warning("%s in %s waits for the database", due.kind, due.workspace_id)


async def wait(deps: Deps, dues: Sequence[schedule.Due]) -> None:
    """The database is in trouble: these wait for their lease as well, and that is no try."""
    async with or_when_its_lease_ends(deps, dues[0]) as session:
        for row in await schedule.get_all(session, [due._replace(place=None) for due in dues]):
            row.attempts -= 1


async def write_down(
    deps: Deps,
    due: schedule.Due,
    now: datetime,
    error: Exception,
    is_vain: IsVain,
    first_pause: timedelta,
) -> None:
    """It has failed: it is tried again, or given up. Trouble of the database counts as no try."""
    deps.meters.failed(due.kind)
    async with or_when_its_lease_ends(deps, due) as session:
        row = await schedule.get(session, due)
        if row is None:
            return
        if is_trouble(error):
            row.attempts -= 1
        elif await is_vain(session, row, now):
            schedule.settle(row, now, skipped=FAILED)
        else:
            until = now + pause(row.attempts, first_pause)
            schedule.put_off(row, until, because=row.reason or FAILED)
