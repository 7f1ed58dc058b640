"""Claiming what the budgets allow, and when more may go."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from handlers.deps import Deps
from handlers.outbox import rules
from storage import sending
from storage.db import Why

LEASE: Final = timedelta(seconds=60)
CANDIDATES: Final = 8  # looked at in a workspace, of which the budgets let some go
BREATH: Final = timedelta(seconds=0.2)  # between two looks, so that several messages go together


@dataclass(frozen=True, slots=True)
class Claimed:
    """What is ours to send, and when to look again."""

    mine: Sequence[sending.Waiting]
    again: datetime | None


async def claim(deps: Deps, now: datetime, *, room: int) -> Claimed:
    """Claim as many messages as there is room and budget for."""
    async with deps.sessions.system(Why.LOOK_DUE, reading=True) as session:
        due = await sending.due_workspaces(session, now)
    free = [id_ for id_, free_at in due.items() if free_at is None or free_at <= now]
    again = _first(free_at for free_at in due.values() if free_at is not None and free_at > now)
    if not free:
        return Claimed((), _after_a_breath(again, now))
    async with deps.sessions.system(Why.CLAIM_SENDS) as session:
        await sending.add_workspaces(session, [id_ for id_ in free if due[id_] is None], now)
        budgets = await sending.lock_workspaces(session, free, now, methods=rules.METHOD_BUCKETS)
        ready = await sending.waiting(session, budgets, now, per_workspace=CANDIDATES)
        choice = rules.choose(ready, budgets, now, room=room, times=deps.pace)
        mine = await sending.take(session, choice.chosen, choice.budgets, now + LEASE)
        ...
    return Claimed(mine, again)
