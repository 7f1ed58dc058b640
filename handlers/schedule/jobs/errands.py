"""Errands that wait: run one by one, outside any transaction."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from handlers.deps import Deps
from handlers.kit.errors import SlackBusyError, SlackError, SlackRefusedError
from handlers.kit.progress import comes_on
from handlers.schedule.jobs.failing import LEASE, many_tries, or_when_its_lease_ends, write_down
from storage import schedule
from storage.db import Why

PAUSE: Final = timedelta(seconds=5)

log = logging.getLogger(__name__)

Run = Callable[[Deps, schedule.Due, datetime], Awaitable[None]]


async def run_errands(
    deps: Deps, kind: str, now: datetime, run: Run, *, keep: bool = False
) -> datetime | None:
    """Run every errand of this kind that waits, outside any transaction; each fails alone.

    An errand must do no harm when it is run twice. Its row goes once it is done, unless it was
    planned anew meanwhile; with `keep` it stays as a record. `now` if there may be more.
    """
    async with deps.sessions.system(Why.CLAIM_OCCURRENCES) as session:
        claimed = await schedule.claim(session, [kind], now, lease=LEASE)
    for due in claimed:
        await _errand(deps, due, now, run, keep=keep)
        comes_on()  # a thousand calls take long while Slack is slow
    return now if claimed else None


async def _errand(deps: Deps, due: schedule.Due, now: datetime, run: Run, *, keep: bool) -> None:
    """The boundary of one errand."""
    try:
        await run(deps, due, now)
        await _over(deps, due, now, keep=keep)
    except SlackBusyError as busy:
        await _wait(deps, due, deps.clock.deadline(busy.seconds))
    except SlackRefusedError as error:
        log.info("%s in %s came to nothing: %s", due.kind, due.workspace_id, error.code)
        await _over(deps, due, now, keep=keep)
    except SlackError as error:  # the answer was lost
        log.warning("%s in %s: %s", due.kind, due.workspace_id, error.code)
        await write_down(deps, due, now, error, many_tries, PAUSE)
    except Exception as error:
        log.exception("%s in %s failed", due.kind, due.workspace_id)
        await write_down(deps, due, now, error, many_tries, PAUSE)


async def _wait(deps: Deps, due: schedule.Due, until: datetime) -> None:
    """Slack said for how long."""
    async with or_when_its_lease_ends(deps, due) as session:
        row = await schedule.get(session, due)
        if row is not None:
            row.attempts -= 1
            schedule.put_off(row, until)


async def _over(deps: Deps, due: schedule.Due, now: datetime, *, keep: bool) -> None:
    async with deps.sessions.workspace(due.workspace_id) as session:
        row = await schedule.get(session, due)
        if row is not None and keep:
            schedule.settle(row, now)
        elif row is not None and row.due_at > now:  # planned anew while it ran
            row.claimed_until = None
        elif row is not None:
            await session.delete(row)
