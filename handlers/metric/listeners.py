"""`/okr metric`: a reading for the team, its metrics, or the history of one."""

from collections.abc import Awaitable, Callable
from typing import Final

from slack_bolt.context.ack.async_ack import AsyncAck
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.blocks import Block
from handlers.kit.inputs import Input
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.kit.routing import Routes, Verb
from handlers.kit.typed import given_back
from handlers.metric import flows, views
from handlers.metric.rules import typed
from handlers.metric.rules.kept import plain_m
from handlers.outbox import listeners as outbox
from handlers.team.flows import the_team
from storage.team import Team

Answer = Callable[[AsyncSession, Reader, Team, typed.Entry, Input], Awaitable[Block]]


async def metric(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """Record what was typed, or show what was asked for."""
    line = readable(inp.text, {})
    with given_back(line):
        wish = await _wish(inp, deps, line)
        if isinstance(wish, typed.Entry):
            answer = await _record(inp, deps, wish)
        else:
            answer = await _show(inp, deps, wish.key)
    await ack(**answer)


async def _wish(inp: Input, deps: Deps, line: str) -> typed.Entry | typed.Asked:
    """A name that the team keeps a metric by comes before what else these words may say.

    That is one that ends like a duration, or a full one that stands for a shorter one now.
    """
    whole = typed.whole_name(line)
    if whole is not None and await _is_kept(inp, deps, whole):
        return typed.Asked(whole)
    return typed.read(line, exact=await _is_kept(inp, deps, typed.full_name(line)))


async def _is_kept(inp: Input, deps: Deps, full: str | None) -> bool:
    if full is None:
        return False
    async with deps.reading(inp) as (session, reader):
        team = await the_team(session, reader, inp.channel)
        return await flows.is_kept(session, team.id, full)


async def _record(inp: Input, deps: Deps, entry: typed.Entry) -> Block:
    async with deps.once(inp) as (session, reader):
        team = await the_team(session, reader, inp.channel)
        new = await flows.unheard(session, reader, team, entry, inp.now)
        if new is not None:
            return views.asked_first(reader.say, new.entry, new.near, new.fitting, team.name)
        return await _recorded(session, reader, team, entry, inp)


async def _recorded(
    session: AsyncSession, reader: Reader, team: Team, entry: typed.Entry, inp: Input
) -> Block:
    bare = await flows.without_unit(session, reader, team, entry, inp.now)
    if bare is not None:
        return views.asked_for_unit(reader.say, plain_m(entry, ""), bare)
    return await _taken(session, reader, team, entry, inp)


async def _taken(
    session: AsyncSession, reader: Reader, team: Team, entry: typed.Entry, inp: Input
) -> Block:
    done = await flows.record(session, reader, team, entry, inp.now)
    return views.recorded(
        reader.say,
        done.shown,
        team.name,
        done.reading_id,
        is_first=done.is_first,
        instead=done.instead,
        whose=done.whose,
    )


async def make(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button below the question, with the reading: its name was meant."""
    await _answered(ack, inp, deps, _recorded)


async def make_all(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button below the other question: its unit is that of all readings."""
    await _answered(ack, inp, deps, _taken)


async def _answered(ack: AsyncAck, inp: Input, deps: Deps, recorded: Answer) -> None:
    entry = typed.read(inp.value, exact=True)
    if not isinstance(entry, typed.Entry):
        raise TypeError(inp.value)
    async with deps.once(inp) as (session, reader):
        team = await the_team(session, reader, inp.channel)
        answer = await recorded(session, reader, team, entry, inp)
    await outbox.replace(inp, deps, answer)
    await ack()


async def _show(inp: Input, deps: Deps, key: str) -> Block:
    async with deps.reading(inp) as (session, reader):
        team = await the_team(session, reader, inp.channel)
        if key:
            return views.history(reader.say, await flows.history(session, team.id, key, inp.now))
        shown = (await flows.latest([team.id], inp.now).read(session))[team.id]
        return views.listing(reader.say, shown, team.name)


async def take_back(ack: AsyncAck, inp: Input, deps: Deps) -> None:
    """The button of the answer: whoever mistyped a name or a number has nothing to clean up."""
    async with deps.once(inp) as (session, reader):
        taken = await flows.take_back(session, reader, inp.value, inp.now)
    shown = views.gone_already(reader.say)
    if taken is not None:
        shown = views.taken_back(reader.say, taken.gone, taken.left)
    await outbox.replace(inp, deps, shown)
    await ack()


ROUTES: Final = Routes(
    actions={views.TAKE_BACK: take_back, views.MAKE: make, views.MEANT: make, views.ALL: make_all},
    verbs={
        "metric": Verb(
            usage="metric nps 62 21 17",
            does="Record a reading; alone, show your team's metrics",
            run=metric,
        )
    },
)
