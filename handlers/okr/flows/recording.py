"""Recording what a KR has come to: by whom it may be, once, and never over somebody unseen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import AfterUpdate, Moved
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.okr.flows.rights import refuse_strangers
from handlers.okr.flows.states import day_in, key_results
from handlers.okr.rules import LONGEST_NOTE, Entry, KrState, Recorded, Status
from storage import okr
from storage import team as teams
from storage.db import new_id
from storage.okr import Update

DOUBLE_CLICK: Final = timedelta(seconds=10)
_TICK: Final = timedelta(microseconds=1)


class ConflictError(UserError):
    """Somebody else has updated the KR since the person looked; `kr` is as it stands now."""

    def __init__(self, told: UserError, kr: KrState) -> None:
        super().__init__(told.sentence, **told.values)
        self.kr = kr


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of a form with several KRs. With `overtaken` ones nothing was recorded."""

    recorded: Sequence[Recorded]
    overtaken: Sequence[KrState]


async def record(
    session: AsyncSession,
    author: Reader,
    kr_number: int,
    value: Decimal,
    now: datetime,
    *,
    confidence: int | None = None,
    status: Status | None = None,
    note: str = "",
    seen: str | None = None,
    day: date | None = None,
) -> Recorded:
    """Record a KR's new value. UserError when it is gone, not theirs, or the note is too long.

    `seen` is the id of the update that the person saw (`KrState.seen`; "" for none): ConflictError
    when another has come since. `day` is today unless the value speaks of another; without it
    the update is the current one, whatever day earlier ones spoke of. The same value by the same
    person within 10 s, with nothing else new, is a double click. Call `tell` afterwards.
    """
    entry = Entry(kr_number, value, confidence, note, status)
    states = await _locked(session, author, [entry], now)
    kr = states[kr_number]
    repeated = _is_double_click(kr, author, entry, now)
    if not repeated and seen is not None and seen != kr.seen:
        raise await _conflict(session, kr)
    return (await _write(session, author, [entry], states, now, day))[0]


async def record_all(
    session: AsyncSession,
    author: Reader,
    entries: Sequence[Entry],
    seen: Mapping[int, str],
    now: datetime,
    *,
    also_unchanged: bool = False,
    day: date | None = None,
) -> Saved:
    """Record a form: all of it, or nothing when somebody else was faster with one of its KRs.

    `seen` is what the form showed, by KR. What the person left as it was shown stays untouched,
    unless `also_unchanged`; a field without a value always does. UserError as `record`.
    """
    filled = [entry for entry in entries if entry.value is not None]
    if not also_unchanged:
        shown = await okr.updates(session, [id_ for id_ in seen.values() if id_])
        filled = [e for e in filled if _differs(e, shown.get(seen.get(e.kr_number, "")))]
    states = await _locked(session, author, filled, now)
    overtaken = [
        kr
        for e in filled
        if seen.get(e.kr_number, "") != (kr := states[e.kr_number]).seen
        and not _is_double_click(kr, author, e, now)
    ]
    if overtaken:
        return Saved([], overtaken)
    return Saved(await _write(session, author, filled, states, now, day), [])


async def tell(
    session: AsyncSession,
    hooks: Iterable[AfterUpdate],
    author: Reader,
    recorded: Iterable[Recorded],
    now: datetime,
) -> None:
    """Let the other features know, in the same transaction; a double click is no news.

    A whole form at once: what a hook costs must not grow with its KRs.
    """
    news = {done.kr.number: done.update_id for done in recorded if not done.repeated}
    if not news:
        return
    for hook in hooks:
        await hook(session, Moved(news, author, now))


async def the_kr(session: AsyncSession, kr_number: int, now: datetime) -> KrState:
    """The open KR with this number. UserError, the same for what never was and what is not ours."""
    found = await key_results(session, now, numbers=[kr_number])
    if not found:
        raise no_such_kr(kr_number)
    return found[0]


def no_such_kr(kr_number: int) -> UserError:
    return UserError(
        "There is no open key result {number} here. Type `/okr` to see those of your team, or part"
        " of its title instead of the number.",
        number=f"KR-{kr_number}",
    )


async def _locked(
    session: AsyncSession, author: Reader, entries: Sequence[Entry], now: datetime
) -> dict[int, KrState]:
    """How the KRs stand, with nobody else writing to them; UserError if this may not be written."""
    for entry in entries:
        _fits(entry.note)
    numbers = [entry.kr_number for entry in entries]
    await okr.lock(session, numbers)
    states = {kr.number: kr for kr in await key_results(session, now, numbers=numbers)}
    for number in numbers:
        if number not in states:
            raise no_such_kr(number)
    await refuse_strangers(session, author, list(states.values()))
    return states


def _fits(note: str) -> None:
    if len(note) > LONGEST_NOTE:
        raise UserError(
            "Your note is {n} characters long; {most} fit. Nothing was recorded: please shorten it"
            " and send it again.",
            n=len(note),
            most=LONGEST_NOTE,
        )


def _differs(entry: Entry, shown: Update | None) -> bool:
    """Whether the person changed what their form showed."""
    if entry.note or entry.status or shown is None or entry.value != shown.value:
        return True
    return entry.confidence is not None and entry.confidence != shown.confidence


def _is_double_click(kr: KrState, author: Reader, new: Entry, now: datetime) -> bool:
    if kr.made_at is None or kr.author_id != author.id or now - kr.made_at >= DOUBLE_CLICK:
        return False
    says_more = (
        new.note not in ("", kr.note)
        or new.confidence not in (None, kr.confidence)
        or (new.status is not None and not (kr.said and new.status is kr.status))
    )
    return kr.value == new.value and not says_more


async def _conflict(session: AsyncSession, kr: KrState) -> ConflictError:
    author = kr.author_id or ""
    told = UserError(
        "{who} has just recorded {value} for {kr}. Look at it, and send yours again if it should"
        " take its place.",
        who=(await teams.profiles(session, [author]))[author].name or author,
        value=kr.value,
        kr=f"KR-{kr.number}",
    )
    return ConflictError(told, kr)


async def _write(
    session: AsyncSession,
    author: Reader,
    entries: Sequence[Entry],
    states: Mapping[int, KrState],
    now: datetime,
    day: date | None,
) -> list[Recorded]:
    new = {
        e.kr_number: _row(author, e, states[e.kr_number], now, day)
        for e in entries
        if not _is_double_click(states[e.kr_number], author, e, now)
    }
    session.add_all(new.values())
    await session.flush()
    after = {kr.number: kr for kr in await key_results(session, now, numbers=list(new))}
    return [
        Recorded(after[number], kr.value, new[number].id, repeated=False)
        if number in new
        else Recorded(kr, kr.previous, kr.seen, repeated=True)
        for number, kr in ((e.kr_number, states[e.kr_number]) for e in entries)
    ]


def _row(author: Reader, new: Entry, kr: KrState, now: datetime, day: date | None) -> Update:
    today = day_in(kr.team_zone, now)
    # Two people's walls show two dates: what is said now must not hide behind what was said.
    spoken_of = day or max(today, kr.day or today)
    return Update(
        id=new_id(),
        kr_number=kr.number,
        author_id=author.id,
        value=new.value,
        confidence=new.confidence,
        status=new.status,
        note=new.note,
        day=spoken_of,
        made_at=max(now, kr.made_at + _TICK) if kr.made_at else now,
    )
