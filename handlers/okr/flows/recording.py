"""Recording what a KR has come to: by whom it may be, once, and never over somebody unseen."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import AfterUpdate, Moved, MovedKr
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.okr.flows.saving import Saved, save
from handlers.okr.flows.standing import Standing, not_open
from handlers.okr.flows.states import key_results
from handlers.okr.flows.stepping import tick
from handlers.okr.rules import Entry, KrState, Recorded, Status
from handlers.okr.rules.steps import Ticks
from storage import okr_history, schedule
from storage import team as teams
from storage.okr import Update


class ConflictError(UserError):
    """Somebody else has updated the KR since the person looked; `kr` is as it stands now."""

    def __init__(self, told: UserError, kr: KrState) -> None:
        super().__init__(told.sentence, **told.values)
        self.kr = kr


async def record(
    session: AsyncSession,
    author: Reader,
    kr_number: int,
    value: Decimal,
    now: datetime,
    *,
    confidence: int | None = None,
    status: Status | None = None,
    reason: str = "",
    note: str = "",
    seen: str | None = None,
    day: date | None = None,
    found: Standing | None = None,
    ticks: Ticks | None = None,
) -> Recorded:
    """Record a KR's new value. UserError when it is gone, not theirs, or the note is too long.

    `seen` is the id of the update that the person saw (`KrState.seen`; "" for none): ConflictError
    when another has come since. `day` is today unless the value speaks of another; without it
    the update is the current one, whatever day earlier ones spoke of. The same value by the same
    person within 10 s, with nothing else new, is a double click. `ticks` are the steps of a
    milestone KR that are done. `found` is the KR, if it has been read in this session for this
    person; then the session raises OvertakenError if somebody was faster, on its way or at its
    end. Call `tell` afterwards.
    """
    entry = Entry(kr_number, value, confidence, note, status, reason, ticks=ticks)
    saw = {} if seen is None else {kr_number: seen}
    known = None if found is None else {kr_number: found}
    saved = await save(session, author, [entry], saw, now, day, known)
    if saved.overtaken:
        raise await _conflict(session, saved.overtaken[0])
    return (await tick(session, author, [entry], saved.recorded))[0]


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
        shown = await okr_history.updates(session, [id_ for id_ in seen.values() if id_])
        filled = [e for e in filled if _differs(e, shown.get(seen.get(e.kr_number, "")))]
    saw = {entry.kr_number: seen.get(entry.kr_number, "") for entry in filled}
    saved = await save(session, author, filled, saw, now, day)
    return replace(saved, recorded=await tick(session, author, filled, saved.recorded))


async def tell(
    session: AsyncSession,
    hooks: Iterable[AfterUpdate],
    author: Reader,
    recorded: Iterable[Recorded],
    now: datetime,
    found: Standing | None = None,
) -> None:
    """Let the other features know, in the same transaction; a double click is no news.

    A whole form at once: what a hook costs must not grow with its KRs. What all of them want to
    be done soon is planned at once. `found` is the one KR that was recorded, as in `record`.
    """
    beside = found.beside if found else ()
    news = [
        MovedKr(kr.number, done.update_id, kr.team_id, kr.owner_id, kr.cycle_ends, beside)
        for done in recorded
        if not done.repeated
        for kr in [done.kr]
    ]
    if not news:
        return
    moved = Moved(news, author, now)
    soon = [row for hook in hooks for row in await hook(session, moved)]
    await schedule.again(session, soon)


async def the_kr(session: AsyncSession, kr_number: int, now: datetime) -> KrState:
    """The open KR with this number. UserError, the same for what never was and what is not ours."""
    found = await key_results(session, now, numbers=[kr_number])
    if not found:
        raise await not_open(session, kr_number)
    return found[0]


def _differs(entry: Entry, shown: Update | None) -> bool:
    """Whether the person changed what their form showed."""
    if entry.ticks is not None and shown is None:
        return entry.ticks.moved or bool(entry.note or entry.status or entry.confidence)
    if entry.says_more or entry.note or entry.status or shown is None or entry.value != shown.value:
        return True
    return entry.confidence is not None and entry.confidence != shown.confidence


async def _conflict(session: AsyncSession, kr: KrState) -> ConflictError:
    if kr.author_id is None:
        told = UserError(
            "The value of {kr} that you saw has just been withdrawn. Look at it, and send yours"
            " again.",
            kr=f"KR-{kr.number}",
        )
        return ConflictError(told, kr)
    author = kr.author_id
    told = UserError(
        "{who} has just recorded {value} for {kr}. Look at it, and send yours again if it should"
        " take its place.",
        who=(await teams.profiles(session, [author]))[author].name or author,
        value=kr.value,
        kr=f"KR-{kr.number}",
    )
    return ConflictError(told, kr)
