"""Loading what was claimed, and writing down how it ended."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import NAME, Outgoing, named

_TABLE = cast("Table", Outgoing.__table__)


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
    rows = select(*NAME, Outgoing.state, Outgoing.attempts).where(named(left))
    found = await session.execute(rows.with_for_update(skip_locked=not wait, key_share=True))
    changes = [
        _values(outcome, now)
        for id_, key, state, attempts in found
        if _still_counts(outcome := left.pop((id_, key)), state, attempts)
    ]
    if changes:
        await session.execute(_SETTLE, changes)
    return list(left.values())


def _still_counts(outcome: Outcome, state: str, attempts: int) -> bool:
    """Whether nobody has claimed it since; that it arrived counts until it is settled."""
    if outcome.state == "sent":
        return state in {"claimed", "due"}
    return state == "claimed" and attempts == outcome.claim


def _values(outcome: Outcome, now: datetime) -> dict[str, object]:
    values = asdict(outcome) | {"settled_at": None if outcome.state == "due" else now}
    return {f"its_{name}": values[name] for name in ("workspace_id", "key", *_SETTLED)}


_SETTLED = ("state", "due_at", "attempts", "unknowns", "error", "channel", "ts", "settled_at")
_SETTLE = (
    update(_TABLE)
    .where(
        _TABLE.c.workspace_id == bindparam("its_workspace_id"),
        _TABLE.c.key == bindparam("its_key"),
    )
    .values(claimed_until=None, **{name: bindparam(f"its_{name}") for name in _SETTLED})
)
