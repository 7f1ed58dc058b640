"""Occurrences: each due moment of each schedule, done once or skipped with a reason."""

from collections.abc import Collection, Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Index, delete, or_, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, locked, upsert


class Occurrence(OfWorkspace, Base):
    """One due moment. Its key says of what: kind, team, local date and, if any, the member.

    state: due, done or skipped (`reason` says why). `wall_day`, `wall_time` and `zone` are what
    people set; `due_at` is computed from them. `first_due_at` stays when the sending is put off.
    """

    __tablename__ = "occurrence"
    __table_args__ = (
        Index("ix_occurrence_due", "state", "due_at"),
        Index("ix_occurrence_member", "workspace_id", "member_id", "kind"),
    )

    kind: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)  # the round's or post's local date
    member_id: Mapped[str] = mapped_column(primary_key=True, default="")
    wall_day: Mapped[date]
    wall_time: Mapped[time]
    zone: Mapped[str]
    due_at: Mapped[datetime]
    first_due_at: Mapped[datetime]
    state: Mapped[str]
    reason: Mapped[str | None]
    claimed_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    settled_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class Due:
    """The key of an occurrence that this process has claimed."""

    workspace_id: str
    kind: str
    team_id: str
    day: date
    member_id: str


_COLUMNS = (
    Occurrence.workspace_id,
    Occurrence.kind,
    Occurrence.team_id,
    Occurrence.day,
    Occurrence.member_id,
)
_KEY = tuple_(*_COLUMNS)


async def claim(
    session: AsyncSession,
    kinds: Collection[str],
    now: datetime,
    *,
    lease: timedelta,
    limit: int = 200,
) -> list[Due]:
    """Claim what is due of these kinds, oldest first, for as long as the lease. A system session.

    A claim whose lease ran out belonged to a process that ended, and may be claimed again.
    """
    free = or_(Occurrence.claimed_until.is_(None), Occurrence.claimed_until <= now)
    due = (Occurrence.kind.in_(kinds), Occurrence.state == "due", Occurrence.due_at <= now, free)
    chosen = (
        select(*_COLUMNS)
        .where(*due)
        .order_by(Occurrence.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = (
        update(Occurrence)
        .where(_KEY.in_(chosen), *due)
        .values(claimed_until=now + lease, attempts=Occurrence.attempts + 1)
        .returning(*_COLUMNS)
        .execution_options(synchronize_session=False)
    )
    return sorted((Due(*row) for row in await session.execute(claimed)), key=astuple)


async def due_kinds(session: AsyncSession, now: datetime) -> set[str]:
    """The kinds of which something is due and nobody works on it. A system session."""
    free = or_(Occurrence.claimed_until.is_(None), Occurrence.claimed_until <= now)
    due = select(Occurrence.kind).where(Occurrence.state == "due", Occurrence.due_at <= now, free)
    return set(await session.scalars(due.distinct()))


async def get(session: AsyncSession, due: Due) -> Occurrence | None:
    """The occurrence, locked until the session ends, if it is still due."""
    return await session.scalar(
        locked(
            select(Occurrence).where(
                Occurrence.kind == due.kind,
                Occurrence.team_id == due.team_id,
                Occurrence.day == due.day,
                Occurrence.member_id == due.member_id,
                Occurrence.state == "due",
            )
        )
    )


async def plan(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write occurrences down; those that exist and are due take the new moment.

    A row has kind, team_id, day, member_id, wall_day, wall_time, zone and due_at. What was done
    or skipped stays as it was.
    """
    filled = [
        {"member_id": "", **row, "first_due_at": row["due_at"], "state": "due", "attempts": 0}
        for row in rows
    ]
    moved = ("wall_day", "wall_time", "zone", "due_at", "first_due_at")
    await upsert(session, Occurrence, filled, update=moved, where=Occurrence.state == "due")


def settle(row: Occurrence, now: datetime, *, skipped: str | None = None) -> None:
    """It happened, or it is skipped for this reason."""
    row.state = "skipped" if skipped else "done"
    row.reason = skipped
    row.settled_at = now
    row.claimed_until = None


def put_off(row: Occurrence, until: datetime) -> None:
    """It will be due later; `first_due_at` remembers when it should have been."""
    row.due_at = until
    row.claimed_until = None


async def next_due(
    session: AsyncSession, *, kind: str | None = None
) -> tuple[datetime, str] | None:
    """When the next occurrence (of this kind) is due, and its kind. A system session."""
    due = select(Occurrence.due_at, Occurrence.kind).where(Occurrence.state == "due")
    if kind is not None:
        due = due.where(Occurrence.kind == kind)
    row = (await session.execute(due.order_by(Occurrence.due_at).limit(1))).first()
    return None if row is None else (row.due_at, row.kind)


async def waiting(session: AsyncSession, kind: str, team_id: str) -> list[Occurrence]:
    """What of this kind is still to come for a team, locked until the session ends."""
    found = await session.scalars(
        locked(
            select(Occurrence)
            .where(
                Occurrence.kind == kind, Occurrence.team_id == team_id, Occurrence.state == "due"
            )
            .order_by(Occurrence.day)
        )
    )
    return list(found)


async def of_day(
    session: AsyncSession, kinds: Collection[str], team_id: str, day: date
) -> list[Occurrence]:
    """Everything planned, done or skipped for a team's date, locked until the session ends."""
    found = await session.scalars(
        locked(
            select(Occurrence)
            .where(Occurrence.kind.in_(kinds), Occurrence.team_id == team_id, Occurrence.day == day)
            .order_by(Occurrence.kind, Occurrence.member_id)
        )
    )
    return list(found)


async def with_it(
    session: AsyncSession, row: Occurrence, now: datetime, *, lock: bool = False
) -> list[Occurrence]:
    """What of the same kind is due for the same member now, this row included, by team."""
    found = (
        select(Occurrence)
        .where(
            Occurrence.kind == row.kind,
            Occurrence.member_id == row.member_id,
            Occurrence.state == "due",
            Occurrence.due_at <= now,
        )
        .order_by(Occurrence.team_id, Occurrence.day)
    )
    return list(await session.scalars(locked(found) if lock else found))


async def of_member(
    session: AsyncSession, kinds: Collection[str], member_id: str, since: date
) -> list[Occurrence]:
    """A member's occurrences of the dates from `since` on."""
    found = select(Occurrence).where(
        Occurrence.kind.in_(kinds), Occurrence.member_id == member_id, Occurrence.day >= since
    )
    return list(await session.scalars(found.order_by(Occurrence.kind, Occurrence.team_id)))


async def next_days(session: AsyncSession, kind: str, team_ids: Collection[str]) -> dict[str, date]:
    """The date of what each team has planned next of this kind."""
    found = await session.execute(
        select(Occurrence.team_id, Occurrence.day)
        .where(Occurrence.kind == kind, Occurrence.team_id.in_(team_ids), Occurrence.state == "due")
        .order_by(Occurrence.day.desc())
    )
    return {row[0]: row[1] for row in found}


async def cancel(session: AsyncSession, kind: str, member_id: str) -> None:
    """Remove what of this kind is still due for a member."""
    gone = delete(Occurrence).where(
        Occurrence.kind == kind, Occurrence.member_id == member_id, Occurrence.state == "due"
    )
    await session.execute(gone)


async def again(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Plan these occurrences, or have those happen once more that were done."""
    fresh = [
        {"member_id": "", **row, "first_due_at": row["due_at"], "state": "due", "attempts": 0}
        for row in rows
    ]
    await upsert(session, Occurrence, fresh, update=("state", "due_at", "attempts"))


async def forget(
    session: AsyncSession, kinds: Collection[str], team_id: str, day: date | None = None
) -> None:
    """Remove a team's occurrences: of this date whatever their state, else those still due."""
    of_date = Occurrence.state == "due" if day is None else Occurrence.day == day
    gone = delete(Occurrence).where(
        Occurrence.kind.in_(kinds), Occurrence.team_id == team_id, of_date
    )
    await session.execute(gone)


async def drop(session: AsyncSession, kind: str, team_id: str, *, after: datetime) -> None:
    """Forget what is planned of this kind for a team after a moment, before planning anew."""
    await session.execute(
        delete(Occurrence).where(
            Occurrence.kind == kind,
            Occurrence.team_id == team_id,
            Occurrence.state == "due",
            Occurrence.due_at > after,
        )
    )
