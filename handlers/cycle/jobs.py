"""What the clock does at the end of a cycle: invite, ask, remind, post and close."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows import asking, closing, planning, preparing, redrawing
from handlers.cycle.rules import card as rules
from handlers.cycle.rules import due
from handlers.cycle.rules.result import Result
from handlers.cycle.views import card as cards
from handlers.cycle.views import drafts
from handlers.cycle.views import result as views
from handlers.deps import Deps
from handlers.kit.routing import Job
from handlers.nudge import flows as nudge
from handlers.nudge.rules import Ask
from handlers.outbox import flows as outbox
from handlers.schedule.jobs import Batch, Handle, IsVain, few_tries, never, work_off
from handlers.team.flows import who_hears
from storage import cycle as cycles
from storage import schedule
from storage import team as teams
from storage.schedule import Due

EVERY: Final = 600.0  # seconds: objectives are made in many ways, and none must be forgotten
AGAIN: Final = timedelta(minutes=10)
NOBODY: Final = "nobody to ask"
TOO_LATE: Final = "more than 30 days late"


async def plan(deps: Deps, now: datetime) -> None:
    """Plan the end of every cycle in which a team has objectives, once."""
    for workspace in deps.slack.workspaces():
        async with deps.sessions.workspace(workspace, reading=True) as session:
            is_new = await planning.unplanned(session, now)
        if is_new:
            async with deps.sessions.workspace(workspace) as session:
                await planning.plan(session, now)


async def beat(deps: Deps, now: datetime) -> datetime | None:
    """Everything that is due at the end of a cycle, in the order in which it happens."""
    alone = {due.REDRAW}
    return await work_off(deps, HANDLES, now, first=_lock, given_up=GIVEN_UP, one_by_one=alone)


async def _lock(session: AsyncSession, dues: Sequence[Due]) -> None:
    """As whoever saves a team, which moves what it has planned."""
    kind = dues[0].kind
    if kind in due.OF_TEAM:
        await teams.lock(session, {one.team_id for one in dues})
    elif kind in due.OF_PERSON:
        await schedule.together(session, kind, {one.member_id for one in dues})


async def _prepare(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    invited = await preparing.invite(session, batch, now)
    readers = await deps.readers(session, [one.member_id for one in invited])
    sent = [
        outbox.Message(one.key, one.member_id, cards.invitation(readers[one.member_id], one))
        for one in invited
    ]
    asks = [Ask(m.target, m.key, due.PREPARE, readers[m.target].zone) for m in sent]
    await nudge.note(session, asks, now)
    await outbox.post_all(session, sent, now, bulk=True)


async def _open(session: AsyncSession, _: Deps, batch: Batch, now: datetime) -> None:
    """Whom to ask is looked up; what ended long ago is only closed, by its post."""
    fresh = [row for row in batch if now - row.first_due_at <= due.MATTERS]
    zones = await cycles.zones_of(session, {row.team_id for row in fresh})
    asked = await planning.open_all(session, fresh, zones, now)
    for row in batch:
        is_over = row not in fresh
        skipped = TOO_LATE if is_over else None if asked[row.team_id, row.day] else NOBODY
        schedule.settle(row, now, skipped=skipped)


async def _ask(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    groups = await asking.grouped(session, batch, now)
    readers = await deps.readers(session, sorted({person for person, _ in groups}))
    sent = [
        outbox.Message(one.key, one.member_id, cards.card(readers[one.member_id], one))
        for one in await asking.ask(session, groups, readers, now)
    ]
    await outbox.post_all(session, sent, now, bulk=True)


async def _redraw(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    """What was recorded meanwhile stands on the cards that were sent; one that says so is left."""
    await schedule.settle_all(session, batch, now)
    sent = await redrawing.sent_cards(session, batch, now)
    readers = await deps.readers(session, sorted({card.member_id for card, _ in sent}))
    for card, said in sent:
        shown = cards.card(readers[card.member_id], card)
        if shown != said:
            await outbox.update(session, card.key, shown, now)


async def _post(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    there = {t.id: t for t in await teams.lock(session, {row.team_id for row in batch})}
    asked = await _asked(session, batch, now)
    posted = await closing.close(session, asked, there, now) if asked else []
    await redrawing.after_result(session, [one for result in posted for one in result.ended], now)
    hears = await who_hears(session, list(there.values()))
    readers = await deps.readers(session, sorted({one.member_id for one in posted} - {""}))
    sent = []
    for one in posted:
        team, own = there[one.team_id], one.member_id
        say = readers[own].say if own else deps.texts.say(team.language)
        shown, tell = views.shown(say, one), None if own else hears[team.id]
        sent.append(outbox.Message(one.key, own or team.channel, shown, tell))
    await outbox.post_all(session, sent, now, bulk=True)
    await _tell_of_drafts(session, deps, posted, now)


async def _tell_of_drafts(
    session: AsyncSession, deps: Deps, posted: Sequence[Result], now: datetime
) -> None:
    """Whoever has to do something about a draft that went on hears of it, all of theirs at once."""
    told = rules.drafts(one for result in posted for one in result.ended)
    readers = await deps.readers(session, [one.member_id for one in told])
    sent = [
        outbox.Message(one.key, one.member_id, drafts.drafts(readers[one.member_id].say, one))
        for one in told
    ]
    await outbox.post_all(session, sent, now, bulk=True)


async def _asked(session: AsyncSession, batch: Batch, now: datetime) -> Batch:
    """Without those of which nobody was asked yet, because that failed: they are put off."""
    ids, days = {row.team_id for row in batch}, {row.day for row in batch}
    opened = await cycles.posts(session, due.OPEN, ids, days)
    kept = []
    for row in batch:
        first = opened.get((row.team_id, row.day))
        if first is not None and first.state == "due":
            schedule.put_off(row, now + AGAIN)
        else:
            kept.append(row)
    return kept


HANDLES: Final[dict[str, Handle]] = {
    due.PREPARE: _prepare,
    due.OPEN: _open,
    due.ASK: _ask,
    due.REMIND: _ask,
    due.POST: _post,
    due.REDRAW: _redraw,
}
# Each says itself when it is too late.
GIVEN_UP: Final[dict[str, IsVain]] = dict.fromkeys(HANDLES, never) | {due.REMIND: few_tries}
PLAN: Final = Job("cycle.plan", plan, every=EVERY)
BEAT: Final = Job("cycle.beat", beat, kinds=frozenset(HANDLES))
JOBS: Final = (PLAN, BEAT)
