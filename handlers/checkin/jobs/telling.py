"""Telling what a round came to: the post and its thread, and both again when that is new."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin import flows, views
from handlers.checkin.rules.summary import Told, part_key, summary_key
from handlers.checkin.views.thread import PARTS, QUOTES
from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.kit.text import Say
from handlers.nudge import flows as nudge
from handlers.nudge.rules import Ask
from handlers.outbox import flows as outbox
from handlers.quote import flows as quotes
from handlers.schedule.jobs import Batch
from handlers.team.flows import who_hears
from handlers.vote import flows as votes
from handlers.vote import views as vote
from handlers.vote.flows import Odd
from storage import checkin_reading as reading
from storage import schedule
from storage import team as teams
from storage.checkin import Key
from storage.schedule import Occurrence
from storage.team import Team


async def close(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    """Rounds that end now: each team reads what its own came to."""
    for row in batch:
        await _close(session, deps, row, now)


async def _close(session: AsyncSession, deps: Deps, row: Occurrence, now: datetime) -> None:
    key = (row.team_id, row.day)
    team = await teams.team(session, row.team_id)
    closed = await flows.close_round(session, team, key, now)
    schedule.settle(row, now, skipped=closed.skipped)
    if closed.told is None or team is None:
        return
    say = deps.texts.say(team.language)
    tell = (await who_hears(session, [team]))[team.id]
    shown = views.summary(say, closed.told)
    await outbox.post(session, summary_key(key), team.channel, shown, now, tell=tell)
    for part, message in views.thread(say, closed.told).items():
        await outbox.reply(session, part_key(key, part), summary_key(key), message, now, bulk=True)
    await _post_quotes(session, deps, team, key, closed.told, now)
    await _ask_why(session, deps, team, key, dict(closed.odd), now)


async def _post_quotes(
    session: AsyncSession, deps: Deps, team: Team, key: Key, told: Told, now: datetime
) -> None:
    """Each a message of its own, so that it can be recalled; none that stood here days ago."""
    new = await quotes.not_read_yet(session, team, told.quotes, now)
    named = {part_key(key, f"6:Q-{q.number}"): q for q in new[:QUOTES]}
    may = await quotes.posted(session, named, now) if named else set()
    say = deps.texts.say(team.language)
    for name in sorted(may):
        shown = views.quoted(say, named[name])
        await outbox.reply(session, name, summary_key(key), shown, now, bulk=True)


async def _ask_why(
    session: AsyncSession,
    deps: Deps,
    team: Team,
    key: Key,
    odd: Mapping[str, Sequence[Odd]],
    now: datetime,
) -> None:
    """Whoever voted far from the others, once, about all that they did; unless asked enough."""
    if not odd:
        return
    readers = await deps.readers(session, list(odd))
    asks = [_ask(readers[who], key, theirs) for who, theirs in odd.items()]
    refused = await nudge.may_nudge(session, asks, now)
    asks = [ask for ask in asks if refused[ask.member_id, ask.key] is None]
    people = [ask.member_id for ask in asks]
    await votes.note_asked(session, key, people, now)
    # Without its KRs: else their lead could tell from a reminder left out who voted differently.
    await nudge.note(session, [replace(ask, krs=()) for ask in asks], now)
    shown = [(who, _question(readers[who].say, team, key, odd[who])) for who in people]
    messages = [outbox.Message(vote.why_key(key, who), who, told) for who, told in shown]
    await outbox.post_all(session, messages, now, bulk=True)


def _ask(reader: Reader, key: Key, odd: Sequence[Odd]) -> Ask:
    name, krs = vote.why_key(key, reader.id), tuple(one.kr_number for one in odd)
    return Ask(reader.id, name, vote.WHY, reader.zone, krs)


def _question(say: Say, team: Team, key: Key, odd: Sequence[Odd]) -> Block:
    told = [(one.kr_number, one.title, one.score) for one in odd]
    return vote.ask(say, team.name, key, told)


async def tell_again(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    """What rounds that are over come to now: late answers, what was withdrawn, reasons."""
    for row in batch:
        schedule.settle(row, now)
        await _tell_again(session, deps, (row.team_id, row.day), now)


async def _tell_again(session: AsyncSession, deps: Deps, key: Key, now: datetime) -> None:
    """Each message is changed that says something else now; what is new comes below."""
    team = await teams.team(session, key[0])
    round_ = await reading.round_of(session, key)  # who has it may wait for what is told here
    if team is None or round_ is None or round_.closed_at is None:
        return
    names = [summary_key(key), *(part_key(key, part) for part in PARTS)]
    there = await outbox.last_payloads(session, names)
    if summary_key(key) not in there:  # it was not told at its close, with a reason
        return
    say, told = deps.texts.say(team.language), await flows.told_of(session, team, round_, now)
    parts = {part_key(key, part): m for part, m in views.thread(say, told).items()}
    emptied = {name: views.empty(say) for name in there.keys() - parts}
    wanted = emptied | parts | {summary_key(key): views.summary(say, told)}
    for name, message in wanted.items():
        if name not in there:
            await outbox.reply(session, name, summary_key(key), message, now, bulk=True)
        elif there[name] != message:
            await outbox.update(session, name, message, now)
