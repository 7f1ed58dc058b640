"""What changes a message of ours later: its last update, or that it goes."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import lock_one
from storage.outbox import Outgoing, enqueue, is_later, posting, wake


async def enqueue_change(
    session: AsyncSession, message: str, kind: str, payload: dict[str, Any] | None, now: datetime
) -> bool:
    """Update or delete a message of ours. Pending updates collapse into the last one.

    False when we never wrote that message. Of one that was withdrawn or has failed nothing
    changes: nobody has seen it, and it is not sent any more.
    """
    first = await lock_one(session, posting(message))  # two changes at once: two numbers
    if first is None:
        return False
    if first.state in ("withdrawn", "failed"):
        return True
    if kind == "update" and await _collapsed(session, message, payload, now):
        return True
    if kind == "delete" and _is_unsent(first):
        await _withdraw(session, message, now)
        return True
    later = (Outgoing.message == message, is_later(Outgoing))
    last = await session.scalar(select(func.max(Outgoing.seq)).where(*later))
    seq = (last or 0) + 1
    return await enqueue(
        session,
        now,
        key=f"{message}#{seq}",
        message=message,
        seq=seq,
        kind=kind,
        target=first.target,
        payload=payload,
    )


def _is_unsent(first: Outgoing) -> bool:
    """Whether it only waits. If its answer was lost it may be there, but nobody knows where: to
    post it once more, so as to know, shows all what was taken back.
    """
    return first.state in ("due", "held")


async def _withdraw(session: AsyncSession, message: str, now: datetime) -> None:
    """It is not posted first to be deleted then, nor does anything change it."""
    later = and_(Outgoing.message == message, is_later(Outgoing))
    all_of_it = or_(Outgoing.key == message, later), Outgoing.state.in_(("due", "held"))
    gone = update(Outgoing).where(*all_of_it).values(state="withdrawn", settled_at=now)
    await session.execute(gone.execution_options(synchronize_session=False))


async def _collapsed(
    session: AsyncSession, message: str, payload: dict[str, Any] | None, now: datetime
) -> bool:
    """What is written now goes now, however often what it replaces was tried."""
    later = (Outgoing.message == message, is_later(Outgoing))
    waiting = await lock_one(
        session,
        select(Outgoing)
        .where(*later, Outgoing.kind == "update", Outgoing.state == "due")
        .order_by(Outgoing.seq.desc())
        .limit(1),
    )
    if waiting is not None:
        waiting.payload, waiting.due_at = payload, min(waiting.due_at, now)
        waiting.attempts = waiting.unknowns = 0
        wake(session)
    return waiting is not None
