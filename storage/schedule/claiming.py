"""Taking what is due: looked for, claimed by one of many workers, and locked."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Select,
    bindparam,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.dml import ReturningUpdate

from storage.db import (
    UtcTime,
    adopt,
    among_given,
    any_of,
    built_for_all,
    built_once,
    keys_given,
    knows_any,
    lock_one,
    locked,
    read,
    read_all,
)
from storage.schedule.occurrence import IS_DUE, WITHIN_KIND, Due, Occurrence
from storage.schedule.places import here, lies_in, lies_in_given, places_given

_KEY = (
    Occurrence.workspace_id,
    Occurrence.kind,
    Occurrence.team_id,
    Occurrence.day,
    Occurrence.member_id,
)
_WITHIN = itemgetter(2, 3, 4)  # of these what tells those of one kind apart
_DUE = partial(tuple.__new__, Due)  # `_make` counts the values first: three times as long
_NOW = bindparam("now", type_=UtcTime())
_WAITS = (  # and nobody works on it
    IS_DUE,
    Occurrence.due_at <= _NOW,
    or_(Occurrence.claimed_until.is_(None), Occurrence.claimed_until <= _NOW),
)


async def claim(
    session: AsyncSession,
    kinds: Collection[str],
    now: datetime,
    *,
    lease: timedelta,
    limit: int = 1000,
) -> list[Due]:
    """Claim what is due of these kinds, oldest first, for as long as the lease. A system session.

    A claim whose lease ran out belonged to a process that ended, and may be claimed again.
    """
    given = {"kinds": list(kinds), "now": now, "until": now + lease, "most": limit}
    claimed = await read_all(session, _claimed(session.get_bind().dialect.name), given)
    return sorted(map(_DUE, claimed))


@built_for_all
def _claimed(dialect: str) -> ReturningUpdate[*tuple[Any, ...]]:
    waits = (Occurrence.kind.in_(any_of("kinds")), *_WAITS)
    chosen = (
        select(here(dialect))
        .select_from(Occurrence)
        .where(*waits)
        .order_by(Occurrence.due_at)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("chosen")  # once: as a subquery PostgreSQL may choose anew for each row
        .prefix_with("MATERIALIZED")
    )
    return (
        update(Occurrence)
        .where(lies_in(dialect, select(chosen.c.place)), *waits)
        .values(claimed_until=bindparam("until"), attempts=Occurrence.attempts + 1)
        .returning(*_KEY, here(dialect))
        .execution_options(synchronize_session=False)
    )


_WAITING: Final = select(Occurrence.kind).where(*_WAITS).distinct()


async def due_kinds(session: AsyncSession, now: datetime) -> set[str]:
    """The kinds of which something is due and nobody works on it. A system session."""
    return set(await session.scalars(_WAITING, {"now": now}))


class Overdue(NamedTuple):
    """How many occurrences are due that nobody works on, and for how long the first has been."""

    waiting: int
    oldest: timedelta


_OVERDUE: Final = select(func.count(), func.min(Occurrence.due_at)).where(*_WAITS)


async def overdue(session: AsyncSession, now: datetime) -> Overdue:
    """What waits for a worker, of all kinds. A system session."""
    count, first = (await session.execute(_OVERDUE, {"now": now})).one()
    return Overdue(count, now - (first or now))


async def next_due(
    session: AsyncSession, *, kind: str | None = None
) -> tuple[datetime, str] | None:
    """When the next occurrence (of this kind) is due, and its kind. A system session."""
    due = select(Occurrence.due_at, Occurrence.kind).where(IS_DUE)
    if kind is not None:
        due = due.where(Occurrence.kind == kind)
    row = (await session.execute(due.order_by(Occurrence.due_at).limit(1))).first()
    return None if row is None else (row.due_at, row.kind)


async def get(session: AsyncSession, due: Due, *, lock: bool = True) -> Occurrence | None:
    """The occurrence, if it is still due; with `lock` nobody else changes it until this ends."""
    found = select(Occurrence).where(
        Occurrence.kind == due.kind,
        Occurrence.team_id == due.team_id,
        Occurrence.day == due.day,
        Occurrence.member_id == due.member_id,
        IS_DUE,
    )
    return await (lock_one(session, found) if lock else session.scalar(found))


async def get_all(session: AsyncSession, dues: Sequence[Due]) -> list[Occurrence]:
    """Those of one kind that are still due, in the order of their keys, and locked in it.

    Whoever locks several occurrences of a kind does so in this order: nobody waits in a circle.
    What was claimed is found where it lay then, if it is not `elsewhere` by now: in half the time.
    """
    keys = [_WITHIN(due) for due in dues]
    if knows_any(session, Occurrence) or any(due.place is None for due in dues):
        return await _by_keys(session, dues[0].kind, keys)
    dialect, wanted = session.get_bind().dialect.name, set(keys)
    given = places_given(session, [due.place for due in dues]) | {"of_kind": dues[0].kind}
    found = await read(session, _at_places(dialect), given)
    there = [row for row in found if _WITHIN(row) in wanted]
    return adopt(session, Occurrence, there, *_BESIDE[dialect])


# PostgreSQL moves a row that is changed: nobody is to find it where it was.
_BESIDE: Final[Mapping[str, Sequence[str]]] = {"postgresql": (), "sqlite": ("place",)}


@built_once
def _at_places(dialect: str) -> Select[*tuple[Any, ...]]:
    beside = [here(dialect)] if _BESIDE[dialect] else []
    is_there = (lies_in_given(dialect), Occurrence.kind == bindparam("of_kind"), IS_DUE)
    return locked(select(Occurrence, *beside).where(*is_there), by=WITHIN_KIND)


def elsewhere(dues: Sequence[Due], found: Sequence[Occurrence]) -> list[Due]:
    """Those that `get_all` has not found where they lay, for it to look up by their keys.

    In a transaction of their own: after the others they would be locked out of turn.
    """
    if len(found) == len(dues):
        return []
    there = {(row.team_id, row.day, row.member_id) for row in found}
    left = [due for due in dues if due.place is not None and _WITHIN(due) not in there]
    return [due._replace(place=None) for due in left]


async def _by_keys(
    session: AsyncSession, kind: str, keys: Sequence[tuple[Any, ...]]
) -> list[Occurrence]:
    given = keys_given(session, WITHIN_KIND, keys) | {"of_kind": kind}
    found = _of_keys(session.get_bind().dialect.name)
    if knows_any(session, Occurrence):
        return list(await session.scalars(found, given))
    return adopt(session, Occurrence, await read(session, found, given))


@built_once
def _of_keys(dialect: str) -> Select[Occurrence]:
    found = select(Occurrence).where(
        Occurrence.kind == bindparam("of_kind"), among_given(dialect, WITHIN_KIND), IS_DUE
    )
    return locked(found, by=WITHIN_KIND)


async def together(
    session: AsyncSession, kind: str, member_ids: Collection[str]
) -> list[Occurrence]:
    """What of this kind these members have to come, of every team, locked as `get_all` does."""
    found = select(Occurrence).where(
        Occurrence.kind == kind,
        Occurrence.member_id.in_(member_ids),
        IS_DUE,
    )
    return list(await session.scalars(locked(found, by=WITHIN_KIND)))
