"""Messages that were held: due again, now that Slack takes them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import case, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import Outgoing, in_state, wake


async def release(session: AsyncSession, target: str, now: datetime) -> None:
    """The bot is in this channel now: what was held for it is due."""
    held = update(Outgoing).where(in_state(Outgoing, "held"), Outgoing.target == target)
    await session.execute(held.values(state="due", due_at=now, error=None, settled_at=None))
    wake(session)


async def release_refused(
    session: AsyncSession,
    errors: Collection[str],
    now: datetime,
    *,
    since: datetime,
    held_before: datetime | None = None,
) -> None:
    """The workspace takes messages again: what was refused for these is due, if not too old.

    With `held_before` only what has been held since before then.
    """
    held = update(Outgoing).where(in_state(Outgoing, "held"), Outgoing.error.in_(errors))
    if held_before is not None:
        held = held.where(Outgoing.settled_at <= held_before)
    fresh = Outgoing.created_at >= since
    state = case((fresh, "due"), else_="failed")
    ended = {c.key: case((fresh, None), else_=c) for c in (Outgoing.settled_at, Outgoing.error)}
    again = held.values(state=state, due_at=now, **ended)
    await session.execute(again.execution_options(synchronize_session=False))
    wake(session)
