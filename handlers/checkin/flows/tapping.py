"""One tap on the card: a KR is answered with the value it has."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.due import rounds_of
from handlers.checkin.flows.filling import Hooks, fill, keeping_warning
from handlers.checkin.rules.asked import DueRound, missing
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.okr import flows as okr
from handlers.okr.rules import Entry, KrState, Status


async def tapped(
    session: AsyncSession,
    hooks: Hooks,
    reader: Reader,
    kr_number: int,
    seen: str,
    now: datetime,
    *,
    status: Status | None = None,
    note: str = "",
) -> None:
    """Record a KR's value once more: it has not changed, or this is how it is going.

    One that is answered in its round stays as it is, unless the person's own last tap is put
    right by another. ConflictError where somebody else was faster.
    """
    kr = await okr.the_kr(session, kr_number, now)
    mine = await rounds_of(session, reader.id, now)
    if _is_answered(mine, kr_number):
        if status is None or not _can_be_put_right(kr, reader.id, status, note):
            return
        seen = kr.seen
    if kr.value is None:
        raise UserError(
            "KR-{number} has no value yet. Press “Value…” to enter its first one.",
            number=str(kr_number),
        )
    shown = (await okr.these(session, [kr.seen])).get(kr.seen)
    entry = Entry(kr.number, kr.value, kr.confidence, note, status)
    meant = keeping_warning(entry, shown)
    recorded = await okr.record(
        session,
        reader,
        kr_number,
        kr.value,
        now,
        confidence=kr.confidence,
        status=meant.status,
        reason=note if status is Status.OFF_TRACK else meant.reason,
        note=note,
        seen=seen,
    )
    await okr.tell(session, hooks, reader, [recorded], now)


def _is_answered(mine: Sequence[DueRound], kr_number: int) -> bool:
    return any(kr_number == done.number for part in mine for done in part.answered)


def _can_be_put_right(kr: KrState, member_id: str, status: Status, note: str) -> bool:
    """The last update is their own tap, without words, and said something else.

    A card that is not drawn anew yet has both buttons; one of long ago is not to be believed.
    """
    is_tap = kr.author_id == member_id and kr.value == kr.previous and not kr.note
    is_said = kr.said and kr.status is status and kr.note == note
    return is_tap and not is_said


async def all_unchanged(
    session: AsyncSession, hooks: Hooks, reader: Reader, shown: Mapping[int, str], now: datetime
) -> None:
    """Nothing has changed with these KRs (each with the end of its version that was shown).

    What was answered or moved since is left: the card shows it as it is.
    """
    mine = await rounds_of(session, reader.id, now)
    meant = [
        kr
        for kr in missing(mine)
        if kr.value is not None and kr.number in shown and kr.seen.endswith(shown[kr.number])
    ]
    entries = [Entry(kr.number, kr.value, kr.confidence, "") for kr in meant]
    await fill(session, hooks, reader, entries, {kr.number: kr.seen for kr in meant}, now)
