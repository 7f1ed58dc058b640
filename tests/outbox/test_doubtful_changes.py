"""Changes whose answer was lost: a repeat costs nothing, so nobody reads for long what is over."""

from datetime import timedelta

from bot.sandbox.faults import Fault
from handlers.kit import blocks
from handlers.outbox import flows, rules
from tests.outbox.stage import post, row_of, texts
from tests.world import HOME, World


async def change(world: World, text: str) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await flows.update(session, "a", blocks.message(text), world.clock.now())


async def doubtful(world: World) -> None:
    """A card that is there, and half an hour of lost answers to a change of it."""
    await post(world, "a", world.channel("care"))
    await world.settle()
    world.sandbox.faults.add(Fault("cut_before", method="chat.update", times=1000))
    await change(world, "first")
    await world.go_to(world.clock.now() + timedelta(minutes=30))
    world.sandbox.faults.clear()


async def test_a_change_that_slack_lost_for_half_an_hour_is_made_ten_minutes_later(
    world: World,
) -> None:
    await doubtful(world)
    await world.go_to(world.clock.now() + rules.LONGEST_WAIT)
    assert texts(world, "care") == ["first"]


async def test_what_replaces_a_change_in_doubt_does_not_inherit_its_pause(world: World) -> None:
    await doubtful(world)
    assert (await row_of(world, "a#1")).due_at > world.clock.now()
    await change(world, "second")
    row = await row_of(world, "a#1")
    assert (row.due_at, row.attempts, row.unknowns) == (world.clock.now(), 0, 0)
    await world.settle()
    assert texts(world, "care") == ["second"]
