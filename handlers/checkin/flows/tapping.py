"""One tap on the card: a KR is answered with the value it has."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.checkin.flows.due import rounds_of
from handlers.checkin.flows.filling import Hooks, fill, keeping_warning
from handlers.checkin.flows.skipping import take_skip_back
from handlers.checkin.rules.asked import DueRound, Key, missing
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.okr import flows as okr
from handlers.okr.rules import Entry, KrState, Recorded, Status


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
) -> bool:
    """Record a KR's value once more: it has not changed, or this is how it is going. Whether it
    was recorded.

    One that is answered in its round stays as it is, unless they put their own answer right:
    `_is_meant`. ConflictError where somebody else was faster.
    """
    kr = await okr.the_kr(session, kr_number, now)
    mine = await rounds_of(session, reader.id, now)
    if _is_answered(mine, kr_number) and (status is None or kr.author_id == reader.id):
        if status is None or not await _is_meant(session, kr, seen, status, note):
            return False
        seen = kr.seen
    recorded = await _recorded(session, reader, kr, seen, now, status, note)
    await okr.tell(session, hooks, reader, [recorded], now)
    await take_skip_back(session, reader.id, _skipped(mine))
    return True


async def _recorded(
    session: AsyncSession,
    reader: Reader,
    kr: KrState,
    seen: str,
    now: datetime,
    status: Status | None,
    note: str,
) -> Recorded:
    if kr.value is None:
        raise UserError(
            "KR-{number} has no value yet. Press “Value…” to enter its first one.",
            number=str(kr.number),
        )
    shown = (await okr.these(session, [kr.seen])).get(kr.seen)
    reason = note if status is Status.OFF_TRACK else ""
    entry = Entry(kr.number, kr.value, kr.confidence, note, status, reason)
    meant = keeping_warning(entry, shown)
    return await okr.record(
        session,
        reader,
        kr.number,
        kr.value,
        now,
        confidence=kr.confidence,
        status=meant.status,
        reason=meant.reason,
        note=note,
        seen=seen,
    )


def _skipped(mine: Sequence[DueRound]) -> list[Key]:
    return [part.key for part in mine if part.skipped is not None]


def _is_answered(mine: Sequence[DueRound], kr_number: int) -> bool:
    return any(
        kr_number in part.gave or any(kr_number == done.number for done in part.answered)
        for part in mine
    )


async def _is_meant(
    session: AsyncSession, kr: KrState, seen: str, status: Status, note: str
) -> bool:
    """Whether somebody puts their own answer right: they say something else of it, in words or
    about what the card showed. A card that is not drawn anew yet may show an older value.
    """
    if kr.said and kr.status is status and note in ("", kr.note):
        return False
    if note or seen == kr.seen:
        return True
    values = (await okr.recent_values(session, [kr.number])).get(kr.number, ())
    return values[-2:-1] == (kr.value,)


async def all_unchanged(
    session: AsyncSession, hooks: Hooks, reader: Reader, shown: Mapping[int, str], now: datetime
) -> list[int]:
    """Nothing has changed with these KRs (each with the end of its version that was shown); those
    that were recorded.

    What was answered or moved since is left: the card shows it as it is. What is asked for no
    more, as its cycle has ended since, takes its last answer.
    """
    mine = await rounds_of(session, reader.id, now)
    asked = [*missing(mine), *await _of_ended(session, reader, mine, shown, now)]
    meant = [
        kr
        for kr in asked
        if kr.value is not None and kr.number in shown and kr.seen.endswith(shown[kr.number])
    ]
    entries = [Entry(kr.number, kr.value, kr.confidence, "") for kr in meant]
    await fill(session, hooks, reader, entries, {kr.number: kr.seen for kr in meant}, now)
    await take_skip_back(session, reader.id, _skipped(mine))
    return [kr.number for kr in meant]


async def _of_ended(
    session: AsyncSession,
    reader: Reader,
    mine: Sequence[DueRound],
    shown: Collection[int],
    now: datetime,
) -> list[KrState]:
    """Those of these KRs that this person's rounds ask for no more, though they are theirs."""
    asked = {kr.number for part in mine for kr in (*part.missing, *part.answered)}
    left = [number for number in shown if number not in asked]
    if not left:
        return []
    theirs = {reader.id, *await absence.stood_in_for(session, reader.id, now)}
    found = await okr.key_results(session, now, numbers=left)
    return [kr for kr in found if kr.owner_id in theirs and not _is_answered(mine, kr.number)]
