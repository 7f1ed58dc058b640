"""Writing updates down: all of them or none, each on top of what its person has seen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.okr.flows.rights import is_theirs, not_yours, stands_in_for
from handlers.okr.flows.standing import Standing, standing
from handlers.okr.flows.states import day_in
from handlers.okr.rules import LONGEST_NOTE, Entry, KrState, Recorded
from handlers.okr.rules.kinds import Kind
from storage import okr_updating
from storage.db import new_id
from storage.okr_updating import Made

DOUBLE_CLICK: Final = timedelta(seconds=10)
_TICK: Final = timedelta(microseconds=1)


class OvertakenError(Exception):
    """Somebody else has made this update since its KR was read: the session is to be left."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a form with several KRs. With `overtaken` ones nothing was recorded."""

    recorded: Sequence[Recorded]
    overtaken: Sequence[KrState]


async def save(
    session: AsyncSession,
    author: Reader,
    entries: Sequence[Entry],
    saw: Mapping[int, str],
    now: datetime,
    day: date | None,
    found: Mapping[int, Standing] | None = None,
) -> Saved:
    """Record all, or nothing where somebody has updated what the person `saw` (id by KR) since.

    UserError if one is gone, or not for this person. `found` are the KRs if they have been read;
    then nobody waits to hear that somebody was faster: OvertakenError is raised by the session's
    next statement, or before it commits.
    """
    for entry in entries:
        _fits(entry.note)
    while entries:
        known = found or await standing(session, [e.kr_number for e in entries], author.id, now)
        await _refuse_strangers(session, author, known, now)
        stale = [e for e in entries if _is_overtaken(known, author, e, saw, now)]
        if stale:
            return Saved([], [known[e.kr_number].kr for e in stale])
        new = _new(author, entries, known, now, day)
        if await _add(session, list(new.values()), at_once=found is None):
            done = [_recorded(known[e.kr_number], new.get(e.kr_number), now) for e in entries]
            return Saved(done, [])
        # somebody was faster just now: look again
    return Saved([], [])


def _fits(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise UserError(
            "Your note is {n} characters long; {most} fit. Nothing was recorded: please shorten it"
            " and send it again.",
            n=len(note),
            most=LONGEST_NOTE,
        )


async def _refuse_strangers(
    session: AsyncSession, author: Reader, known: Mapping[int, Standing], now: datetime
) -> None:
    others = [one.kr for one in known.values() if not is_theirs(author, one.kr, leads=one.leads)]
    allowed = await stands_in_for(session, author, others, now)
    for kr in others:
        if kr not in allowed:
            raise await not_yours(session, kr)


def _is_overtaken(
    known: Mapping[int, Standing], author: Reader, new: Entry, saw: Mapping[int, str], now: datetime
) -> bool:
    kr = known[new.kr_number].kr
    return saw.get(kr.number, kr.seen) != kr.seen and not _is_double_click(kr, author, new, now)


def _is_double_click(kr: KrState, author: Reader, new: Entry, now: datetime) -> bool:
    if kr.made_at is None or kr.author_id != author.id or now - kr.made_at >= DOUBLE_CLICK:
        return False
    says_more = (
        new.note not in ("", kr.note)
        or new.confidence not in (None, kr.confidence)
        or (new.status is not None and not (kr.said and new.status is kr.status))
        or new.says_more
    )
    return kr.value == new.value and not says_more


def _new(
    author: Reader,
    entries: Sequence[Entry],
    known: Mapping[int, Standing],
    now: datetime,
    day: date | None,
) -> dict[int, Made]:
    """What is to be written down, by KR: a double click is not."""
    return {
        e.kr_number: _row(author, e, known[e.kr_number], now, day)
        for e in sorted(entries, key=lambda one: one.kr_number)  # everybody waits in one order
        if not _is_double_click(known[e.kr_number].kr, author, e, now)
    }


async def _add(session: AsyncSession, new: Sequence[Made], *, at_once: bool) -> bool:
    """False when somebody else has made one of these updates meanwhile."""
    if at_once:
        return not new or await okr_updating.add(session, new)
    for made in new:
        await okr_updating.add_unless(session, made, OvertakenError())
    return True


def _recorded(standing: Standing, made: Made | None, now: datetime) -> Recorded:
    kr = standing.kr
    if made is None:
        return Recorded(kr, standing.before, kr.seen, repeated=True)
    return Recorded(standing.after(made, now), kr.value, made.id, repeated=False)


def _row(author: Reader, new: Entry, standing: Standing, now: datetime, day: date | None) -> Made:
    if new.value is None:
        raise ValueError("what was left empty is not recorded")
    kr = standing.kr
    today = day_in(kr.team_zone, now)
    # Two people's walls show two dates: what is said now must not hide behind what was said.
    spoken_of = day or max(today, kr.day or today)
    return Made(
        id=new_id(),
        kr_number=kr.number,
        nth=standing.next_nth,
        author_id=author.id,
        value=new.value,
        confidence=new.confidence,
        status=new.status,
        reason=new.reason,
        note=new.note,
        link=new.link,
        quote_number=new.quote_number,
        inside=_inside(kr, new.value),
        day=spoken_of,
        made_at=max(now, kr.made_at + _TICK) if kr.made_at else now,
    )


def _inside(kr: KrState, value: Decimal) -> bool | None:
    """Kept with the update: a band that is changed later leaves the history as it was."""
    return kr.aim.is_met(value) if kr.kind is Kind.KEEP else None
