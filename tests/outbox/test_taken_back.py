"""What becomes of changes to a message that was taken back before it ever left."""

from datetime import timedelta
from typing import Literal

import pytest
from sqlalchemy import select

from bot.sandbox.faults import Fault
from handlers.kit import blocks
from handlers.outbox import flows
from storage.outbox import Outgoing
from tests.outbox.stage import post, row_of, texts
from tests.world import HOME, World


async def update(world: World, key: str) -> bool:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        return await flows.update(session, key, blocks.message("new"), world.clock.now())


async def delete(world: World, key: str) -> bool:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        return await flows.delete(session, key, world.clock.now())


async def reply(world: World, key: str, parent: str) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await flows.reply(session, key, parent, blocks.message("so"), world.clock.now())


async def states(world: World) -> dict[str, str]:
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return {row.key: row.state for row in await session.scalars(select(Outgoing))}


async def test_a_change_that_waits_goes_with_the_message_that_is_taken_back(world: World) -> None:
    await post(world, "a", world.channel("care"))
    await post(world, "b", world.channel("care"))
    for key in "ab":
        assert await update(world, key)
    assert await delete(world, "a")
    await world.settle()
    found = await states(world)
    assert found == {"a": "withdrawn", "a#1": "withdrawn", "b": "sent", "b#1": "sent"}
    assert texts(world, "care") == ["new"]


async def test_what_was_taken_back_before_it_left_is_changed_no_more(world: World) -> None:
    await post(world, "a", world.channel("care"))
    assert await delete(world, "a")
    assert await update(world, "a")
    assert await delete(world, "a")
    await world.settle()
    assert await states(world) == {"a": "withdrawn"}
    assert texts(world, "care") == []


async def test_a_change_of_what_is_held_goes_with_it(world: World) -> None:
    private = world.sandbox.add_channel(
        HOME, "quiet", members=["U0ANNA"], kind="private", with_bot=False
    )
    await post(world, "a", private.id)
    await world.settle()
    assert await states(world) == {"a": "held"}
    await update(world, "a")
    await delete(world, "a")
    await world.person("anna").invite(private.id, world.home.bot_user)
    await world.settle()
    assert await states(world) == {"a": "withdrawn", "a#1": "withdrawn"}
    assert texts(world, "quiet") == []


async def test_a_reply_goes_with_the_message_that_is_taken_back_whenever_it_was_written(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """And with what is about it; that is no trouble with Slack, and the reason stands there."""
    caplog.set_level("WARNING")
    await post(world, "a", world.channel("care"))
    await reply(world, "early", "a")
    await reply(world, "under early", "early")
    await update(world, "early")
    assert await delete(world, "a")
    await reply(world, "late", "a")
    await world.go_to(world.clock.now() + timedelta(minutes=1))
    found = await states(world)
    assert found.keys() == {"a", "early", "under early", "early#1", "late"}
    assert set(found.values()) == {"withdrawn"}
    for key in found.keys() - {"a"}:
        row = await row_of(world, key)
        assert (row.error, row.settled_at is None) == ("its message was withdrawn", False)
    assert "early" not in caplog.text
    assert texts(world, "care") == []


@pytest.mark.parametrize(("cut", "there"), [("cut_before", 0), ("cut_after", 2)])
async def test_what_is_taken_back_in_doubt_is_not_posted_again(
    world: World, cut: Literal["cut_before", "cut_after"], there: int
) -> None:
    """What arrived all the same stays where the bot may not read: nobody knows its place."""
    world.sandbox.faults.add(Fault(cut, method="chat.postMessage", times=2))
    await post(world, "a", world.channel("care"))
    await world.go_to(world.clock.now() + timedelta(seconds=10))
    assert (await row_of(world, "a")).unknowns == 2
    assert await delete(world, "a")
    await world.go_to(world.clock.now() + timedelta(hours=1))
    assert await states(world) == {"a": "withdrawn", "a#1": "withdrawn"}
    assert texts(world, "care") == ["text of a"] * there


async def test_what_could_not_be_posted_is_not_changed_either(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    """As the cards of whoever has left: each change of them would fail once more."""
    world.place("care").archived = True
    await post(world, "a", world.channel("care"))
    await world.settle()
    caplog.set_level("WARNING")
    caplog.clear()
    assert await update(world, "a")
    assert await delete(world, "a")
    await world.settle()
    assert await states(world) == {"a": "failed"}
    assert caplog.text == ""
