"""Claiming messages together with the budget that lets them go, and settling them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, case, exists, func, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.db import upsert
from storage.outbox import Budget, Outgoing

WHOLE = "workspace"
OTHERS = ("claimed", "held", "failed")  # beside those that are due, what is not over
_KEY = tuple_(Outgoing.workspace_id, Outgoing.key)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A message that is due, by its keys: nothing that people wrote."""

    workspace_id: str
    key: str
    kind: str
    target: str
    bulk: bool


async def anything(session: AsyncSession, now: datetime) -> bool:
    """Whether something may be sent, or has been left behind by a process that ended."""
    due = and_(Outgoing.state == "due", Outgoing.due_at <= now)
    left = and_(Outgoing.state == "claimed", Outgoing.claimed_until <= now)
    return bool(await session.scalar(select(Outgoing.key).where(or_(due, left)).limit(1)))


async def lock_workspaces(session: AsyncSession, now: datetime) -> dict[str, dict[str, datetime]]:
    """The budgets (bucket -> free_at) of each workspace with messages due that nobody else serves.

    Locked until the session ends: two workers never spend one budget. A system session.
    """
    due = select(Outgoing.workspace_id).where(Outgoing.state == "due", Outgoing.due_at <= now)
    ids = list(await session.scalars(due.distinct()))
    if not ids:
        return {}
    rows = [{"workspace_id": i, "bucket": WHOLE, "free_at": now} for i in ids]
    await upsert(session, Budget, rows, update=())
    mine = select(Budget.workspace_id).where(Budget.bucket == WHOLE, Budget.workspace_id.in_(ids))
    locked = list(await session.scalars(mine.with_for_update(skip_locked=True)))
    budgets: dict[str, dict[str, datetime]] = {i: {} for i in locked}
    for budget in await session.scalars(select(Budget).where(Budget.workspace_id.in_(locked))):
        budgets[budget.workspace_id][budget.bucket] = budget.free_at
    return budgets


async def waiting(
    session: AsyncSession, workspaces: Iterable[str], now: datetime, *, per_workspace: int
) -> list[Waiting]:
    """What each workspace could send next: of one target only its first, interactive before bulk.

    Rows of one message go in order; a reply waits for its parent.
    """
    earlier = aliased(Outgoing)
    open_states = ("due", "claimed", "held")
    blocked = exists().where(
        earlier.workspace_id == Outgoing.workspace_id,
        earlier.state.in_(open_states),
        or_(
            and_(earlier.message == Outgoing.message, earlier.seq < Outgoing.seq),
            and_(earlier.message == Outgoing.parent, earlier.seq == 0),
        ),
    )
    order = (Outgoing.bulk, Outgoing.due_at, Outgoing.created_at, Outgoing.seq, Outgoing.key)
    first = func.row_number().over(
        partition_by=(Outgoing.workspace_id, Outgoing.target), order_by=order
    )
    heads = (
        select(Outgoing, first.label("nth"))
        .where(
            Outgoing.state == "due",
            Outgoing.due_at <= now,
            Outgoing.workspace_id.in_(list(workspaces)),
            ~blocked,
        )
        .subquery()
    )
    head = aliased(Outgoing, heads)
    rank = func.row_number().over(
        partition_by=head.workspace_id,
        order_by=(head.bulk, head.due_at, head.created_at, head.seq, head.key),
    )
    ranked = (
        select(head.workspace_id, head.key, head.kind, head.target, head.bulk, rank.label("rank"))
        .where(heads.c.nth == 1)
        .subquery()
    )
    c = ranked.c
    found = (
        select(c.workspace_id, c.key, c.kind, c.target, c.bulk)
        .where(c.rank <= per_workspace)
        .order_by(c.rank)
    )
    return [Waiting(*row) for row in await session.execute(found)]


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
    keys = [(w.workspace_id, w.key) for w in chosen]
    due = select(Outgoing.workspace_id, Outgoing.key)
    due = due.where(_KEY.in_(keys), Outgoing.state == "due")
    claimed = await session.execute(
        update(Outgoing)
        .where(_KEY.in_(due.with_for_update(skip_locked=True)))
        .values(state="claimed", claimed_until=until, attempts=Outgoing.attempts + 1)
        .returning(Outgoing.workspace_id, Outgoing.key)
        .execution_options(synchronize_session=False)
    )
    mine = {(row[0], row[1]) for row in claimed}
    await write_budgets(session, budgets)
    return [w for w in chosen if (w.workspace_id, w.key) in mine]


async def write_budgets(
    session: AsyncSession, budgets: Mapping[str, Mapping[str, datetime]]
) -> None:
    """Set when these buckets are free again."""
    rows = [
        {"workspace_id": workspace, "bucket": bucket, "free_at": free_at}
        for workspace, buckets in budgets.items()
        for bucket, free_at in buckets.items()
    ]
    await upsert(session, Budget, rows, update=("free_at",))


async def reclaim(session: AsyncSession, now: datetime, *, attempts: int) -> None:
    """Make due again what a process held that ended: at most one repeat for each such end.

    What has been tried so many times has failed: something in it ends whoever sends it.
    """
    left = select(Outgoing.workspace_id, Outgoing.key)
    left = left.where(Outgoing.state == "claimed", Outgoing.claimed_until <= now)
    lost = update(Outgoing).where(_KEY.in_(left.with_for_update(skip_locked=True)))
    tried = Outgoing.attempts >= attempts
    changed = {
        "state": case((tried, "failed"), else_="due"),
        "settled_at": case((tried, now), else_=None),
        "error": case((tried, "whoever sent it ended"), else_=Outgoing.error),
        "unknowns": Outgoing.unknowns + 1,
    }
    await session.execute(lost.values(changed).execution_options(synchronize_session=False))


async def load(session: AsyncSession, keys: Sequence[str]) -> list[Outgoing]:
    """Claimed messages of this session's workspace, whole."""
    return list(await session.scalars(select(Outgoing).where(Outgoing.key.in_(keys))))


async def places(session: AsyncSession, messages: Iterable[str]) -> dict[str, Outgoing]:
    """The rows that posted these messages: their channel and ts."""
    rows = select(Outgoing).where(Outgoing.message.in_(list(messages)), Outgoing.seq == 0)
    return {row.message: row for row in await session.scalars(rows)}


async def settle(session: AsyncSession, key: str, **values: Any) -> None:
    """Note how a claimed message ended, or when it is due again."""
    row = update(Outgoing).where(Outgoing.key == key)
    await session.execute(row.values(claimed_until=None, **values))


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next message may be due. A system session."""
    return await session.scalar(select(func.min(Outgoing.due_at)).where(Outgoing.state == "due"))


async def in_hand(session: AsyncSession, now: datetime) -> int:
    """How many messages are due or being sent. A system session."""
    due = and_(Outgoing.state == "due", Outgoing.due_at <= now)
    count = select(func.count()).select_from(Outgoing)
    return await session.scalar(count.where(or_(due, Outgoing.state == "claimed"))) or 0


@dataclass(frozen=True, slots=True)
class Queue:
    """How many messages are due, by bulk or not, since when, and how many are in other states."""

    due: Mapping[bool, int]
    oldest: timedelta
    others: Mapping[str, int]


async def queue(session: AsyncSession, now: datetime) -> Queue:
    """How the outbox stands; one statement over what is not over. A system session."""
    waits = or_(Outgoing.state.in_(OTHERS), and_(Outgoing.state == "due", Outgoing.due_at <= now))
    found = await session.execute(
        select(Outgoing.state, Outgoing.bulk, func.count(), func.min(Outgoing.due_at))
        .where(waits)
        .group_by(Outgoing.state, Outgoing.bulk)
    )
    rows = found.tuples().all()
    others = {state: sum(n for s, _, n, _ in rows if s == state) for state in OTHERS}
    due = {bulk: count for state, bulk, count, _ in rows if state == "due"}
    first = min((since for state, _, _, since in rows if state == "due"), default=now)
    return Queue(due, now - first, others)
