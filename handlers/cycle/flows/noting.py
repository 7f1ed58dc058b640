"""Who answered what at the end of a cycle, for the history of objectives and KRs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr.rules.audit import What
from storage.db import new_id
from storage.okr_audit import Change

_TICK: Final = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Noted:
    """One change: of an objective, or of one of its KRs."""

    objective: int
    kr: int | None
    what: What
    before: str = ""
    after: str = ""


def note(session: AsyncSession, author_id: str, changes: Iterable[Noted], now: datetime) -> None:
    """Write them down with the transaction, in their order."""
    session.add_all(
        Change(
            id=new_id(),
            made_at=now + n * _TICK,
            author_id=author_id,
            objective_number=one.objective,
            kr_number=one.kr,
            what=one.what,
            before=one.before,
            after=one.after,
        )
        for n, one in enumerate(changes)
    )
