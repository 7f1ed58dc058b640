"""Messages that were held for longer than others are tried: they have all their tries after it."""

from datetime import timedelta
from typing import Literal

import pytest

from bot.sandbox.faults import Fault
from handlers.outbox import rules
from storage.sending import releasing
from tests.outbox.stage import post, row_of, texts
from tests.world import HOME, World

FOR_LONG = rules.TOO_OLD + timedelta(days=1)


async def let_in(world: World, fault: Fault) -> None:
    """Once it was held for so long; Slack is in trouble by then."""
    quiet = world.sandbox.add_channel(
        HOME, "quiet", members=["U0ANNA"], kind="private", with_bot=False
    )
    await post(world, "a", quiet.id)
    await world.settle()
    world.clock.advance(FOR_LONG.total_seconds())
    quiet.members.add(world.home.bot_user)
    world.sandbox.faults.add(fault)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await releasing.release(session, quiet.id, world.clock.now())


@pytest.mark.parametrize("kind", ["server_error", "cut_before"])
async def test_what_was_held_for_days_is_tried_again_when_its_first_try_fails(
    world: World, kind: Literal["server_error", "cut_before"]
) -> None:
    await let_in(world, Fault(kind, method="chat.postMessage", status=502))
    await world.go_to(world.clock.now() + timedelta(seconds=10))
    assert texts(world, "quiet") == ["text of a"]


@pytest.mark.parametrize("kind", ["server_error", "cut_before"])
async def test_what_was_held_for_days_fails_after_twenty_tries(
    world: World, kind: Literal["server_error", "cut_before"]
) -> None:
    await let_in(world, Fault(kind, method="chat.postMessage", times=1000, status=502))
    await world.go_to(world.clock.now() + timedelta(minutes=30))
    assert (await row_of(world, "a")).state == "due"
    await world.go_to(world.clock.now() + timedelta(days=1))
    row = await row_of(world, "a")
    assert (row.state, row.attempts + row.unknowns) == ("failed", rules.ATTEMPTS)
    world.sandbox.faults.clear()
    await world.go_to(world.clock.now() + timedelta(hours=2))
    assert texts(world, "quiet") == []
