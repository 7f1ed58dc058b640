"""Writing down how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Final

from sqlalchemy import ColumnElement, FromClause, and_, column, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from storage.db import built_for_all, given_rows, given_table, read_all
from storage.outbox import NAME, Outgoing
from storage.sending.choosing import is_named


@dataclass(frozen=True, slots=True)
class Outcome:
    """How sending a message ended (sent, held, failed, withdrawn), or when it is due again."""

    workspace_id: str
    key: str
    claim: datetime | None  # until when it was claimed: so no other claim of it is called
    state: str
    due_at: datetime
    attempts: int
    unknowns: int
    error: str | None = None
    channel: str | None = None
    ts: str | None = None


async def settle(
    session: AsyncSession, outcomes: Sequence[Outcome], now: datetime, *, wait: bool = False
) -> list[Outcome]:
    """Write down how these ended; those that were not.

    Somebody is changing them just now, or has claimed them since: then they no longer count. A
    system session. With `wait` they are waited for: then only one at a time, for whoever holds
    one may be waiting for another.
    """
    left = {(o.workspace_id, o.key): o for o in outcomes}
    given = given_rows(session, "ended", _ENDED, [_values(o, now) for o in left.values()])
    settled = _settled(session.get_bind().dialect.name, wait=wait)
    for id_, key in await read_all(session, settled, given):
        del left[id_, key]
    return list(left.values())


@built_for_all
def _settled(dialect: str, *, wait: bool) -> ReturningUpdate[str, str]:
    ended = given_table(dialect, "ended", _ENDED)
    free = select(ended).join_from(ended, Outgoing, is_named(ended)).where(_still_counts(ended))
    locked = free.with_for_update(skip_locked=not wait, key_share=True, of=Outgoing)
    mine = locked.cte("mine").prefix_with("MATERIALIZED")
    return (
        update(Outgoing)
        .where(is_named(mine))
        .values(claimed_until=None, **{name: mine.c[name] for name in _SETTLED})
        .returning(*NAME)
        .execution_options(synchronize_session=False)
    )


def _still_counts(ended: FromClause) -> ColumnElement[bool]:
    """Whether nobody has claimed it since; that it arrived counts until it is settled.

    Whoever does not hear that this was written down writes it once more, by which time another
    claim may be under way. Tries cannot tell the two apart: not each claim is one.
    """
    arrived = and_(ended.c.state == "sent", Outgoing.state.in_(("claimed", "due")))
    return or_(arrived, and_(Outgoing.state == "claimed", Outgoing.claimed_until == ended.c.claim))


def _values(outcome: Outcome, now: datetime) -> tuple[object, ...]:
    return (*_ASKED(outcome), None if outcome.state == "due" else now)


_TYPES = Outgoing.__table__.c
_TOLD: Final = ("state", "due_at", "attempts", "unknowns", "error", "channel", "ts")
_SETTLED: Final = (*_TOLD, "settled_at")
_ASKED: Final = attrgetter("workspace_id", "key", "claim", *_TOLD)
_ENDED: Final = (
    *(column(c.key, _TYPES[c.key].type) for c in NAME),
    column("claim", _TYPES["claimed_until"].type),
    *(column(name, _TYPES[name].type) for name in _SETTLED),
)
