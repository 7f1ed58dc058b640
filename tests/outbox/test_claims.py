"""A claim that is over is not taken for the next one, whoever hears late of how it ended."""

import asyncio
from datetime import timedelta

import pytest

from bot.sandbox.faults import Fault
from handlers.outbox import jobs
from handlers.outbox.jobs.calling import calls
from handlers.outbox.jobs.claiming import LEASE, claim, look
from handlers.outbox.jobs.ending import Ended
from handlers.outbox.jobs.settling import settle
from tests.outbox.stage import post, reclaimed, row_of, texts
from tests.world import HOME, World


async def under_way(world: World) -> None:
    """The next call of a worker whom Slack has answered since, and answers late now."""
    await world.bot.deps.slack.call(HOME, "auth.test", {})
    world.sandbox.faults.add(Fault("latency", "chat.postMessage", seconds=10))
    await jobs.send(world.bot.deps, world.clock.now())
    while world.sandbox.faults.waiting:  # noqa: ASYNC110 the call goes over a socket
        await asyncio.sleep(0)


async def claimed_and_called(world: World) -> list[Ended]:
    """What another worker claims now, and how its calls end: not written down yet."""
    deps, now = world.bot.deps, world.clock.now()
    found = await claim(deps, await look(deps, now), now, room=10)
    return [one for one in await asyncio.gather(*calls(deps, found.mine, now)) if one is not None]


@pytest.mark.parametrize("trouble", ["ratelimited", "cut_before"])
async def test_whoever_did_not_hear_that_it_was_written_down_does_not_undo_the_next_claim(
    world: World, trouble: str
) -> None:
    deps = world.bot.deps
    world.sandbox.faults.add(Fault(trouble, "chat.postMessage", seconds=1))  # type: ignore[arg-type]  # one of the kinds
    await post(world, "a", world.channel("care"))
    ended = await claimed_and_called(world)
    await settle(deps, ended)
    assert (await row_of(world, "a")).state == "due"
    world.clock.advance(2)
    await under_way(world)
    await settle(deps, ended)
    assert (await row_of(world, "a")).state == "claimed"
    world.clock.advance(10)
    await deps.flights.all()
    await world.settle()
    assert texts(world, "care") == ["text of a"]


async def test_whoever_loads_so_late_that_others_have_claimed_it_sends_nothing(
    world: World,
) -> None:
    deps, now = world.bot.deps, world.clock.now()
    await post(world, "a", world.channel("care"))
    late = await claim(deps, await look(deps, now), now, room=10)
    await reclaimed(world)
    await under_way(world)
    assert set(await asyncio.gather(*calls(deps, late.mine, now))) == {None}
    assert (await row_of(world, "a")).state == "claimed"
    world.clock.advance(10)
    await deps.flights.all()
    await world.settle()
    assert texts(world, "care") == ["text of a"]


async def test_whoever_could_not_write_down_how_a_call_ended_does_so_before_it_is_taken_over(
    world: World,
) -> None:
    """As when nobody can write for as long as a lease: the first after it may be another."""
    deps = world.bot.deps
    await post(world, "a", world.channel("care"))
    ended = await claimed_and_called(world)
    world.clock.advance(LEASE.total_seconds() + 1)
    await jobs.reclaim(deps, world.clock.now())
    await jobs.reclaim(deps, world.clock.now())
    assert (await row_of(world, "a")).state == "claimed"
    await settle(deps, ended)
    await world.go_to(world.clock.now() + timedelta(minutes=1))
    row = await row_of(world, "a")
    assert (row.state, row.attempts) == ("sent", 1)
    assert texts(world, "care") == ["text of a"]


async def test_a_clock_that_is_set_back_does_not_keep_what_was_left_behind(world: World) -> None:
    deps = world.bot.deps
    await post(world, "a", world.channel("care"))
    now = world.clock.now()
    await claim(deps, await look(deps, now), now, room=10)
    later = now + timedelta(hours=1)
    await jobs.reclaim(deps, later)
    await jobs.reclaim(deps, now + LEASE)
    assert (await row_of(world, "a")).state == "due"
