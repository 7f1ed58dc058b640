"""What was left behind by processes that ended: due again, or given up once it is too often."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import KEY, NAME, Outgoing, in_state
from storage.sending.loading import Message


async def left_behind(session: AsyncSession, now: datetime) -> bool:
    """Whether there is anything whose lease is over."""
    return await session.scalar(select(Outgoing.key).where(*_left(now)).limit(1)) is not None


def _left(now: datetime) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return in_state(Outgoing, "claimed"), Outgoing.claimed_until <= now


async def reclaim(session: AsyncSession, now: datetime, *, attempts: int, grace: timedelta) -> bool:
    """Make due again what a process held that ended: each may come once more.

    Not before a `grace` after somebody first saw that its lease is over, of which `settled_at`
    tells meanwhile: where nobody could write for as long as a lease, those who live write down
    first what they know. What has been tried so many times is left to `tried_out`.
    """
    new, again = Outgoing.settled_at.is_(None), Outgoing.attempts < attempts
    left = select(*NAME).where(*_left(now), or_(new, again & _waited(now, grace)))
    lost = update(Outgoing).where(KEY.in_(left.with_for_update(skip_locked=True)))
    changed = {
        "state": case((new, Outgoing.state), else_="due"),
        "settled_at": case((new, now), else_=None),
    }
    found = await session.execute(
        lost.values(changed)
        .returning(Outgoing.workspace_id)
        .execution_options(synchronize_session=False)
    )
    return found.first() is not None


def _waited(now: datetime, grace: timedelta) -> ColumnElement[bool]:
    """That it was seen so long ago, or that the clock was set back since, and by far."""
    seen_at = Outgoing.settled_at
    return or_(seen_at <= now - grace, seen_at > now + grace)


async def tried_out(
    session: AsyncSession, now: datetime, *, attempts: int, grace: timedelta
) -> list[Message]:
    """What was left behind and has been tried so many times: something in it ends its senders.

    By its keys, without what it says. A system session.
    """
    columns = (getattr(Outgoing, name) for name in Message._fields[:-1])
    tried = (Outgoing.attempts >= attempts, _waited(now, grace))
    found = await session.execute(select(*columns).where(*_left(now), *tried))
    return [Message._make((*row, None)) for row in found]


async def first_words(session: AsyncSession, key: str, length: int) -> str | None:
    """How this message begins; None once it was taken back.

    No more of it is read: it may be what ends whoever reads it.
    """
    text = Outgoing.payload["text"].as_string()
    return await session.scalar(select(func.substr(text, 1, length)).where(Outgoing.key == key))
