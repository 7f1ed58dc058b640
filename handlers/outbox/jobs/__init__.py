"""What the clock makes the outbox do: send, and take back what was left behind or is not true."""

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from handlers.deps import Deps
from handlers.kit.routing import Job
from handlers.outbox import rules
from handlers.outbox.jobs.calling import calls
from handlers.outbox.jobs.claiming import LEASE, claim, look
from handlers.outbox.jobs.reaching import ask
from handlers.outbox.jobs.reclaiming import GRACE, reclaim
from handlers.outbox.jobs.settling import settle
from storage import sending
from storage.db import Why

ENOUGH: Final = rules.AT_ONCE // 2  # room for so many makes a claim worth its while
FRESH: Final = timedelta(seconds=0.2)  # then somebody may be waiting where nothing was found

__all__ = ["DISBELIEVE", "GRACE", "JOBS", "LEASE", "RECLAIM", "disbelieve", "reclaim", "send"]


async def send(deps: Deps, now: datetime) -> datetime | None:
    """Begin to send what the budgets allow; when more may go.

    The calls go on beside the next beats, and how they end is written down many at once. Where more
    is due than there is room for, one look serves several claims, each of which takes no longer.
    """
    deps.flights.land()
    if deps.slack.reach.is_doubtful():
        return ask(deps, now)
    if deps.flights.room < ENOUGH:
        return deps.clock.now() if await deps.flights.wait_for(ENOUGH) else None
    found, looked = await look(deps, now), now
    while found.left and abs(now - looked) < FRESH:
        found = await claim(deps, found, now, room=deps.flights.room)
        deps.flights.start(calls(deps, found.mine, now), partial(settle, deps))
        if found.left and not await deps.flights.wait_for(ENOUGH):
            return None
        now = deps.clock.now()
    return now if found.left else found.again


async def disbelieve(deps: Deps, now: datetime) -> datetime | None:
    """Let go of what nobody can have spent for so long: the clock was set back since."""
    async with deps.sessions.system(Why.CLAIM_SENDS) as session:
        found = await sending.disbelieve(session, now + rules.longest(deps.pace))
    return now if found else None


RECLAIM: Final = Job("outbox.reclaim", reclaim, every=5)
DISBELIEVE: Final = Job("outbox.disbelieve", disbelieve, every=60)
JOBS: Final = (RECLAIM, DISBELIEVE, Job("outbox.send", send, every=0.5, wakes=True))
