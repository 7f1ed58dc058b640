"""What is due, by keys alone: for system sessions."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    CTE,
    ColumnElement,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.db import built_for_all, read_all
from storage.outbox import WHOLE, Budget, Outgoing, in_state
from storage.sending.choosing import is_free, is_free_far, near_and_far
from storage.sending.probing import is_none, is_there

OTHERS: Final = ("claimed", "held")  # beside those that are due; few rows, each with its index


@dataclass(frozen=True, slots=True)
class Due:
    """A workspace with messages due; `free_at` is None for one that has no budget yet."""

    workspace_id: str
    free_at: datetime | None
    is_awaited: bool  # by somebody: not all of it is bulk
    count: int  # of messages due, as far as was asked
    blocked_until: datetime | None  # nothing of it may go before: all its channels are spent


async def due_workspaces(session: AsyncSession, now: datetime, *, most: int) -> list[Due]:
    """The workspaces with messages due, when each is free, and how many, counted up to `most`."""
    limits = {"now": now, "most": most}
    return [Due(*row) for row in await read_all(session, _due_workspaces(), limits)]


def _workspaces() -> CTE:
    """Who has rows in state due, by one step down the index for each, however many rows it has."""
    first = select(func.min(Outgoing.workspace_id).label("id")).where(in_state(Outgoing, "due"))
    found = first.cte("workspaces", recursive=True)
    other = aliased(Outgoing)
    after = select(func.min(other.workspace_id)).where(
        in_state(other, "due"), other.workspace_id > found.c.id
    )
    return found.union_all(select(after.scalar_subquery()).where(found.c.id.is_not(None)))


@built_for_all
def _due_workspaces() -> Select[Any]:
    found = _workspaces()
    rows = select(Outgoing.key).where(
        Outgoing.workspace_id == found.c.id,
        in_state(Outgoing, "due"),
        Outgoing.due_at <= bindparam("now"),
    )
    whole = and_(Budget.workspace_id == found.c.id, Budget.bucket == WHOLE)
    free_at = select(Budget.free_at).where(whole).scalar_subquery()
    is_awaited = is_there(rows.where(Outgoing.bulk.is_(False)))
    some = rows.limit(bindparam("most")).correlate(found).subquery()
    count = select(func.count()).select_from(some).scalar_subquery()
    blocked_until = case((and_(*_none_free(found)), _first_free(found)))
    seen = select(found.c.id, free_at, is_awaited, count, blocked_until)
    return seen.where(is_there(rows))


def _none_free(found: CTE) -> tuple[ColumnElement[bool], ...]:
    """That no channel or kind is free for which anything is due."""
    rows = select(Outgoing.workspace_id, Outgoing.target, Outgoing.kind).where(
        Outgoing.workspace_id == found.c.id,
        in_state(Outgoing, "due"),
        Outgoing.due_at <= bindparam("now"),
    )
    near, far = near_and_far(rows.order_by(Outgoing.bulk, Outgoing.due_at).correlate(found))
    return (
        is_none(select(near.workspace_id).where(is_free(near))),
        is_none(select(far.workspace_id).where(*is_free_far(far))),
    )


def _first_free(found: CTE) -> ScalarSelect[datetime]:
    """When the first channel or kind of a workspace is free that is not."""
    spent = aliased(Budget)
    mine = (spent.workspace_id == found.c.id, spent.bucket != WHOLE)
    first = select(func.min(spent.free_at)).where(*mine, spent.free_at > bindparam("now"))
    return first.scalar_subquery()


async def next_due(session: AsyncSession, now: datetime) -> datetime | None:
    """When the next message is due that is not due yet."""
    later = select(func.min(Outgoing.due_at)).where(in_state(Outgoing, "due"))
    return await session.scalar(later.where(Outgoing.due_at > now))


async def in_hand(session: AsyncSession, now: datetime) -> int:
    """How many messages are due or being sent."""
    due = and_(in_state(Outgoing, "due"), Outgoing.due_at <= now)
    count = select(func.count()).select_from(Outgoing)
    return await session.scalar(count.where(or_(due, in_state(Outgoing, "claimed")))) or 0


@dataclass(frozen=True, slots=True)
class Queue:
    """How many messages are due, by bulk or not, and how many are in other states.

    `oldest`: how long the first waits of those being sent and those that are or were due: what
    is in doubt is due again later, and is waited for since it was written.
    """

    due: Mapping[bool, int]
    oldest: timedelta
    others: Mapping[str, int]


async def queue(session: AsyncSession, now: datetime) -> Queue:
    """How the outbox stands; one statement over what is not over."""
    is_due = Outgoing.due_at <= now
    was_tried = or_(Outgoing.unknowns > 0, Outgoing.error.is_not(None))
    since = case((was_tried, Outgoing.created_at), else_=Outgoing.due_at)
    due = and_(in_state(Outgoing, "due"), or_(is_due, was_tried))
    count, first_due = func.count(case((is_due, 1))), func.min(since)
    found = await session.execute(
        select(Outgoing.state, Outgoing.bulk, func.count(), count, first_due)
        .where(or_(due, *(in_state(Outgoing, state) for state in OTHERS)))
        .group_by(Outgoing.state, Outgoing.bulk)
    )
    rows = found.all()
    others = {state: sum(n for s, _, n, _, _ in rows if s == state) for state in OTHERS}
    waiting = {bulk: n for state, bulk, _, n, _ in rows if state == "due"}
    first = min((at for state, *_, at in rows if state != "held"), default=now)
    return Queue(waiting, now - first, others)
