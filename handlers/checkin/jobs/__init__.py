"""What the clock does in a check-in: rounds open, people are asked, rounds close."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absences
from handlers.absence import views as absence
from handlers.absence.jobs import ask_about
from handlers.absence.rules import CHANGED
from handlers.checkin import flows, views
from handlers.checkin.jobs.telling import close, tell_again
from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import Card
from handlers.deps import Deps
from handlers.kit.reader import Reader
from handlers.kit.routing import Job
from handlers.outbox import flows as outbox
from handlers.schedule.jobs import Batch, Handle, IsVain, few_tries, never, run_errands, work_off
from handlers.vote import rules as vote
from storage import checkin_reading as rounds
from storage import schedule
from storage import team as teams
from storage.schedule import Due, Occurrence


async def beat(deps: Deps, now: datetime) -> datetime | None:
    """Everything of a check-in that is due, in the order in which it happens in a week."""
    alone = {cadence.REFRESH}
    return await work_off(deps, HANDLES, now, first=_lock, given_up=GIVEN_UP, one_by_one=alone)


async def _round_is_over(session: AsyncSession, row: Occurrence, now: datetime) -> bool:
    round_ = await rounds.round_of(session, (row.team_id, row.day))
    return round_ is None or round_.closed_at is not None or round_.closes_at <= now


async def _lock(session: AsyncSession, dues: Sequence[Due]) -> None:
    """Whoever saves a team locks it, then its round, then what is due: so does what moves both.

    What asks one person about several teams goes out together.
    """
    kind = dues[0].kind
    if kind in (cadence.OPEN, cadence.CLOSE):
        await teams.lock(session, {due.team_id for due in dues})
    elif kind in cadence.ASKING:
        await schedule.together(session, kind, {due.member_id for due in dues})


async def _open(session: AsyncSession, _: Deps, batch: Batch, now: datetime) -> None:
    for row in batch:
        skipped = await flows.open_round(session, row.team_id, row.day, now, row.reason)
        schedule.settle(row, now, skipped=skipped)


async def _prompt(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    groups = await flows.grouped(session, batch, now)
    readers = await deps.readers(session, list(groups))
    await _send(session, readers, await flows.prompt(session, groups, readers, now), now)


async def _remind(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    groups = await flows.grouped(session, batch, now)
    readers = await deps.readers(session, list(groups))
    await _send(session, readers, await flows.remind(session, groups, readers, now), now)


async def _last_call(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    """The last reminder; and those who lead learn who is missing."""
    groups = await flows.grouped(session, batch, now)
    readers = await deps.readers(session, list(groups))
    await _send(session, readers, await flows.remind(session, groups, readers, now), now)
    told = await flows.to_tell(session, groups, now)
    sent = [
        outbox.Message(one.key, one.lead_id, views.who_is_missing(readers[one.lead_id], one))
        for one in told
    ]
    await outbox.post_all(session, sent, now, bulk=True)


async def _come_again(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    groups = await flows.grouped(session, batch, now)
    readers = await deps.readers(session, list(groups))
    await _send(session, readers, await flows.come_again(session, groups, readers, now), now)


async def _send(
    session: AsyncSession, readers: Mapping[str, Reader], cards: Mapping[str, Card], now: datetime
) -> None:
    shown = [
        outbox.Message(card.key, person, views.card(readers[person], card, now))
        for person, card in cards.items()
    ]
    await flows.note_asked(session, cards, readers, now)
    await outbox.post_all(session, shown, now, bulk=True)


async def _refresh(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    for row in sorted(batch, key=attrgetter("member_id")):
        await _refresh_one(session, deps, row, now)


async def _refresh_one(session: AsyncSession, deps: Deps, row: Occurrence, now: datetime) -> None:
    """Somebody's cards show what was answered meanwhile, by whomever and however; and so do those
    of their stand-in.
    """
    schedule.settle(row, now)
    readers = await deps.readers(session, await flows.shown_too(session, row.member_id))
    for reader in readers.values():
        for card in await flows.drawn_anew(session, reader.id, now):
            await outbox.update(session, card.key, views.card(reader, card, now), now)


async def look_ahead(deps: Deps, now: datetime) -> datetime | None:
    """Ask Slack who wants quiet, shortly before people are asked."""
    return await run_errands(deps, cadence.QUIET, now, _look_ahead)


async def _look_ahead(deps: Deps, due: Due, now: datetime) -> None:
    async with deps.sessions.workspace(due.workspace_id, reading=True) as session:
        people = await flows.to_be_asked(session, now)
    await ask_about(deps, due.workspace_id, people, now)


async def follow(deps: Deps, now: datetime) -> datetime | None:
    """Somebody left, came back or named a stand-in: rounds follow, and the stand-in hears of it."""
    return await run_errands(deps, CHANGED, now, _follow)


async def _follow(deps: Deps, due: Due, now: datetime) -> None:
    async with deps.sessions.workspace(due.workspace_id) as session:
        told = await flows.follow(session, due.member_id, now)
        if told is None:
            return
        readers = await deps.readers(session, [due.member_id, told.stand_in])
        away_one = readers[due.member_id]
        key = await absences.name_of_telling(session, due.member_id, told.leave)
        theirs = absence.stands_in(readers[told.stand_in], away_one, told.leave, told.krs, now)
        own = absence.stood_in(away_one, told.leave, told.krs, now)
        await outbox.post(session, key, told.stand_in, theirs, now)
        if told.leave.lacking is None:  # else they have read that nobody does
            await outbox.post(session, f"{key}:own", due.member_id, own, now)


HANDLES: Final[dict[str, Handle]] = {
    cadence.OPEN: _open,
    cadence.PROMPT: _prompt,
    cadence.REMIND: _remind,
    cadence.LAST_CALL: _last_call,
    cadence.SNOOZED: _come_again,
    cadence.CLOSE: close,
    cadence.REFRESH: _refresh,
    cadence.LATE_ANSWER: tell_again,
    cadence.SUMMARY: tell_again,
    vote.REASON: tell_again,
}
GIVEN_UP: Final[dict[str, IsVain]] = {
    cadence.OPEN: never,
    cadence.PROMPT: _round_is_over,
    cadence.REMIND: few_tries,
    cadence.LAST_CALL: few_tries,
    cadence.CLOSE: never,
}
LOOK_AHEAD: Final = Job("checkin.look_ahead", look_ahead, kinds=frozenset({cadence.QUIET}))
FOLLOW: Final = Job("checkin.follow", follow, kinds=frozenset({CHANGED}))
BEAT: Final = Job("checkin.beat", beat, kinds=frozenset(HANDLES))
