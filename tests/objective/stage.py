"""Objectives at any point of their life, and what somebody reads of them."""

from typing import Any

from sqlalchemy import update

from bot.sandbox.hands.reply import Reply
from bot.sandbox.model import Message, Payload, View
from handlers.okr import flows
from handlers.okr.rules.audit import Noted
from storage.okr import KeyResult, Objective
from storage.okr_life import objectives
from tests.okr.stage import Make, words
from tests.world import HOME, World


async def typed(world: World, who: str, line: str, channel: str = "care") -> Reply:
    """What somebody reads after typing a command."""
    reply = await world.person(who).command(line, world.channel(channel))
    assert reply.ok, (reply.error, reply.detail)
    return reply


async def read(world: World, who: str, line: str) -> str:
    """The same as text."""
    reply = await typed(world, who, line)
    return words(reply.blocks) or reply.text


async def opened(world: World, who: str, line: str) -> View:
    """The form that somebody sees after typing this."""
    view = (await typed(world, who, line)).view
    assert view is not None
    return view


async def set_up(world: World, number: int = 1, **values: Any) -> None:
    """Bring an objective to where a test begins."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        changed = update(Objective).where(Objective.number == number).values(**values)
        await session.execute(changed)


async def set_up_kr(world: World, number: int = 1, **values: Any) -> None:
    """The same of a KR."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        changed = update(KeyResult).where(KeyResult.number == number).values(**values)
        await session.execute(changed)


async def a_draft(world: World, make: Make, owner: str, **values: Any) -> None:
    """O-1 of Care with KR-1, which nobody has proposed yet."""
    await make(owner)
    await set_up(world, **{"stage": "draft", **values})


async def row(world: World, number: int = 1) -> Objective:
    """The objective as it is kept."""
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return (await objectives(session, [number]))[number][0]


async def history(world: World, number: int = 1) -> list[Noted]:
    """What was changed in the objective and its KRs, the oldest first, without its making."""
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        found = await flows.changes(session, objective_number=number)
    return [one for one in reversed(found) if one.what != "made"]


async def steps(world: World, number: int = 1) -> list[tuple[str, str, str]]:
    """Who took the objective from where to where."""
    return [
        (one.author_id, one.before, one.after)
        for one in await history(world, number)
        if one.what == "stage"
    ]


def direct(world: World, who: str) -> list[Message]:
    """What the bot has sent somebody by direct message, the oldest first."""
    user = world.person(who).user
    return [
        m
        for channel in world.home.channels.values()
        if channel.kind == "im" and user in channel.members
        for m in channel.messages.values()
        if m.bot_id
    ]


def buttons(blocks: list[Payload]) -> set[str]:
    """The buttons below a message or in a view."""
    return {
        element["action_id"]
        for block in blocks
        if block["type"] == "actions"
        for element in block["elements"]
    }


async def tap(world: World, who: str, where: Message | View | None, action: str) -> Reply:
    """Press a button."""
    assert where is not None
    reply = await world.person(who).click(where, action)
    assert reply.ok, (reply.error, reply.detail)
    return reply


async def proposed(world: World, make: Make, owner: str, who: str) -> Message:
    """O-1 as its team's channel sees it, proposed by `who`."""
    await a_draft(world, make, owner)
    shown = await typed(world, who, "/okr show O-1")
    await tap(world, who, shown.message, "objective.to_proposed")
    await world.settle()
    return world.posted("care")[0]
