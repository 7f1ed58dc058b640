"""A team that reads three languages, a neighbour beside it, and all that is to be seen of both."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import select, update

from bot.sandbox.hands import Reply
from bot.sandbox.wire import Answer
from handlers.kit.text import Say
from storage.db import Base, new_id
from storage.okr import KeyResult
from storage.outbox import Budget
from storage.workspace import Arrival
from tests.checkin.stage import ANNA, BEN, CHEN, DAI, EVE, add_kr, add_team
from tests.companies import add_kr as add_kr_anywhere
from tests.companies import set_up_team
from tests.world import HOME, NEIGHBOUR, World

NOISE = (Arrival, Budget)  # what came before, and Slack's pace: nobody sees them
THEIRS = "Zebra renewals"


async def company(world: World) -> None:
    """Care: Anna leads it; KR-1 is Ben's, KR-2 Chen's, KR-3 Dai's. Next door KR-9 is Nia's."""
    await add_team(world, (ANNA, BEN, CHEN, DAI, EVE))
    for number, owner in enumerate((BEN, CHEN, DAI), start=1):
        await add_kr(world, number, owner, title=f"Answer {owner[2:].lower()}", value=50)
    await next_door(world)
    await world.settle()


async def next_door(world: World) -> str:
    team = await set_up_team(world, "nextdoor", members=("nia", "ola"))
    await add_kr_anywhere(world, team, 9, THEIRS, workspace=NEIGHBOUR)
    async with world.bot.deps.sessions.workspace(NEIGHBOUR) as session:
        await session.execute(update(KeyResult).values(owner_id="U0NIA"))
    return team


async def everything(world: World) -> dict[str, Any]:
    """Every row of both workspaces, and every message that is not for one person only."""
    found: dict[str, Any] = {}
    tables = [m.class_ for m in Base.registry.mappers if m.class_ not in NOISE]
    for id_ in (HOME, NEIGHBOUR):
        async with world.bot.deps.sessions.workspace(id_, reading=True) as session:
            for table in tables:
                rows = list(await session.scalars(select(table)))
                columns = [column.key for column in table.__mapper__.columns]
                found[f"{id_} {table.__name__}"] = sorted(
                    repr([(name, getattr(row, name)) for name in columns]) for row in rows
                )
        for channel in world.sandbox.world.workspaces[id_].channels.values():
            seen = [m for m in channel.messages.values() if m.seen_by is None]
            found[f"{id_} {channel.id}"] = [(m.ts, m.text, str(m.blocks)) for m in seen]
    return found


@asynccontextmanager
async def nothing_changes(world: World) -> AsyncIterator[None]:
    """Whatever happens inside leaves every row and message of both workspaces as it was."""
    await world.settle()
    before = await everything(world)
    yield
    await world.settle()
    after = await everything(world)
    assert {name: after[name] for name in after if after[name] != before.get(name)} == {}
    assert before.keys() == after.keys()


def says(world: World, who: str) -> Say:
    """The language of somebody."""
    return world.bot.deps.texts.say(world.person(who).person.locale)


async def typed(world: World, who: str, line: str, channel: str = "care") -> Reply:
    """What somebody reads after typing a command, which Slack took."""
    reply = await world.person(who).command(line, world.channel(channel))
    assert reply.ok, (reply.error, reply.detail)
    return reply


def answered(world: World, who: str, reply: Reply, sentence: str, **values: Any) -> bool:
    """Whether somebody was answered with this sentence, in their own language, for them alone."""
    told = says(world, who)(sentence, **values)
    hidden = reply.message is not None and reply.message.seen_by == world.person(who).user
    return hidden and told in reply.text


async def tapped(world: World, who: str, action_id: str, value: str | None, **more: Any) -> Answer:
    """A tap on a button that carries this value, or none, whatever is really shown."""
    body = world.person(who)._interaction("block_actions")
    action = {"type": "button", "action_id": action_id, "block_id": "b1"}
    action |= {} if value is None else {"value": value}
    return await world.sandbox.delivery.ask("interactive", body | {"actions": [action]} | more)


async def submitted(
    world: World, who: str, callback_id: str, metadata: dict[str, Any], typed: dict[str, Any]
) -> Answer:
    """A form that carries these ids and was filled in like this, whatever was really shown."""
    inputs = [{"type": "input", "block_id": block_id} for block_id in typed]
    view = {
        "id": f"V{new_id()}",
        "type": "modal",
        "hash": "1.1",
        "callback_id": callback_id,
        "private_metadata": json.dumps(metadata),
        "blocks": inputs,
        "state": {"values": {block_id: {"x": state} for block_id, state in typed.items()}},
    }
    body = world.person(who)._interaction("view_submission") | {"view": view}
    return await world.sandbox.delivery.ask("interactive", body)
