"""Messages on their way to Slack, and the budgets that pace them."""

import logging
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Index,
    Select,
    Text,
    and_,
    literal_column,
    select,
    text,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, GuardedSession, OfWorkspace, insert_new, moments, upsert

Rows = Sequence[dict[str, Any]]
WHOLE: Final = "workspace"  # the bucket of all that goes to a workspace
log = logging.getLogger(__name__)


def _only(name: str, these: str, *columns: str) -> Index:
    """An index of some rows, which are few beside those that were sent."""
    rows = text(these)
    return Index(name, *columns, postgresql_where=rows, sqlite_where=rows)


class Outgoing(OfWorkspace, Base):
    """One thing to send. `key` names it for ever; `message` names the message it is about: what
    posts it is called the same, and has seq 0; what changes it later is counted from 1 on.

    kind: post, reply, update, delete or upload. state: due, claimed, held (until the bot is in
    the channel), sent, failed or withdrawn (taken back before it left, or what it is about was).
    Releases before this one also left some as unknown, whose answer was lost.
    """

    __tablename__ = "outgoing"
    __table_args__ = (
        _only(
            "ix_outgoing_queue",
            "state = 'due'",
            *("workspace_id", "bulk", "due_at", "created_at", "seq", "key"),
        ),
        _only("ix_outgoing_claimed", "state = 'claimed'", "workspace_id", "target"),
        _only("ix_outgoing_held", "state = 'held'", "workspace_id", "target"),
        _only("ix_outgoing_later", "seq > 0", "workspace_id", "message", "seq"),
    )

    key: Mapped[str] = mapped_column(primary_key=True)
    message: Mapped[str]
    seq: Mapped[int]
    kind: Mapped[str]
    target: Mapped[str]  # a channel, or a person for a direct message
    parent: Mapped[str | None]  # the message that a reply answers
    payload: Mapped[dict[str, Any] | None]
    bulk: Mapped[bool]
    # Everything is sent again when an answer was lost: only releases before this one read it.
    must_arrive: Mapped[bool] = mapped_column(default=True)
    tell: Mapped[str | None]  # who is told when it fails for good
    state: Mapped[str]
    due_at: Mapped[datetime]
    claimed_until: Mapped[datetime | None]
    # Tries that nothing is known of, or that failed; answers that were lost are counted apart.
    attempts: Mapped[int] = mapped_column(default=0)
    unknowns: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    channel: Mapped[str | None]  # where it was posted
    ts: Mapped[str | None]
    created_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Budget(OfWorkspace, Base):
    """When a channel, a method or the whole workspace is free for the next call."""

    __tablename__ = "budget"

    bucket: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime]


NAME: Final = (Outgoing.workspace_id, Outgoing.key)
KEY: Final = tuple_(*NAME)
POSTING: Final = frozenset(
    {"post", "reply"}
)  # a second one is there twice; a mark makes them known


def named(names: Collection[tuple[str, str]]) -> ColumnElement[bool]:
    """The rows of these names; by each half as well, since SQLite looks up no pairs in an index."""
    return and_(
        Outgoing.workspace_id.in_({id_ for id_, _ in names}),
        Outgoing.key.in_({key for _, key in names}),
        KEY.in_(names),
    )


def in_state(row: type[Outgoing], state: str) -> ColumnElement[bool]:
    """Whether a row is in this state, written out: else the indexes of one state are not used."""
    return row.state == _written(state)


def is_later(row: type[Outgoing]) -> ColumnElement[bool]:
    """Whether a row changes a message, written out as above."""
    return row.seq > literal_column("0")


def buckets(row: Any = Outgoing) -> tuple[ColumnElement[str], ColumnElement[str]]:
    """The buckets of a row's target and of its kind; `handlers.outbox.rules` names them so, too."""
    return _written("channel:") + row.target, _written("kind:") + row.kind


def _written(word: str) -> ColumnElement[str]:
    """A word of ours, as a part of the text."""
    return literal_column(f"'{word}'", Text())


_COMMON: Final[dict[str, Any]] = {
    "seq": 0,
    "parent": None,
    "bulk": False,
    "must_arrive": True,
    "tell": None,
    "state": "due",
    "attempts": 0,
    "unknowns": 0,
}


async def enqueue(session: AsyncSession, now: datetime, **values: Any) -> bool:
    """Write a row in the transaction that caused it; False if its key is there already."""
    return bool(await enqueue_new(session, now, [values]))


async def enqueue_new(session: AsyncSession, now: datetime, rows: Rows, **alike: Any) -> set[str]:
    """Write many rows of the same columns at once; the keys of those that are new.

    `alike`: what they have in common.
    """
    rows, common = _in_order(session, now, rows, alike)
    new = set(await insert_new(session, Outgoing, rows, Outgoing.__table__.c.key, common=common))
    _tell(session, [row for row in rows if row["key"] in new], common)
    return new


async def enqueue_all(session: AsyncSession, now: datetime, rows: Rows, **alike: Any) -> None:
    """The same without asking which are new: so nobody waits for an answer of PostgreSQL."""
    rows, common = _in_order(session, now, rows, alike)
    await upsert(session, Outgoing, rows, update=(), common=common)
    _tell(session, rows, common)


def _in_order(
    session: AsyncSession, now: datetime, rows: Rows, alike: Mapping[str, Any]
) -> tuple[Rows, dict[str, Any]]:
    """What goes to one target goes as it was enqueued, though all of it was at one moment."""
    is_alone = len({row["target"] for row in rows}) == len(rows)
    at = moments(session, now, 1 if is_alone else len(rows))
    if not is_alone:
        rows = [row | {"created_at": moment} for row, moment in zip(rows, at, strict=True)]
    return rows, {**_COMMON, "due_at": now, "created_at": at[0], **alike}


def _tell(session: AsyncSession, rows: Rows, common: Mapping[str, Any]) -> None:
    """Workers, unless all is bulk: nobody waits for that, the next beat finds it; and the log."""
    if any(not row.get("bulk", common["bulk"]) for row in rows):
        wake(session)
    for row in rows:
        log.info("to be sent: %s", row["key"])


async def original(session: AsyncSession, message: str) -> Outgoing | None:
    """The row that posted, or will post, this message."""
    return await session.scalar(posting(message))


def posting(message: str) -> Select[Outgoing]:
    """The same, to be read or locked."""
    return select(Outgoing).where(Outgoing.key == message, Outgoing.seq == 0)


async def written(session: AsyncSession, messages: Collection[str]) -> set[str]:
    """Those of these names under which we have ever posted something."""
    found = select(Outgoing.key).where(Outgoing.key.in_(messages), Outgoing.seq == 0)
    return set(await session.scalars(found))


async def posted_at(session: AsyncSession, channel: str, ts: str) -> Outgoing | None:
    """Our message at this place, if it is ours."""
    return await session.scalar(
        select(Outgoing).where(Outgoing.channel == channel, Outgoing.ts == ts, Outgoing.seq == 0)
    )


def may_be_there(kind: str, tries: int) -> bool:
    """Whether a message tried so often is in doubt, and can be asked for: a file bears no mark."""
    return kind in POSTING and tries > 0


def wake(session: AsyncSession) -> None:
    """Have workers hear of what is to be sent, once this is committed."""
    if isinstance(session.sync_session, GuardedSession):
        session.sync_session.wake_worker()
