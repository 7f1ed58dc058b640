"""Claiming messages together with the budget that lets them go, in one system session."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Select,
    bindparam,
    delete,
    literal_column,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from storage.db import any_of, built_for_all, given_table, read_all, upsert
from storage.outbox import NAME, WHOLE, Budget, Outgoing
from storage.sending.choosing import NAMED, Waiting, is_named, of_names


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
    limits = {"ids": list(ids), "now": now, "first": list(first), "most": most}
    locked = await read_all(session, _locked(), limits)
    budgets = {id_: {WHOLE: free_at} for id_, free_at in locked}
    if budgets:
        given = {"ids": list(budgets), "kinds": list(kinds)}
        for id_, bucket, free_at in await read_all(session, _spent(), given):
            budgets[id_][bucket] = free_at
    return budgets


@built_for_all
def _locked() -> Select[str, datetime]:
    mine = Budget.workspace_id.in_(any_of("ids"))
    return (
        select(Budget.workspace_id, Budget.free_at)
        .where(mine, Budget.bucket == WHOLE, Budget.free_at <= bindparam("now"))
        .order_by(Budget.workspace_id.in_(any_of("first")).desc(), Budget.free_at)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
    )


@built_for_all
def _spent() -> Select[str, str, datetime]:
    of_kinds = Budget.bucket.in_(any_of("kinds"))
    found = select(Budget.workspace_id, Budget.bucket, Budget.free_at)
    return found.where(Budget.workspace_id.in_(any_of("ids")), of_kinds)


async def add_workspaces(session: AsyncSession, ids: Collection[str], now: datetime) -> None:
    """Give these workspaces a budget, if they have none yet."""
    rows = [{"workspace_id": id_, "bucket": WHOLE, "free_at": now} for id_ in sorted(ids)]
    await upsert(session, Budget, rows, update=())


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
    names = [(w.workspace_id, w.key) for w in chosen]
    mine = set(await of_names(session, _claimed, names, until=until))
    await write_budgets(session, budgets)
    return [w for w in chosen if (w.workspace_id, w.key) in mine]


@built_for_all
def _claimed(dialect: str) -> ReturningUpdate[*tuple[Any, ...]]:
    """Those that are due are told apart once they are found by name.

    Else PostgreSQL may read all that is due to find a hundred of it (measured: 4 of 6 ms).
    """
    named = given_table(dialect, "named", NAMED)
    found = select(*NAME, Outgoing.state).join_from(named, Outgoing, is_named(named))
    locked = found.with_for_update(skip_locked=True, of=Outgoing)
    mine = locked.cte("mine").prefix_with("MATERIALIZED")
    return (
        update(Outgoing)
        .where(is_named(mine), mine.c.state == "due")
        .values(
            state="claimed",
            claimed_until=bindparam("until"),
            attempts=Outgoing.attempts + 1,
        )
        .returning(*NAME)
        .execution_options(synchronize_session=False)
    )


async def write_budgets(
    session: AsyncSession, budgets: Mapping[str, Mapping[str, datetime]]
) -> None:
    """Set when these buckets are free again; in one order, so that no two wait for each other.

    Never earlier than it is: Slack may have refused something since they were read.
    """
    rows = [
        {"workspace_id": workspace, "bucket": bucket, "free_at": free_at}
        for workspace, buckets in sorted(budgets.items())
        for bucket, free_at in sorted(buckets.items())
    ]
    await upsert(session, Budget, rows, update=("free_at",), where=_LATER)


_LATER: Final = Budget.free_at < literal_column("excluded.free_at")


async def disbelieve(session: AsyncSession, beyond: datetime) -> bool:
    """Let go of budgets that are spent until after this moment: whether there were any.

    They were written before the clock was set back. What somebody holds is left for the next time.
    """
    far = select(Budget.workspace_id, Budget.bucket).where(Budget.free_at > beyond)
    mine = tuple_(Budget.workspace_id, Budget.bucket).in_(far.with_for_update(skip_locked=True))
    gone = delete(Budget).where(mine).returning(Budget.workspace_id)
    found = await session.execute(gone.execution_options(synchronize_session=False))
    return found.first() is not None
