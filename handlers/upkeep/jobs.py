"""Forgetting by rule, a bounded batch after the other."""

from datetime import datetime
from typing import Final

from handlers.deps import Deps
from handlers.kit.routing import Job
from handlers.upkeep.rules import BATCH, EVERY, RULES
from storage import upkeep
from storage.db import Why


async def prune(deps: Deps, now: datetime) -> datetime | None:
    """A batch for each rule, each in a transaction of its own; `now` if there may be more."""
    full = False
    for rule in RULES:
        async with deps.sessions.system(Why.PRUNE) as session:
            gone = await upkeep.forget(session, rule.what, now - rule.kept, limit=BATCH)
        full = full or gone == BATCH
    return now if full else None


PRUNE: Final = Job("upkeep.prune", prune, every=EVERY.total_seconds())
