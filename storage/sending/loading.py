"""Loading what was claimed, and where the messages stand that it is about."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Select, Text, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import among_given, any_of, built_once, keys_given, read
from storage.outbox import Outgoing


class Message(NamedTuple):
    """A claimed message. Its payload is JSON as Slack takes it: nobody has to read it for that."""

    workspace_id: str
    key: str
    message: str
    seq: int
    kind: str
    target: str
    parent: str | None
    bulk: bool
    tell: str | None
    due_at: datetime
    claimed_until: datetime | None
    attempts: int
    unknowns: int
    created_at: datetime
    payload: str | None


class Place(NamedTuple):
    """Where a message was posted, if it was, and what else became of it."""

    channel: str | None
    ts: str | None
    state: str


_KEY: Final = (Outgoing.key,)


async def load(session: AsyncSession, keys: Sequence[str]) -> list[Message]:
    """Claimed messages of this session's workspace, whole."""
    given = keys_given(session, _KEY, [(key,) for key in keys])
    whole = _whole(session.get_bind().dialect.name)
    return [Message._make(row) for row in await read(session, whole, given)]


@built_once
def _whole(dialect: str) -> Select[*tuple[object, ...]]:
    """However many are claimed, it is the same statement: databases read it once."""
    columns = (getattr(Outgoing, name) for name in Message._fields[:-1])
    written = func.nullif(cast(Outgoing.payload, Text), "null")  # JSON's, where there is none
    return select(*columns, written).where(among_given(dialect, _KEY))


async def places(session: AsyncSession, messages: Collection[str]) -> dict[str, Place]:
    """Where these messages stand, by name."""
    if not messages:
        return {}
    rows = await read(session, _places(), {"messages": list(messages)})
    return {name: Place(*where) for name, *where in rows}


@built_once
def _places() -> Select[str, str | None, str | None, str]:
    found = select(Outgoing.key, Outgoing.channel, Outgoing.ts, Outgoing.state)
    return found.where(Outgoing.key.in_(any_of("messages")), Outgoing.seq == 0)
