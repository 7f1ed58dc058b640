"""Handing something to the outbox, in the transaction that causes it."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.outbox import rules
from storage import outbox, outbox_changing
from storage.sending import latest, releasing

Payload = dict[str, Any]


async def post(
    session: AsyncSession,
    key: str,
    target: str,
    payload: Payload,
    now: datetime,
    *,
    bulk: bool = False,
    tell: str | None = None,
) -> bool:
    """Post a message (`blocks.message`) to a channel, or to a person as a DM.

    `key` names the message for ever: a second post under it is not sent, and returns False.
    `bulk` gives way to what somebody waits for; `tell` is who hears of it when it cannot be posted.
    What goes to one target arrives as it was enqueued, bulk after the rest; only what is in doubt,
    or barred on its way to Slack, is passed by others.
    """
    return await outbox.enqueue(
        session,
        now,
        key=key,
        message=key,
        kind="post",
        target=target,
        payload=payload,
        bulk=bulk,
        tell=tell,
    )


class Message(NamedTuple):
    """What one of many is told, under a name for ever; `tell` as in `post`.

    A tuple, since a thousand are made at once: a dataclass takes over twice as long (measured).
    """

    key: str
    target: str
    payload: Payload
    tell: str | None = None


async def post_all(
    session: AsyncSession,
    messages: Iterable[Message],
    now: datetime,
    *,
    bulk: bool = False,
) -> None:
    """Post many messages in one statement, but for those that were there already."""
    await outbox.enqueue_all(session, now, _rows(messages), kind="post", bulk=bulk)


async def post_new(session: AsyncSession, messages: Iterable[Message], now: datetime) -> set[str]:
    """The same for what somebody waits for; the keys of those that were not there yet."""
    rows = _rows(messages)
    return await outbox.enqueue_new(session, now, rows, kind="post")


def _rows(messages: Iterable[Message]) -> list[dict[str, Any]]:
    return [
        {
            "key": message.key,
            "message": message.key,
            "target": message.target,
            "payload": message.payload,
            "tell": message.tell,
        }
        for message in messages
    ]


async def reply(
    session: AsyncSession,
    key: str,
    parent: str,
    payload: Payload,
    now: datetime,
    *,
    bulk: bool = False,
) -> bool:
    """Answer in the thread of our message `parent`; it waits until that is posted."""
    return await _under(session, "reply", key, parent, payload, now, bulk=bulk)


async def upload(
    session: AsyncSession,
    key: str,
    parent: str,
    file: Payload,
    now: datetime,
    *,
    beside: bool = False,
) -> bool:
    """Put a file (name, title, alt, content in base64) into the thread of our message.

    `beside` puts it below the message instead, for whoever waits for it.
    """
    place = {"thread_ts": None} if beside else {}
    return await _under(session, "upload", key, parent, file | place, now, bulk=not beside)


async def _under(
    session: AsyncSession,
    kind: str,
    key: str,
    parent: str,
    payload: Payload,
    now: datetime,
    **how: bool,
) -> bool:
    above = await outbox.original(session, parent)
    if above is None:
        return False
    return await outbox.enqueue(
        session,
        now,
        key=key,
        message=key,
        kind=kind,
        target=above.target,
        parent=parent,
        payload=payload,
        **how,
    )


async def update(session: AsyncSession, message: str, payload: Payload, now: datetime) -> bool:
    """Change a message of ours; False when there is none under this key."""
    return await outbox_changing.enqueue_change(session, message, "update", payload, now)


async def delete(session: AsyncSession, message: str, now: datetime) -> bool:
    """Take a message of ours back; False when there is none under this key."""
    return await outbox_changing.enqueue_change(session, message, "delete", None, now)


async def installed(
    session: AsyncSession, now: datetime, *, held_for: timedelta | None = None
) -> None:
    """The workspace has a token that works: send what was held while it had none.

    With `held_for` only what has been held for so long.
    """
    since, before = now - rules.TOO_OLD, None if held_for is None else now - held_for
    await releasing.release_refused(
        session, rules.NOT_INSTALLED, now, since=since, held_before=before
    )


async def last_payloads(
    session: AsyncSession, messages: Collection[str]
) -> dict[str, Payload | None]:
    """What messages of ours say once all is sent, by their keys; None where we have forgotten it.

    Without those that were taken back: so nothing is changed that says what it should already.
    """
    return await latest.last_payloads(session, messages)
