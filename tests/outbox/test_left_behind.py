"""What is left behind by whoever sends it, each time, is given up, and somebody hears of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import event, update

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
        await session.execute(update(Outgoing).values(**row | values))


@contextmanager
def slow(world: World, seconds: float) -> Iterator[None]:
    """Each statement that the bot runs meanwhile takes so long."""
    engine = world.bot.deps.sessions.engine.sync_engine

    def wait(*_: object) -> None:
        world.clock.advance(seconds)

    event.listen(engine, "before_cursor_execute", wait)
    yield
    event.remove(engine, "before_cursor_execute", wait)


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


async def test_what_was_left_behind_is_sent_where_the_database_is_always_slow(
    world: World,
) -> None:
    await post(world, "a", world.channel("care"))
    await left_behind(world, attempts=1)
    with slow(world, seconds=2):
        for _ in range(6):
            await reclaim(world.bot.deps, world.clock.now())
            world.clock.advance(5)
    assert (await row_of(world, "a")).state == "due"
    await world.settle()
    assert texts(world, "care") == ["text of a"]


async def test_where_a_look_stood_still_whoever_lives_writes_first_what_came_of_its_call(
    world: World,
) -> None:
    """It was seen just before, and nobody can have written since."""
    await post(world, "a", world.channel("care"))
    await left_behind(world, attempts=1)
    await reclaim(world.bot.deps, world.clock.now())
    world.clock.advance(1)
    with slow(world, seconds=60):
        await reclaim(world.bot.deps, world.clock.now())
    assert (await row_of(world, "a")).state == "claimed"


async def test_a_clock_that_is_a_little_behind_does_not_end_the_grace(world: World) -> None:
    now = world.clock.now()
    await post(world, "a", world.channel("care"))
    await left_behind(world, attempts=1)
    await reclaim(world.bot.deps, now + timedelta(seconds=2))
    await reclaim(world.bot.deps, now)
    assert (await row_of(world, "a")).state == "claimed"
