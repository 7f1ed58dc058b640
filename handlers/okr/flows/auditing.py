"""Who changed what: written down in the transaction of the change, and read again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr.rules.audit import Changed, Noted, What
from storage import okr_audit
from storage.db import new_id
from storage.okr_audit import Change

MOST: Final = 200
_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class _By:
    """Who changes which objective, and why."""

    author_id: str
    objective_number: int
    reason: str


async def note(
    session: AsyncSession,
    author_id: str,
    now: datetime,
    objective_number: int,
    changed: Iterable[Changed],
    *,
    kr_number: int | None = None,
    reason: str = "",
) -> list[Noted]:
    """Write down what one person changed at once; each stands after all that was before.

    Lock the objective first, where what was changed could be changed by two people at once.
    """
    last = await okr_audit.last(session, objective_number=objective_number)
    moment = max(now, last.made_at + _TICK) if last else now
    by = _By(author_id, objective_number, reason)
    rows = [_row(by, kr_number, one, moment + n * _TICK) for n, one in enumerate(changed)]
    session.add_all(rows)
    await session.flush()
    return [noted(row) for row in rows]


async def note_made(
    session: AsyncSession,
    author_id: str,
    now: datetime,
    objective_number: int,
    title: str,
    krs: Mapping[int, str],
    *,
    reason: str = "",
) -> None:
    """The first line in the history of a new objective and of each of its KRs, by title."""
    by = _By(author_id, objective_number, reason)
    titles: list[tuple[int | None, str]] = [(None, title), *krs.items()]
    session.add_all(
        _row(by, number, Changed(What.MADE, after=named), now + n * _TICK)
        for n, (number, named) in enumerate(titles)
    )
    await session.flush()


async def changes(
    session: AsyncSession,
    *,
    objective_number: int | None = None,
    kr_number: int | None = None,
    most: int = MOST,
) -> list[Noted]:
    """The latest changes of a KR, or of an objective with all of its KRs; newest first."""
    found = await okr_audit.changes(
        session, objective_number=objective_number, kr_number=kr_number, most=most
    )
    return [noted(row) for row in found]


def _row(by: _By, kr_number: int | None, one: Changed, moment: datetime) -> Change:
    return Change(
        id=new_id(),
        made_at=moment,
        author_id=by.author_id,
        objective_number=by.objective_number,
        kr_number=kr_number,
        what=one.what,
        before=one.before,
        after=one.after,
        reason=by.reason,
    )


def noted(row: Change) -> Noted:
    """The row as a value."""
    return Noted(
        id=row.id,
        made_at=row.made_at,
        author_id=row.author_id,
        objective_number=row.objective_number,
        kr_number=row.kr_number,
        what=row.what,
        before=row.before,
        after=row.after,
        reason=row.reason,
    )
