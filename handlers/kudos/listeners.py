"""`/kudos`, taking it back, and reactions that come and go."""

from typing import Any, Final

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.kit.routing import Command, Routes
from handlers.kit.typed import given_back
from handlers.kudos import flows, rules, views
from handlers.outbox import flows as outbox
from handlers.outbox import listeners as answers


async def kudos(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Posted in the team's channel, told to who receives them, confirmed to who gives; what cannot
    be given is given back.
    """
    with given_back(readable(inp.text, {})):
        answer = await _thanked(inp, deps)
    await ack(**answer)


async def _thanked(inp: Input, deps: Deps) -> Block:
    async with deps.once(inp) as (session, reader):
        done = await flows.thank(session, reader, inp.text, inp.channel, inp.now)
        if not done.repeated:
            await _tell(session, deps, done)
    channel = done.place.channel if done.place else None
    return views.thanked(reader.say, done.given, channel)


async def _tell(session: AsyncSession, deps: Deps, done: flows.Thanked) -> None:
    given, now = done.given, done.given.given_at
    title = done.kr.title if done.kr else None
    if done.place is not None:
        post = views.post(deps.texts.say(done.place.language), given, title)
        key = rules.post_key(given)
        await outbox.post(session, key, done.place.channel, post, now, tell=given.giver)
    readers = await deps.readers(session, given.recipients)
    for id_ in given.recipients:
        dm = views.dm(readers[id_].say, given, title)
        await outbox.post(session, rules.dm_key(given, id_), id_, dm, now)


async def take_back(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The giver has thought better of it."""
    async with deps.once(inp) as (session, reader):
        given = await flows.take_back(session, reader, inp.value, inp.now)
    await answers.replace(inp, deps, views.taken_back(reader.say, given))
    await ack()


async def reacted(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """A reaction came or went. Slack is asked about it later, by a job."""
    look = _look(inp.event or {})
    if look is not None:
        async with deps.first(inp) as session:
            await flows.ask_to_look(session, look, inp.now)
    await ack()


def _look(event: dict[str, Any]) -> rules.Look | None:
    """What to look at; None for other reactions and for one's own messages."""
    item = event.get("item") or {}
    giver = str(event.get("user", ""))
    if item.get("type") != "message" or not rules.is_kudos(str(event.get("reaction", ""))):
        return None
    if not giver or event.get("item_user") == giver:
        return None
    channel, ts = item.get("channel"), item.get("ts")
    return rules.Look(giver, str(channel), str(ts)) if channel and ts else None


async def about_kr(session: AsyncSession, kr_number: int, reader: Reader) -> list[Block]:
    """The kudos for work on a KR, for `/okr show`."""
    return views.about_kr(reader.say, await flows.about_kr(session, kr_number))


ROUTES: Final = Routes(
    commands=(
        Command(
            name="/kudos",
            description="Thank somebody for what they did",
            usage="@ben for staying with the customer until it worked",
            run=kudos,
        ),
    ),
    actions={views.TAKE_BACK: take_back},
    events={"reaction_added": reacted, "reaction_removed": reacted},
    scopes=frozenset({"reactions:read"}),
)
