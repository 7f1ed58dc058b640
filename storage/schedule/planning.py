"""Writing down what will be due, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, delete, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import upsert
from storage.schedule.occurrence import IS_DUE, Occurrence

_MOVED: Final = ("wall_day", "wall_time", "zone", "due_at", "first_due_at")
_BEGUN: Final = {"reason": None, "state": "due", "attempts": 0}
_KEY: Final = ("kind", "team_id", "day", "member_id")


async def plan(
    session: AsyncSession, rows: Sequence[dict[str, Any]], *, revive: Sequence[str] = ()
) -> None:
    """Write occurrences down; those that exist and are due take the new moment.

    A row has kind, team_id, day, member_id, wall_day, wall_time, zone and due_at. What was done
    or skipped stays as it was, but what was skipped for a reason that begins like one of `revive`:
    it is due again.
    """
    await upsert(
        session,
        Occurrence,
        _in_order(rows),
        update=(*_MOVED, "state", "reason", "settled_at"),
        where=_still_due(tuple(revive)),
        common=_BEGUN | {"settled_at": None},
    )


@cache
def _still_due(revive: tuple[str, ...]) -> ColumnElement[bool]:
    """The state is a parameter here, as that of the rows is."""
    again = [
        and_(Occurrence.state == "skipped", Occurrence.reason.startswith(reason))
        for reason in revive
    ]
    return or_(Occurrence.state == "due", *again)


async def again(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Plan these occurrences, or have those happen once more that were done."""
    new = ("state", "reason", "due_at", "attempts")
    await upsert(session, Occurrence, _in_order(rows), update=new, common=_BEGUN)


async def anew(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Plan these occurrences as they are given here, whatever became of them before."""
    fresh = {"reason": None, "settled_at": None, "claimed_until": None}
    new = (*_MOVED, "state", "attempts", *fresh)
    await upsert(session, Occurrence, _in_order(rows), update=new, common=_BEGUN | fresh)


def _in_order(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """In the order of their keys, in which everybody locks them."""
    filled = [{"member_id": "", **row, "first_due_at": row["due_at"]} for row in rows]
    return sorted(filled, key=itemgetter(*_KEY))


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
