"""Claiming messages together with the budget that lets them go, in one system session."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Select,
    Text,
    and_,
    bindparam,
    case,
    column,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.db import OfWorkspace, table_of, upsert
from storage.outbox import KEY, NAME, WHOLE, Budget, Outgoing, buckets, in_state

_APART = "\x1f"  # stands between keys; nothing that names a message holds it


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that is due, by its keys: nothing that people wrote."""

    workspace_id: str
    key: str
    kind: str
    target: str
    bulk: bool


async def lock_workspaces(
    session: AsyncSession,
    ids: Collection[str],
    now: datetime,
    *,
    first: Collection[str],
    most: int,
    kinds: Collection[str],
) -> dict[str, dict[str, datetime]]:
    """The budgets (bucket -> free_at) of some of these workspaces that nobody else serves now.

    Locked until the session ends: two workers never spend one budget. Those of `first` come
    before others, then whoever was free first. Only so many, since others serve the rest. The
    buckets of kinds are here, those of channels are not: `waiting` looks at them.
    """
    mine = select(Budget.workspace_id, Budget.free_at).where(
        Budget.workspace_id.in_(ids), Budget.bucket == WHOLE, Budget.free_at <= now
    )
    in_order = mine.order_by(Budget.workspace_id.in_(first).desc(), Budget.free_at).limit(most)
    locked = await session.execute(in_order.with_for_update(skip_locked=True))
    budgets = {id_: {WHOLE: free_at} for id_, free_at in locked}
    if budgets:
        spent = select(Budget).where(Budget.workspace_id.in_(budgets), Budget.bucket.in_(kinds))
        for budget in await session.scalars(spent):
            budgets[budget.workspace_id][budget.bucket] = budget.free_at
    return budgets


async def add_workspaces(session: AsyncSession, ids: Collection[str], now: datetime) -> None:
    """Give these workspaces a budget, if they have none yet."""
    rows = [{"workspace_id": id_, "bucket": WHOLE, "free_at": now} for id_ in sorted(ids)]
    await upsert(session, Budget, rows, update=())


async def waiting(
    session: AsyncSession, workspaces: Collection[str], now: datetime, *, per_workspace: int
) -> list[Waiting]:
    """What each workspace could send next, interactive before bulk; by workspace, as given.

    Rows of one message go in order, a reply waits for its parent, and to one target nothing goes
    while something is on its way there. The first rows of an index are read for each workspace,
    whose keys come as one text: SQLite has no LATERAL, and this both databases do alike.
    """
    limits = {"workspaces": list(workspaces), "now": now, "count": per_workspace}
    heads = [(id_, keys) for id_, keys in await session.execute(_HEADS, limits) if keys]
    names = [(id_, key) for id_, keys in heads for key in keys.split(_APART)]
    if not names:
        return []
    place = {id_: number for number, id_ in enumerate(workspaces)}
    given = _table(session, names)
    found = select(*NAME, Outgoing.kind, Outgoing.target, Outgoing.bulk)
    these = found.join_from(given, Outgoing, _is_named(given)).order_by(*_ORDER)
    ready = [Waiting(*row) for row in await session.execute(these)]
    return sorted(ready, key=lambda one: (one.bulk, place[one.workspace_id]))


_ORDER = (Outgoing.bulk, Outgoing.due_at, Outgoing.created_at, Outgoing.seq, Outgoing.key)


def _heads() -> Select[Any]:
    """For each workspace the keys of what it could send next, put together to one text."""
    ready = (
        select(Outgoing.key)
        .where(
            Outgoing.workspace_id == Budget.workspace_id,
            in_state(Outgoing, "due"),
            Outgoing.due_at <= bindparam("now"),
            *_free(),
        )
        .order_by(*_ORDER)
        .limit(bindparam("count"))
        .correlate(Budget)
        .subquery()
    )
    keys = select(func.aggregate_strings(ready.c.key, _APART)).scalar_subquery()
    mine = Budget.workspace_id.in_(bindparam("workspaces", expanding=True))
    return select(Budget.workspace_id, keys).where(mine, Budget.bucket == WHOLE)


def _free() -> tuple[ColumnElement[bool], ...]:
    """Nothing before it has to go first, and its target is free."""
    earlier, parent, flying = aliased(Outgoing), aliased(Outgoing), aliased(Outgoing)
    spent = aliased(Budget)
    return (
        _none(
            earlier,
            earlier.message == Outgoing.message,
            earlier.seq < Outgoing.seq,
            earlier.state.in_(_OPEN),
        ),
        _none(parent, parent.message == Outgoing.parent, parent.seq == 0, parent.state.in_(_OPEN)),
        _none(flying, flying.target == Outgoing.target, in_state(flying, "claimed")),
        _none(spent, spent.bucket.in_(buckets()), spent.free_at > bindparam("now")),
    )


def _none(row: type[OfWorkspace], *where: ColumnElement[bool]) -> ColumnElement[bool]:
    """That the workspace has no such row, looked up for each message that may go.

    Not as NOT EXISTS, which PostgreSQL joins: that reads all rows of the workspace first.
    """
    found = select(row.workspace_id).where(row.workspace_id == Outgoing.workspace_id, *where)
    return found.limit(1).scalar_subquery().is_(None)


_OPEN = ("due", "claimed", "held")
_HEADS = _heads()


async def next_free(
    session: AsyncSession, workspaces: Collection[str], now: datetime
) -> datetime | None:
    """When the first channel or kind is free that something waits for."""
    due = exists().where(
        Outgoing.workspace_id == Budget.workspace_id,
        in_state(Outgoing, "due"),
        Outgoing.due_at <= now,
        Budget.bucket.in_(buckets()),
    )
    soon = select(func.min(Budget.free_at)).where(
        Budget.workspace_id.in_(workspaces), Budget.free_at > now, due
    )
    return await session.scalar(soon)


async def take(
    session: AsyncSession,
    chosen: Sequence[Waiting],
    budgets: Mapping[str, Mapping[str, datetime]],
    until: datetime,
) -> list[Waiting]:
    """Claim the chosen messages and write down what is left of the budgets.

    What somebody is changing at this moment is left for the next time: nobody waits for another.
    """
    if not chosen:
        return []
    named = _table(session, [(w.workspace_id, w.key) for w in chosen])
    due = select(*NAME).join_from(named, Outgoing, _is_named(named))
    mine_alone = due.where(in_state(Outgoing, "due")).with_for_update(skip_locked=True, of=Outgoing)
    free = mine_alone.cte("free").prefix_with("MATERIALIZED")
    claimed = await session.execute(
        update(Outgoing)
        .where(_is_named(free))
        .values(state="claimed", claimed_until=until, attempts=Outgoing.attempts + 1)
        .returning(*NAME)
        .execution_options(synchronize_session=False)
    )
    mine = {(row[0], row[1]) for row in claimed}
    await write_budgets(session, budgets)
    return [w for w in chosen if (w.workspace_id, w.key) in mine]


def _table(session: AsyncSession, names: Sequence[tuple[str, str]]) -> FromClause:
    columns = (column("workspace_id", Text()), column("key", Text()))
    return table_of(session, "named", columns, names)


def _is_named(names: FromClause) -> ColumnElement[bool]:
    return and_(
        Outgoing.workspace_id == names.c.workspace_id,
        Outgoing.key == names.c.key,
    )


async def write_budgets(
    session: AsyncSession, budgets: Mapping[str, Mapping[str, datetime]]
) -> None:
    """Set when these buckets are free again; in one order, so that no two wait for each other."""
    rows = [
        {"workspace_id": workspace, "bucket": bucket, "free_at": free_at}
        for workspace, buckets in sorted(budgets.items())
        for bucket, free_at in sorted(buckets.items())
    ]
    await upsert(session, Budget, rows, update=("free_at",))


async def reclaim(session: AsyncSession, now: datetime, *, attempts: int) -> bool:
    """Make due again what a process held that ended: at most one repeat for each such end.

    What has been tried so many times has failed: something in it ends whoever sends it.
    """
    left = select(*NAME)
    left = left.where(in_state(Outgoing, "claimed"), Outgoing.claimed_until <= now)
    lost = update(Outgoing).where(KEY.in_(left.with_for_update(skip_locked=True)))
    tried = Outgoing.attempts >= attempts
    changed = {
        "state": case((tried, "failed"), else_="due"),
        "settled_at": case((tried, now), else_=None),
        "error": case((tried, "whoever sent it ended"), else_=Outgoing.error),
        "unknowns": Outgoing.unknowns + 1,
    }
    found = await session.execute(
        lost.values(changed)
        .returning(Outgoing.workspace_id)
        .execution_options(synchronize_session=False)
    )
    return found.first() is not None
