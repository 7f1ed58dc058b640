"""Working off what is due: claimed, then in batches in a transaction, or one by one outside."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.errors import SlackBusyError, SlackError, SlackRefusedError
from storage import schedule
from storage.db import Why

LEASE: Final = timedelta(minutes=1)
PAUSE: Final = timedelta(seconds=5)
ATTEMPTS: Final = 5
LATER: Final = timedelta(hours=1)  # until what may not be given up is tried once more
BATCH: Final = 200
FEW: Final = 10

log = logging.getLogger(__name__)

Batch = Sequence[schedule.Occurrence]  # of one workspace and kind, in the order of their keys
Handle = Callable[[AsyncSession, Deps, Batch, datetime], Awaitable[None]]
Lock = Callable[[AsyncSession, Sequence[schedule.Due]], Awaitable[object]]
Run = Callable[[Deps, schedule.Due, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _How:
    """How a batch is handled, how large it may be, and whether what goes on failing is given up."""

    handle: Handle
    first: Lock | None
    lasts: bool
    most: int


async def work_off(
    deps: Deps,
    handles: Mapping[str, Handle],
    now: datetime,
    *,
    first: Lock | None = None,
    lasting: Collection[str] = (),
    one_by_one: Collection[str] = (),
) -> datetime | None:
    """Handle the occurrences of these kinds that are due. Returns `now` if more may be due.

    Kind by kind in the order given, what is due in one workspace goes to its handle as one batch
    in one transaction, locked, and in the order of its keys. The handle settles each or puts it
    off; it may run once more for the same, so it has no effect outside of the session. When a
    batch fails, each of it is handled alone, and one that fails alone is tried again later.
    `first` locks what others lock before occurrences (teams, then rounds), for the whole batch
    and in order. A handle that settles more than it was given locks that there, too (else two
    batches would wait for each other).

    One that goes on failing is skipped as failed; of the `lasting` kinds, on which all that comes
    after depends, it is tried again every hour until somebody has mended what is wrong.
    Batches are small where a handle takes those `one_by_one`: others write in between.
    """
    async with deps.sessions.system(Why.CLAIM_OCCURRENCES) as session:
        claimed = await schedule.claim(session, handles, now, lease=LEASE)
    hows = {
        kind: _How(handle, first, kind in lasting, FEW if kind in one_by_one else BATCH)
        for kind, handle in handles.items()
    }
    workspaces = (list(of) for _, of in groupby(claimed, key=attrgetter("workspace_id")))
    hands = (_work(deps, workspaces, now, hows) for _ in range(deps.sessions.writers))
    for ended in await asyncio.gather(*hands, return_exceptions=True):
        if ended is not None:
            raise ended
    return now if claimed else None


async def _work(
    deps: Deps,
    workspaces: Iterator[Sequence[schedule.Due]],
    now: datetime,
    hows: Mapping[str, _How],
) -> None:
    """One workspace after the other, and of each kind by kind.

    While the database works for one, the next is made ready. They share no row: none waits for
    another's.
    """
    for dues in workspaces:
        for kind, how in hows.items():
            for batch in _batches([due for due in dues if due.kind == kind], how.most):
                await _batch(deps, batch, now, how)


def _batches(dues: Sequence[schedule.Due], most: int) -> Iterator[Sequence[schedule.Due]]:
    """SQLite's only writer, and the loop that renders, wait for so many at most."""
    for start in range(0, len(dues), most):
        yield dues[start : start + most]


async def _batch(deps: Deps, dues: Sequence[schedule.Due], now: datetime, how: _How) -> None:
    """The boundary of a batch, and of each occurrence that is tried alone."""
    due = dues[0]
    try:
        await _handled(deps, dues, now, how)
    except Exception as error:
        if len(dues) == 1:
            log.exception("%s for team %s on %s failed", due.kind, due.team_id, due.day)
            await _give_up_in_time(deps, due, now, how)
            return
        cause = type(error).__name__
        log.warning("%d of %s failed together (%s): each alone now", len(dues), due.kind, cause)
        for one in dues:
            await _batch(deps, [one], now, how)


async def _handled(deps: Deps, dues: Sequence[schedule.Due], now: datetime, how: _How) -> None:
    async with deps.sessions.workspace(dues[0].workspace_id) as session:
        if how.first is not None:
            await how.first(session, dues)
        batch = await schedule.get_all(session, dues)
        left = schedule.elsewhere(dues, batch)
        for moved in [row for row in batch if row.due_at > now]:  # since it was claimed
            schedule.put_off(moved, moved.due_at)
            batch.remove(moved)
        if batch:
            await how.handle(session, deps, batch, now)
    ended = deps.clock.now()
    for done in [row for row in batch if row.state == "done"]:
        deps.meters.happened(done.kind, ended - done.first_due_at)
    if left:
        await _handled(deps, left, now, how)


async def _give_up_in_time(deps: Deps, due: schedule.Due, now: datetime, how: _How) -> None:
    async with deps.sessions.workspace(due.workspace_id) as session:
        occurrence = await schedule.get(session, due)
        if occurrence is None or occurrence.attempts < ATTEMPTS:
            return
        if how.lasts:
            schedule.put_off(occurrence, now + LATER)
        else:
            schedule.settle(occurrence, now, skipped="failed")


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
    return now if claimed else None


async def _errand(deps: Deps, due: schedule.Due, now: datetime, run: Run, *, keep: bool) -> None:
    """The boundary of one errand."""
    try:
        await run(deps, due, now)
    except SlackBusyError as busy:
        await _again(deps, due, deps.clock.deadline(busy.seconds), most=None)
    except SlackRefusedError as error:
        log.info("%s in %s came to nothing: %s", due.kind, due.workspace_id, error.code)
        await _over(deps, due, now, keep=keep)
    except SlackError as error:  # the answer was lost
        log.warning("%s in %s: %s", due.kind, due.workspace_id, error.code)
        await _again(deps, due, now + PAUSE, most=ATTEMPTS)
    except Exception:
        log.exception("%s in %s failed", due.kind, due.workspace_id)
        await _again(deps, due, now + PAUSE, most=ATTEMPTS)
    else:
        await _over(deps, due, now, keep=keep)


async def _again(deps: Deps, due: schedule.Due, until: datetime, *, most: int | None) -> None:
    async with deps.sessions.workspace(due.workspace_id) as session:
        row = await schedule.get(session, due)
        if row is None:
            return
        if most is not None and row.attempts >= most:
            schedule.settle(row, until, skipped="failed")
        else:
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
