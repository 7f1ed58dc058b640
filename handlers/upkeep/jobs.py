"""Forgetting by rule, a bounded batch after the other."""

from datetime import datetime
from typing import Final

from handlers.deps import Deps
from handlers.kit.routing import Job
from handlers.upkeep.rules import BATCH, EVERY, RULES
from storage import upkeep
from storage.db import Why


async def prune(deps: Deps, now: datetime) -> datetime | None:
    """A batch of each rule under which anything is over, each in a transaction of its own; `now`
    if there may be more.
    """
    before = {rule.what: now - rule.kept for rule in RULES}
    async with deps.sessions.system(Why.PRUNE, reading=True) as session:
        found = await upkeep.found_over(session, before)
    full = False
    for what in [one for one in before if one in found]:
        async with deps.sessions.system(Why.PRUNE) as session:
            gone = await upkeep.forget(session, what, before[what], limit=BATCH)
        full = full or gone == BATCH
    return now if full else None


PRUNE: Final = Job("upkeep.prune", prune, every=EVERY.total_seconds())
