"""Loading what was claimed, and writing down how it ended."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Final

from sqlalchemy import ColumnElement, FromClause, and_, column, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import table_of
from storage.outbox import NAME, Outgoing


@dataclass(frozen=True, slots=True)
class Outcome:
    """How sending a message ended (sent, unknown, held, failed), or when it is due again."""

    workspace_id: str
    key: str
    claim: int  # which attempt this was
    state: str
    due_at: datetime
    attempts: int
    unknowns: int
    error: str | None = None
    channel: str | None = None
    ts: str | None = None


async def load(session: AsyncSession, keys: Sequence[str]) -> list[Outgoing]:
    """Claimed messages of this session's workspace, whole."""
    return list(await session.scalars(select(Outgoing).where(Outgoing.key.in_(keys))))


async def places(session: AsyncSession, messages: Collection[str]) -> dict[str, Outgoing]:
    """The rows that posted these messages: their channel and ts."""
    if not messages:
        return {}
    rows = select(Outgoing).where(Outgoing.message.in_(messages), Outgoing.seq == 0)
    return {row.message: row for row in await session.scalars(rows)}


async def settle(
    session: AsyncSession, outcomes: Iterable[Outcome], now: datetime, *, wait: bool = False
) -> list[Outcome]:
    """Write down how these ended; those that were not, as somebody is changing them just now.

    A system session. With `wait` they are waited for: then only one at a time, for whoever holds
    one may be waiting for another.
    """
    left = {(o.workspace_id, o.key): o for o in outcomes}
    given = table_of(session, "ended", _NAMED, list(left))
    found = select(*NAME, Outgoing.state, Outgoing.attempts).join_from(
        given, Outgoing, _is_of(given)
    )
    locking = found.with_for_update(skip_locked=not wait, key_share=True, of=Outgoing)
    over = [
        outcome
        for id_, key, state, attempts in await session.execute(locking)
        if _still_counts(outcome := left.pop((id_, key)), state, attempts)
    ]
    if over:
        await _write(session, over, now)
    return list(left.values())


async def _write(session: AsyncSession, over: Sequence[Outcome], now: datetime) -> None:
    ended = table_of(session, "ended", _ENDED, [_values(outcome, now) for outcome in over])
    changed = {name: ended.c[name] for name in _SETTLED}
    written = update(Outgoing).where(_is_of(ended)).values(claimed_until=None, **changed)
    await session.execute(written.execution_options(synchronize_session=False))


def _still_counts(outcome: Outcome, state: str, attempts: int) -> bool:
    """Whether nobody has claimed it since; that it arrived counts until it is settled."""
    if outcome.state == "sent":
        return state in {"claimed", "due"}
    return state == "claimed" and attempts == outcome.claim


def _values(outcome: Outcome, now: datetime) -> tuple[object, ...]:
    return (*_ASKED(outcome), None if outcome.state == "due" else now)


def _is_of(given: FromClause) -> ColumnElement[bool]:
    return and_(
        Outgoing.workspace_id == given.c.workspace_id,
        Outgoing.key == given.c.key,
    )


_TYPES = Outgoing.__table__.c
_TOLD: Final = ("state", "due_at", "attempts", "unknowns", "error", "channel", "ts")
_SETTLED: Final = (*_TOLD, "settled_at")
_ASKED: Final = attrgetter("workspace_id", "key", *_TOLD)
_NAMED: Final = tuple(column(c.key, _TYPES[c.key].type) for c in NAME)
_ENDED: Final = (*_NAMED, *(column(name, _TYPES[name].type) for name in _SETTLED))
