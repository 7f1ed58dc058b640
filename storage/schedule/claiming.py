"""Taking what is due: looked for, claimed by one of many workers, and locked."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from sqlalchemy import Select, bindparam, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import among_given, built_once, keys_given, locked
from storage.schedule.occurrence import IS_DUE, WITHIN_KIND, Due, Occurrence

_COLUMNS = (
    Occurrence.workspace_id,
    Occurrence.kind,
    Occurrence.team_id,
    Occurrence.day,
    Occurrence.member_id,
)
_KEY = tuple_(*_COLUMNS)
_IN_ORDER = attrgetter(*(column.key for column in _COLUMNS))


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
    free = or_(Occurrence.claimed_until.is_(None), Occurrence.claimed_until <= now)
    due = (Occurrence.kind.in_(kinds), IS_DUE, Occurrence.due_at <= now, free)
    chosen = (
        select(*_COLUMNS)
        .where(*due)
        .order_by(Occurrence.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("chosen")  # once: as a subquery PostgreSQL may choose anew for each row
        .prefix_with("MATERIALIZED")
    )
    claimed = (
        update(Occurrence)
        .where(_KEY.in_(select(*chosen.c)), *due)
        .values(claimed_until=now + lease, attempts=Occurrence.attempts + 1)
        .returning(*_COLUMNS)
        .execution_options(synchronize_session=False)
    )
    return sorted((Due(*row) for row in await session.execute(claimed)), key=_IN_ORDER)


async def due_kinds(session: AsyncSession, now: datetime) -> set[str]:
    """The kinds of which something is due and nobody works on it. A system session."""
    free = or_(Occurrence.claimed_until.is_(None), Occurrence.claimed_until <= now)
    due = select(Occurrence.kind).where(IS_DUE, Occurrence.due_at <= now, free)
    return set(await session.scalars(due.distinct()))


async def next_due(
    session: AsyncSession, *, kind: str | None = None
) -> tuple[datetime, str] | None:
    """When the next occurrence (of this kind) is due, and its kind. A system session."""
    due = select(Occurrence.due_at, Occurrence.kind).where(IS_DUE)
    if kind is not None:
        due = due.where(Occurrence.kind == kind)
    row = (await session.execute(due.order_by(Occurrence.due_at).limit(1))).first()
    return None if row is None else (row.due_at, row.kind)


async def get(session: AsyncSession, due: Due) -> Occurrence | None:
    """The occurrence, locked until the session ends, if it is still due."""
    return await session.scalar(
        locked(
            select(Occurrence).where(
                Occurrence.kind == due.kind,
                Occurrence.team_id == due.team_id,
                Occurrence.day == due.day,
                Occurrence.member_id == due.member_id,
                IS_DUE,
            )
        )
    )


async def get_all(session: AsyncSession, dues: Sequence[Due]) -> list[Occurrence]:
    """Those of one kind that are still due, in the order of their keys, and locked in it.

    Whoever locks several occurrences of a kind does so in this order: nobody waits in a circle.
    """
    keys = [(due.team_id, due.day, due.member_id) for due in dues]
    given = keys_given(session, WITHIN_KIND, keys) | {"of_kind": dues[0].kind}
    return list(await session.scalars(_of_keys(session.get_bind().dialect.name), given))


@built_once
def _of_keys(dialect: str) -> Select[Occurrence]:
    found = select(Occurrence).where(
        Occurrence.kind == bindparam("of_kind"), among_given(dialect, WITHIN_KIND), IS_DUE
    )
    return locked(found.order_by(*WITHIN_KIND))


async def together(
    session: AsyncSession, kind: str, member_ids: Collection[str]
) -> list[Occurrence]:
    """What of this kind these members have to come, of every team, locked as `get_all` does."""
    found = select(Occurrence).where(
        Occurrence.kind == kind,
        Occurrence.member_id.in_(member_ids),
        IS_DUE,
    )
    return list(await session.scalars(locked(found.order_by(*WITHIN_KIND))))
