"""What changes a message of ours later: its last update, or that it goes."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import lock_one
from storage.outbox import Outgoing, enqueue, is_later, may_be_there, posting, wake

_WAITING: Final = ("due", "held")


async def enqueue_change(
    session: AsyncSession, message: str, kind: str, payload: dict[str, Any] | None, now: datetime
) -> bool:
    """Update or delete a message of ours. Pending updates collapse into the last one.

    False when we never wrote that message. Of one that was withdrawn or has failed nothing
    changes: nobody has seen it, and it is not sent any more. One that is taken back in doubt is
    only looked for, and deleted if it is there.
    """
    first = await lock_one(session, posting(message))  # two changes at once: two numbers
    if first is None:
        return False
    if first.state in ("withdrawn", "failed") or _is_taken_back(first):
        return True
    if kind == "update" and await _collapsed(session, message, payload, now):
        return True
    later = and_(Outgoing.message == message, is_later(Outgoing))
    if kind == "delete" and first.state in _WAITING:
        if not may_be_there(first.kind, first.attempts + first.unknowns):
            await _withdraw(session, or_(Outgoing.key == message, later), now)
            return True
        await _withdraw(session, later, now)
        first.payload, first.due_at = None, min(first.due_at, now)
    last = await session.scalar(select(func.max(Outgoing.seq)).where(later))
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


def _is_taken_back(first: Outgoing) -> bool:
    """Whether it is only looked for, since it has nothing to say any more."""
    return first.payload is None and first.state in ("due", "claimed", "held")


async def _withdraw(session: AsyncSession, these: ColumnElement[bool], now: datetime) -> None:
    """It is not posted first to be deleted then, nor does anything change it."""
    waiting = update(Outgoing).where(these, Outgoing.state.in_(_WAITING))
    gone = waiting.values(state="withdrawn", settled_at=now)
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
