"""Occurrences that are due: claimed, then handled in batches, each in a transaction."""

import asyncio
import logging
from collections.abc import (
    Awaitable,
    Callable,
    Collection,
    Iterator,
    Mapping,
    Sequence,
)
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.schedule.jobs.failing import LEASE, IsVain, many_tries, wait, write_down
from storage import schedule
from storage.db import Why, is_trouble

BATCH: Final = 200
FEW: Final = 10
TROUBLED: Final = 2  # one after the other: then it is not them

log = logging.getLogger(__name__)

Batch = Sequence[schedule.Occurrence]  # of one workspace and kind, in the order of their keys
Handle = Callable[[AsyncSession, Deps, Batch, datetime], Awaitable[None]]
Lock = Callable[[AsyncSession, Sequence[schedule.Due]], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class _How:
    """How a batch is handled, how large it may be, and when what goes on failing is given up."""

    handle: Handle
    first: Lock | None
    is_vain: IsVain
    most: int


async def work_off(
    deps: Deps,
    handles: Mapping[str, Handle],
    now: datetime,
    *,
    first: Lock | None = None,
    given_up: Mapping[str, IsVain] = MappingProxyType({}),
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

    One that goes on failing is tried again ever more rarely, down to once an hour, and after about
    a day skipped as failed; `given_up` says of which kinds it is sooner or later. While the
    database is in trouble each is tried every minute, and that counts for nothing.
    Batches are small where a handle takes those `one_by_one`: others write in between.
    """
    async with deps.sessions.system(Why.CLAIM_OCCURRENCES) as session:
        claimed = await schedule.claim(session, handles, now, lease=LEASE)
    hows = {
        kind: _How(
            handle, first, given_up.get(kind, many_tries), FEW if kind in one_by_one else BATCH
        )
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


async def _batch(deps: Deps, dues: Sequence[schedule.Due], now: datetime, how: _How) -> bool:
    """The boundary of a batch, and of each occurrence that is tried alone.

    Whether it came to nothing since the database is in trouble.
    """
    due = dues[0]
    try:
        await _handled(deps, dues, now, how)
    except Exception as error:
        if len(dues) > 1:
            cause = type(error).__name__
            log.warning("%d of %s failed together (%s): each alone now", len(dues), due.kind, cause)
            await _each_alone(deps, dues, now, how)
        else:
            log.exception("%s for team %s on %s failed", due.kind, due.team_id, due.day)
            await write_down(deps, due, now, error, how.is_vain, LEASE)
        return is_trouble(error)
    return False


async def _each_alone(deps: Deps, dues: Sequence[schedule.Due], now: datetime, how: _How) -> None:
    """So that one takes nobody with it; not if it is the database: hundreds would each wait for it
    in turn, for longer than they are leased.
    """
    troubled = 0
    for number, one in enumerate(dues, start=1):
        troubled = troubled + 1 if await _batch(deps, [one], now, how) else 0
        if troubled == TROUBLED and number < len(dues):
            await wait(deps, dues[number:])
            return


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
