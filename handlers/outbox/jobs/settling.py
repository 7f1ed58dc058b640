"""Writing down how messages ended, many at once."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.text import Say
from handlers.outbox import flows, views
from handlers.outbox.jobs.ending import Ended
from storage import sending
from storage.db import Why

SENDER_ENDED: Final = "whoever sent it ended"  # each time, so that it was given up


async def settle(deps: Deps, ended: Sequence[Ended]) -> None:
    """Write down how these ended, and tell whoever can act on it."""
    now = deps.clock.now()
    for one in ended:
        if one.tell is not None:
            await _tell(deps, one, one.tell, now)
    spent: dict[str, dict[str, datetime]] = defaultdict(dict)
    for one in ended:
        if one.spent is not None:
            bucket, until = one.spent
            mine = spent[one.outcome.workspace_id]
            mine[bucket] = max(until, mine.get(bucket, until))
    async with deps.sessions.system(Why.SETTLE_SENDS) as session:
        left = await sending.settle(session, [one.outcome for one in ended], now)
        await sending.write_budgets(session, spent)
    for outcome in left:
        async with deps.sessions.system(Why.SETTLE_SENDS) as session:
            await sending.settle(session, [outcome], now, wait=True)


async def _tell(deps: Deps, one: Ended, member: str, now: datetime) -> None:
    """Its key is that of the message, so that this may be tried again."""
    outcome = one.outcome
    async with deps.sessions.workspace(outcome.workspace_id) as session:
        say = (await deps.reader(session, member)).say
        await flows.post(session, f"told:{outcome.key}", member, _note(say, one), now)


def _note(say: Say, one: Ended) -> Block:
    code = one.outcome.error or ""
    if one.outcome.state == "held":
        return views.not_in_channel(say, one.target, one.first_words)
    if code == SENDER_ENDED:
        return views.broken_off(say, one.target, one.first_words)
    if not one.is_refused:
        return views.not_got_through(say, one.target, one.first_words, code)
    return views.could_not_post(say, one.target, one.first_words, code)
