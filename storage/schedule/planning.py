"""Writing down what will be due, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import and_, delete, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import upsert
from storage.schedule.occurrence import IS_DUE, Occurrence

_STILL_DUE: Final = Occurrence.state == "due"  # a parameter, as the rows are


async def plan(
    session: AsyncSession, rows: Sequence[dict[str, Any]], *, revive: Sequence[str] = ()
) -> None:
    """Write occurrences down; those that exist and are due take the new moment.

    A row has kind, team_id, day, member_id, wall_day, wall_time, zone and due_at. What was done
    or skipped stays as it was, but what was skipped for a reason that begins like one of `revive`:
    it is due again.
    """
    moved = ("wall_day", "wall_time", "zone", "due_at", "first_due_at")
    again = [
        and_(Occurrence.state == "skipped", Occurrence.reason.startswith(reason))
        for reason in revive
    ]
    await upsert(
        session,
        Occurrence,
        _filled(rows, reason=None, settled_at=None),
        update=(*moved, "state", "reason", "settled_at"),
        where=or_(_STILL_DUE, *again),
    )


async def again(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Plan these occurrences, or have those happen once more that were done."""
    await upsert(
        session, Occurrence, _filled(rows), update=("state", "reason", "due_at", "attempts")
    )


async def anew(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Plan these occurrences as they are given here, whatever became of them before."""
    moved = ("wall_day", "wall_time", "zone", "due_at", "first_due_at", "state", "attempts")
    fresh = {"reason": None, "settled_at": None, "claimed_until": None}
    await upsert(session, Occurrence, _filled(rows, **fresh), update=(*moved, *fresh))


def _filled(rows: Sequence[dict[str, Any]], **fresh: Any) -> list[dict[str, Any]]:
    """In the order of their keys, in which everybody locks them."""
    may_lack = {"member_id": "", "reason": None}
    begun = {"state": "due", "attempts": 0} | fresh
    filled = [{**may_lack, **row, "first_due_at": row["due_at"], **begun} for row in rows]
    return sorted(filled, key=itemgetter("kind", "team_id", "day", "member_id"))


async def cancel(session: AsyncSession, kind: str, member_id: str) -> None:
    """Remove what of this kind is still due for a member, but what a worker has in its hands.

    It is not waited for: whoever cancels may hold what that worker locks next.
    """
    free = (
        select(Occurrence.team_id, Occurrence.day)
        .where(Occurrence.kind == kind, Occurrence.member_id == member_id, IS_DUE)
        .with_for_update(skip_locked=True)
    )
    gone = delete(Occurrence).where(
        Occurrence.kind == kind,
        Occurrence.member_id == member_id,
        tuple_(Occurrence.team_id, Occurrence.day).in_(free),
    )
    await session.execute(gone.execution_options(synchronize_session=False))


async def drop(session: AsyncSession, kind: str, team_id: str, *, after: datetime) -> None:
    """Forget what is planned of this kind for a team after a moment, before planning anew."""
    await session.execute(
        delete(Occurrence).where(
            Occurrence.kind == kind,
            Occurrence.team_id == team_id,
            IS_DUE,
            Occurrence.due_at > after,
        )
    )
