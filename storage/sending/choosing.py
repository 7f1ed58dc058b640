"""What could be sent next: what is due, and nothing stands in its way. For system sessions."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Executable,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    column,
    func,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute, aliased

from storage.db import (
    OfWorkspace,
    any_of,
    built_for_all,
    given_rows,
    given_table,
    read_all,
)
from storage.outbox import NAME, WHOLE, Budget, Outgoing, buckets, in_state, is_later
from storage.sending.probing import is_none, is_there

NEAR: Final = 100  # rows of a workspace: all that it has due, unless much of it is held back
Row = Any  # the columns of a message, by name
OPEN: Final = ("due", "claimed", "held")  # not over: each may still be sent
_APART = "\x1f"  # stands between keys; nothing that names a message holds it


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that is due, by its keys: nothing that people wrote."""

    workspace_id: str
    key: str
    kind: str
    target: str
    bulk: bool


async def waiting(
    session: AsyncSession, workspaces: Collection[str], now: datetime, *, per_workspace: int
) -> list[Waiting]:
    """What each workspace could send next, interactive before bulk; by workspace, as given.

    Rows of one message go in order, a reply waits for its parent, and to one target nothing goes
    while something is on its way there. The first rows of an index are read for each workspace.
    """
    near = max(NEAR, per_workspace)  # to fill it from behind these would read all that is spent
    limits = {"workspaces": list(workspaces), "now": now, "count": per_workspace, "near": near}
    has_lateral = session.get_bind().dialect.name != "sqlite"
    found = await (
        read_all(session, _first(), limits) if has_lateral else _by_name(session, limits)
    )
    place = {id_: number for number, id_ in enumerate(workspaces)}
    ready = [Waiting(*row) for row in found]
    return sorted(ready, key=lambda one: (one.bulk, place[one.workspace_id]))


async def _by_name(session: AsyncSession, limits: Mapping[str, Any]) -> Sequence[Any]:
    """Without LATERAL the keys of each workspace come as one text, and the rows by these."""
    heads = [(id_, keys) for id_, keys in await read_all(session, _heads(), limits) if keys]
    names = [(id_, key) for id_, keys in heads for key in keys.split(_APART)]
    return await of_names(session, _these, names) if names else []


_SEEN = (Outgoing.kind, Outgoing.target, Outgoing.bulk)
_ORDER = (Outgoing.bulk, Outgoing.due_at, Outgoing.created_at, Outgoing.seq, Outgoing.key)


@built_for_all
def _first() -> Select[Any]:
    """Of each workspace what it could send next."""
    ready = _ready(Outgoing.key, *_SEEN, *_ORDER[1:-1]).lateral()
    found = select(Budget.workspace_id, *(ready.c[one.key] for one in (Outgoing.key, *_SEEN)))
    mine = found.join_from(Budget, ready, true()).where(*_mine())
    return mine.order_by(*(ready.c[one.key] for one in _ORDER))


@built_for_all
def _heads() -> Select[Any]:
    """For each workspace the keys of what it could send next, put together to one text."""
    ready = _ready(Outgoing.key).subquery()
    keys = select(func.aggregate_strings(ready.c.key, _APART)).scalar_subquery()
    return select(Budget.workspace_id, keys).where(*_mine())


@built_for_all
def _these(dialect: str) -> Select[*tuple[Any, ...]]:
    named = given_table(dialect, "named", NAMED)
    found = select(*NAME, *_SEEN)
    return found.join_from(named, Outgoing, is_named(named)).order_by(*_ORDER)


def _mine() -> tuple[ColumnElement[bool], ...]:
    return Budget.workspace_id.in_(any_of("workspaces")), Budget.bucket == WHOLE


def _ready(*columns: InstrumentedAttribute[Any]) -> CompoundSelect[*tuple[Any, ...]]:
    """The first that a workspace could send."""
    first, behind = near_and_far(_due().order_by(*_ORDER).correlate(Budget), bindparam("near"))
    near = _ended(first, columns, is_free(first), is_none(_flying(first)), *_in_turn(first))
    passes = (*is_free_far(behind), _none_flies(behind), _not_held(behind))
    far = _ended(behind, columns, *passes, *_in_turn(behind))
    return union_all(near, far).limit(bindparam("count"))  # far ones only where near ones are few


def _due() -> Select[*tuple[Any, ...]]:
    seen = (Outgoing.workspace_id, Outgoing.message, Outgoing.parent, *_SEEN, *_ORDER[1:])
    return select(*seen).where(
        Outgoing.workspace_id == Budget.workspace_id,
        in_state(Outgoing, "due"),
        Outgoing.due_at <= bindparam("now"),
    )


def near_and_far(
    rows: Select[*tuple[Any, ...]], near: int | BindParameter[int] = NEAR
) -> tuple[Row, Row]:
    """The first of these rows, and those behind them.

    The first are looked up one by one, of which it takes few to find what may go. But where a
    channel that is spent has ten thousand before the others, each look would have as many to
    look up: of what is behind it is told apart by all that is spent, read once.
    """
    return rows.limit(near).subquery().c, rows.offset(near).subquery().c


def _ended(
    row: Row, columns: Sequence[InstrumentedAttribute[Any]], *where: ColumnElement[bool]
) -> Select[*tuple[Any, ...]]:
    found = select(*(row[one.key] for one in columns)).where(*where)
    return select(found.limit(bindparam("count")).subquery())


def is_free(row: Row) -> ColumnElement[bool]:
    """Its channel and its kind take another call."""
    spent = aliased(Budget)
    return _none(row, spent, spent.bucket.in_(buckets(row)), spent.free_at > bindparam("now"))


def is_free_far(row: Row) -> tuple[ColumnElement[bool], ...]:
    """The same, by all that is spent."""
    spent = aliased(Budget)
    every = select(spent.workspace_id, spent.bucket).where(spent.free_at > bindparam("now"))
    return tuple(tuple_(row.workspace_id, one).not_in(every) for one in buckets(row))


def _flying(row: Row) -> Select[str]:
    """What is on its way to its target."""
    flying = aliased(Outgoing)
    mine = (flying.workspace_id == row.workspace_id, flying.target == row.target)
    return select(flying.workspace_id).where(*mine, in_state(flying, "claimed"))


def _none_flies(row: Row) -> ColumnElement[bool]:
    flying = aliased(Outgoing)
    every = select(flying.workspace_id, flying.target).where(in_state(flying, "claimed"))
    return tuple_(row.workspace_id, row.target).not_in(every)


def _not_held(row: Row) -> ColumnElement[bool]:
    """What it answers is not held, for which it may have to wait for weeks."""
    held = aliased(Outgoing)
    every = select(held.workspace_id, held.message).where(in_state(held, "held"), held.seq == 0)
    return or_(row.parent.is_(None), tuple_(row.workspace_id, row.parent).not_in(every))


def _in_turn(row: Row) -> tuple[ColumnElement[bool], ...]:
    """Nothing before it has to go first."""
    earlier = aliased(Outgoing)
    of_message = (earlier.message == row.message, is_later(earlier), earlier.seq < row.seq)
    none_earlier = _none(row, earlier, *of_message, earlier.state.in_(OPEN))
    return (
        or_(row.seq == 0, and_(_is_over(row, row.message), none_earlier)),
        or_(row.parent.is_(None), _is_over(row, row.parent)),
    )


def _is_over(row: Row, message: ColumnElement[str]) -> ColumnElement[bool]:
    """What posts this message does not wait, nor is on its way."""
    first = aliased(Outgoing)
    return _none(row, first, first.key == message, first.seq == 0, first.state.in_(OPEN))


def _none(row: Row, other: type[OfWorkspace], *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """That the workspace has no such row, looked up for each message that may go."""
    return is_none(select(other.workspace_id).where(other.workspace_id == row.workspace_id, *where))


async def next_free(
    session: AsyncSession, workspaces: Collection[str], now: datetime
) -> datetime | None:
    """When the first channel or kind is free that something waits for."""
    found = await read_all(session, _soon(), {"workspaces": list(workspaces), "now": now})
    return cast("datetime | None", found[0][0])


@built_for_all
def _soon() -> Select[datetime]:
    waits = select(Outgoing.key).where(
        Outgoing.workspace_id == Budget.workspace_id,
        in_state(Outgoing, "due"),
        Outgoing.due_at <= bindparam("now"),
        Budget.bucket.in_(buckets()),
    )
    mine = Budget.workspace_id.in_(any_of("workspaces"))
    return select(func.min(Budget.free_at)).where(
        mine, Budget.free_at > bindparam("now"), is_there(waits.correlate(Budget))
    )


NAMED: Final = (column("workspace_id", Text()), column("key", Text()))


async def of_names(
    session: AsyncSession,
    statement: Callable[[str], Executable],
    names: Sequence[tuple[str, str]],
    **given: Any,
) -> list[tuple[Any, ...]]:
    """The rows of a statement about messages of these names."""
    given |= given_rows(session, "named", NAMED, names)
    found = await read_all(session, statement(session.get_bind().dialect.name), given)
    return [tuple(row) for row in found]


def is_named(names: FromClause) -> ColumnElement[bool]:
    return and_(
        Outgoing.workspace_id == names.c.workspace_id,
        Outgoing.key == names.c.key,
    )
