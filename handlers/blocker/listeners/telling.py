"""Telling people of a blocker by the outbox: at once, when it changes, and once it is over."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker import flows, views
from handlers.blocker.rules import CHANNEL, LIST, About, Blocker, Key, message_key
from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.reader import Reader
from handlers.nudge import flows as nudge
from handlers.nudge.rules import Ask
from handlers.outbox import flows as outbox
from handlers.outbox.flows import Message
from handlers.team.flows import who_hears
from storage import team as teams
from storage.team import Team

RAISED: Final = "blocker.raised"  # a person asks, through us: noted, and never refused


async def ask_for_help(
    session: AsyncSession,
    deps: Deps,
    reader: Reader,
    key: Key,
    wanted: Mapping[About, str],
    now: datetime,
) -> None:
    """What a sent form says of this round: words where help is asked for, "" where it is not.

    Leads and channel hear of what is new at once; what they have heard of follows the words.
    """
    team = await teams.team(session, key[0])
    if team is None or not wanted:
        return
    asked = await flows.ask_for_help(session, key, reader.id, wanted, now)
    for blocker in asked.raised:
        await _raised(session, deps, team, blocker, now)
    for blocker in asked.changed:
        if blocker.is_open:
            await show(session, deps, blocker, now)
        else:
            await closed(session, deps, blocker, "", now)
    for blocker in asked.gone:
        for place in await flows.places(session, team, blocker):
            await outbox.delete(session, message_key(blocker.id, place), now)


async def say_still(
    session: AsyncSession, deps: Deps, reader: Reader, told: Mapping[str, bool], now: datetime
) -> None:
    """What a form says of earlier ones, by id: what is not in the way any more is closed."""
    for blocker in await flows.say_still(session, reader.id, told, now):
        await closed(session, deps, blocker, "", now)


async def show(
    session: AsyncSession, deps: Deps, blocker: Blocker, now: datetime, *, but: Collection[str] = ()
) -> None:
    """Its messages say what is so now; `but` those that somebody has in their hands."""
    team = await teams.team(session, blocker.team_id)
    if team is None:
        return
    places = [one for one in await flows.places(session, team, blocker) if one not in but]
    for message in await _messages(session, deps, team, blocker, places):
        await outbox.update(session, message.key, message.payload, now)


async def helped(
    session: AsyncSession, deps: Deps, blocker: Blocker, now: datetime, *, place: str
) -> Block | None:
    """Somebody helps: whoever asked hears who, and the posts say so.

    What the post in this place says now, for whoever tapped it there; None where there is none.
    """
    team = await teams.team(session, blocker.team_id)
    if team is None:
        return None
    asker = blocker.member_id
    messages = await _messages(session, deps, team, blocker, [asker])
    is_new = await outbox.post_new(session, messages, now)
    await show(session, deps, blocker, now, but=[place, *([asker] if is_new else [])])
    tapped = [] if place == LIST else await _messages(session, deps, team, blocker, [place])
    return tapped[0].payload if tapped else None


async def closed(
    session: AsyncSession, deps: Deps, blocker: Blocker, note: str, now: datetime
) -> None:
    """It is over: the posts say so, whoever asked and whoever helped hear of it."""
    await show(session, deps, blocker, now)
    team = await teams.team(session, blocker.team_id)
    if team is not None and note:
        told = views.how(deps.texts.say(team.language), blocker, note)
        key = message_key(blocker.id, CHANNEL)
        await outbox.reply(session, f"{key}:how", key, told, now)
    await _thank(session, deps, blocker, note, now)


async def _thank(
    session: AsyncSession, deps: Deps, blocker: Blocker, note: str, now: datetime
) -> None:
    """Whoever asked and whoever helped, but for whoever closed it and who has left."""
    people = {blocker.member_id, blocker.helper_id or ""} - {blocker.closed_by, ""}
    here = sorted(people - await teams.have_left(session, people)) if people else []
    readers = await deps.readers(session, here) if here else {}
    messages = []
    for person, reader in readers.items():
        told = views.solved if person == blocker.member_id else views.thanked
        key = f"blocker.closed:{blocker.id}:{person}"
        messages.append(Message(key, person, told(reader.say, blocker, note)))
    await outbox.post_all(session, messages, now)


async def _raised(
    session: AsyncSession, deps: Deps, team: Team, blocker: Blocker, now: datetime
) -> None:
    places = [CHANNEL, *await flows.hearers(session, team, blocker)]
    messages = await _messages(session, deps, team, blocker, places)
    krs = () if blocker.kr_number is None else (blocker.kr_number,)
    people = [message for message in messages if message.target != team.channel]
    asks = [Ask(message.target, message.key, RAISED, krs=krs) for message in people]
    await nudge.note(session, asks, now)
    await outbox.post_all(session, messages, now)


async def _messages(
    session: AsyncSession, deps: Deps, team: Team, blocker: Blocker, places: Collection[str]
) -> list[Message]:
    """What each place reads, in its language; a channel that is gone is told to somebody."""
    people = [place for place in places if place != CHANNEL]
    readers = await deps.readers(session, people) if people else {}
    made = [
        Message(
            message_key(blocker.id, person),
            person,
            views.post(readers[person].say, blocker, team.name, person),
        )
        for person in people
    ]
    if CHANNEL not in places:
        return made
    tell = (await who_hears(session, [team]))[team.id]
    say = deps.texts.say(team.language)
    shown: Block = views.post(say, blocker, team.name, CHANNEL)
    return [Message(message_key(blocker.id, CHANNEL), team.channel, shown, tell), *made]
