"""Rows that are over, and how they go: whole, or only what was written in them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, Final

from sqlalchemy import (
    CursorResult,
    Index,
    Select,
    and_,
    bindparam,
    delete,
    literal,
    null,
    select,
    text,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.elements import ColumnElement

from storage.absence import DayOff
from storage.checkin_draft import Draft
from storage.db import Base
from storage.nudge import Nudge
from storage.outbox import Budget, Outgoing
from storage.schedule import Occurrence
from storage.sending.choosing import OPEN
from storage.workspace import Arrival


@dataclass(frozen=True, slots=True)
class Over:
    """Rows of a table that are over since `since`; `left` is what stays in them, if they do."""

    table: type[Base]
    since: InstrumentedAttribute[Any]
    which: ColumnElement[bool] | None = None
    left: Mapping[str, Any] = field(default_factory=dict)


def _index(name: str, since: InstrumentedAttribute[Any], *also: str) -> Index:
    """An index of the rows that may be over, so that all others need not be looked at."""
    over = text(" AND ".join(("settled_at IS NOT NULL", *also)))
    return Index(name, since, postgresql_where=over, sqlite_where=over)


# Written out in the statement: a partial index is not found by a parameter.
_UPLOAD: Final = literal("upload", literal_execute=True)
_FIRST: Final = literal(0, literal_execute=True)
# What may still be sent has such a moment, too, once it was held or seen to be left behind.
_ENDED: Final = Outgoing.state.not_in(OPEN)
_SAID: Final = and_(Outgoing.payload.is_not(null()), _ENDED)
_NOTHING: Final = {"payload": null()}  # a plain None would be stored as JSON's null
OVER: Final = {
    "arrivals": Over(Arrival, Arrival.seen_at),
    "files": Over(Outgoing, Outgoing.settled_at, and_(_SAID, Outgoing.kind == _UPLOAD), _NOTHING),
    "payloads": Over(Outgoing, Outgoing.settled_at, _SAID, _NOTHING),
    "changes": Over(Outgoing, Outgoing.settled_at, and_(Outgoing.seq > _FIRST, _ENDED)),
    "occurrences": Over(Occurrence, Occurrence.settled_at),
    "budgets": Over(Budget, Budget.free_at),
    "nudges": Over(Nudge, Nudge.sent_at),
    "drafts": Over(Draft, Draft.saved_at),
    "days_off": Over(DayOff, DayOff.last),
}
_index("ix_outgoing_files", Outgoing.settled_at, "payload IS NOT NULL", "kind = 'upload'")
_index("ix_outgoing_said", Outgoing.settled_at, "payload IS NOT NULL")
_index("ix_outgoing_changes", Outgoing.settled_at, "seq > 0")
_index("ix_occurrence_settled", Occurrence.settled_at)


async def found_over(session: AsyncSession, before: Mapping[str, datetime]) -> set[str]:
    """Of which of these there are rows that are over; nothing is locked. A system session."""
    oldest = (await session.execute(_oldest(), before)).mappings().one()
    return {what for what, since in oldest.items() if since is not None}


@cache
def _oldest() -> Select[Any]:
    """The oldest row of each: in the order of its index, since nearly always there is none."""
    return select(
        *(_first(what, over).scalar_subquery().label(what) for what, over in OVER.items())
    )


def _first(what: str, over: Over) -> Select[Any]:
    before = bindparam(what, type_=over.since.type)
    return _rows(select(over.since), over, before).limit(1)


def _rows(chosen: Select[Any], over: Over, before: Any) -> Select[Any]:
    """Those that are over, the oldest first."""
    chosen = chosen.where(over.since <= before).order_by(over.since)
    return chosen if over.which is None else chosen.where(over.which)


async def forget(session: AsyncSession, what: str, before: datetime, *, limit: int) -> int:
    """Forget so many of these rows, the oldest first, and say how many. A system session.

    What somebody holds at this moment is left for the next time: nobody waits for another.
    """
    over = OVER[what]
    key = over.table.__mapper__.primary_key
    chosen = _rows(select(*key), over, before).limit(limit)
    mine = tuple_(*key).in_(chosen.with_for_update(skip_locked=True))
    gone = update(over.table).values(over.left) if over.left else delete(over.table)
    done = await session.execute(gone.where(mine).execution_options(synchronize_session=False))
    return done.rowcount if isinstance(done, CursorResult) else 0
