"""Objectives at any point of their life, and what somebody reads of them."""

from datetime import datetime
from typing import Any

from sqlalchemy import update

from bot.sandbox.hands.reply import Reply
from bot.sandbox.model import Message, View
from handlers.okr import flows
from handlers.okr.rules.audit import Noted
from storage.okr import Objective
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


async def set_up(world: World, number: int = 1, **values: Any) -> None:
    """Bring an objective to where a test begins."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        changed = update(Objective).where(Objective.number == number).values(**values)
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


def told(world: World, who: str) -> list[Message]:
    """The direct messages of the bot to somebody."""
    person = world.person(who)
    return [m for m in person.messages(person.dm) if m.bot_id] if hasattr(person, "dm") else []


async def tap(world: World, who: str, where: Message | View | None, action: str) -> Reply:
    """Press a button."""
    assert where is not None
    reply = await world.person(who).click(where, action)
    assert reply.ok, (reply.error, reply.detail)
    return reply


def later(world: World, when: str) -> datetime:
    """Move the clock on."""
    moment = world.moment(when)
    world.clock.move_to(moment)
    return moment
