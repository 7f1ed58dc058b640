"""What changes a message of ours later: its last update, or that it goes."""

from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import lock_one
from storage.outbox import Outgoing, enqueue, is_later, posting


async def enqueue_change(
    session: AsyncSession, message: str, kind: str, payload: dict[str, Any] | None, now: datetime
) -> bool:
    """Update or delete a message of ours. Pending updates collapse into the last one.

    False when we never wrote that message.
    """
    first = await lock_one(session, posting(message))  # two changes at once: two numbers
    if first is None:
        return False
    if kind == "update" and await _collapsed(session, message, payload):
        return True
    if kind == "delete" and await _withdrawn(session, message, now):
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
        must_arrive=True,
    )


async def _withdrawn(session: AsyncSession, message: str, now: datetime) -> bool:
    """What has certainly not left yet is not posted first to be deleted then."""
    unsent = update(Outgoing).where(
        Outgoing.key == message,
        Outgoing.seq == 0,
        Outgoing.state.in_(("due", "held")),
        Outgoing.unknowns == 0,  # else it may be there, though the answer was lost
    )
    gone = unsent.values(state="withdrawn", settled_at=now).returning(Outgoing.key)
    found = await session.execute(gone.execution_options(synchronize_session=False))
    return found.first() is not None


async def _collapsed(session: AsyncSession, message: str, payload: dict[str, Any] | None) -> bool:
    later = (Outgoing.message == message, is_later(Outgoing))
    waiting = await lock_one(
        session,
        select(Outgoing)
        .where(*later, Outgoing.kind == "update", Outgoing.state == "due")
        .order_by(Outgoing.seq.desc())
        .limit(1),
    )
    if waiting is not None:
        waiting.payload = payload
    return waiting is not None
