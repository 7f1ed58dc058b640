"""Taking back what was left behind by a process that ended, and giving up what ends each."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from handlers.deps import Deps
from handlers.kit.trail import following
from handlers.outbox import rules
from handlers.outbox.jobs import ending, settling
from storage import sending
from storage.db import Why

GRACE: Final = timedelta(seconds=4)  # writing down what has ended is tried twice a second
SLUGGISH: Final = timedelta(seconds=1)

log = logging.getLogger(__name__)


async def reclaim(deps: Deps, now: datetime) -> datetime | None:
    """Make due again what was left behind, once its lease is over; what was so too often fails."""
    async with deps.sessions.system(Why.CLAIM_SENDS) as session:
        if not await sending.left_behind(session, now):
            return None
        looked = max(now, deps.clock.now())
        grace = _grace(looked - now)
        await sending.reclaim(session, looked, attempts=rules.ATTEMPTS, grace=grace)
        tried = await sending.tried_out(session, looked, attempts=rules.ATTEMPTS, grace=grace)
    if tried:
        await _give_up(deps, tried)
    return looked + grace


def _grace(took: timedelta) -> timedelta:
    """Where even to look took long, nobody could write meanwhile, nor writes any faster."""
    return GRACE if took <= SLUGGISH else GRACE + 2 * took


async def _give_up(deps: Deps, tried: Sequence[sending.Message]) -> None:
    await settling.settle(deps, [await _failed(deps, row) for row in tried])
    for row in tried:
        with following(outgoing=row.key):
            log.warning("message %s is failed: %s", row.key, settling.SENDER_ENDED)
        waited = deps.clock.now() - row.created_at
        deps.meters.settled("failed", bulk=row.bulk, waited=waited)


async def _failed(deps: Deps, row: sending.Message) -> ending.Ended:
    """Whoever it was for hears of it, unless it was taken back since."""
    failed = ending.ended(row, "failed", error=settling.SENDER_ENDED)
    if row.tell is None:
        return failed
    async with deps.sessions.workspace(row.workspace_id, reading=True) as session:
        words = await sending.first_words(session, row.key, ending.FIRST_WORDS)
    return failed if words is None else replace(failed, tell=row.tell, first_words=words)
