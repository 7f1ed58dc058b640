"""Answering by hand: the form, and the button that says that nothing has changed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.due import rounds_of
from handlers.deps import AfterUpdate
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.okr import flows as okr
from handlers.okr.rules import Entry

Hooks = Sequence[AfterUpdate]


async def fill(
    session: AsyncSession,
    hooks: Hooks,
    reader: Reader,
    entries: Sequence[Entry],
    seen: Mapping[int, str],
    now: datetime,
) -> list[int]:
    """Record every value that was sent, also one that stayed: it says that nothing has changed.

    The KRs that somebody else updated since; with any, nothing was recorded.
    """
    saved = await okr.record_all(session, reader, entries, seen, now, also_unchanged=True)
    await okr.tell(session, hooks, reader, saved.recorded, now)
    return [kr.number for kr in saved.overtaken]


async def unchanged(
    session: AsyncSession, hooks: Hooks, reader: Reader, kr_number: int, seen: str, now: datetime
) -> None:
    """Record a KR's value once more. One that is answered in its round already stays as it is."""
    kr = await okr.the_kr(session, kr_number, now)
    mine = await rounds_of(session, reader.id, now)
    if any(kr_number == done.number for part in mine for done in part.answered):
        return
    if kr.value is None:
        raise UserError(
            "KR-{number} has no value yet. Press “Answer now” to enter its first one.",
            number=str(kr_number),
        )
    recorded = await okr.record(
        session, reader, kr_number, kr.value, now, confidence=kr.confidence, seen=seen
    )
    await okr.tell(session, hooks, reader, [recorded], now)
