"""What is left behind by whoever sends it, each time, is given up, and somebody hears of it."""

from sqlalchemy import update

from handlers.outbox import rules
from handlers.outbox.jobs import reclaim
from storage.outbox import Outgoing
from tests.outbox.stage import post, reclaimed, row_of, texts
from tests.world import HOME, World

TOLD = "I have tried again and again to get “text of a” through to"


async def left_behind(world: World, **values: object) -> None:
    """Who sent it last has ended, as all did before; `values` are what else became of it."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        row = {"state": "claimed", "claimed_until": world.clock.now(), "attempts": rules.ATTEMPTS}
        await session.execute(update(Outgoing).values(**row, **values))


async def test_whoever_a_message_was_for_hears_once_that_it_ends_whoever_sends_it(
    world: World,
) -> None:
    await post(world, "a", world.channel("care"), tell="U0ANNA")
    await left_behind(world)
    await reclaimed(world)
    await world.settle()
    await reclaimed(world)
    await world.settle()
    assert texts(world, "care") == []
    assert [TOLD in m.text for m in world.person("anna").dms()] == [True]


async def test_nobody_hears_of_what_was_taken_back_before_it_ended_whoever_looked_for_it(
    world: World,
) -> None:
    await post(world, "a", world.channel("care"), tell="U0ANNA")
    await left_behind(world, payload=None)
    await reclaimed(world)
    await world.settle()
    assert (await row_of(world, "a")).state == "failed"
    assert world.person("anna").dms() == []


async def test_what_is_written_down_before_the_grace_is_over_is_not_given_up(world: World) -> None:
    await post(world, "a", world.channel("care"), tell="U0ANNA")
    await left_behind(world)
    await reclaim(world.bot.deps, world.clock.now())
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await session.execute(update(Outgoing).values(state="sent", claimed_until=None))
    await reclaimed(world)
    await world.settle()
    assert (await row_of(world, "a")).state == "sent"
    assert world.person("anna").dms() == []
