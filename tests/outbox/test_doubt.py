"""Messages whose answer was lost, or whose sending failed at Slack: sent again, ever later."""

from datetime import timedelta
from typing import Literal

import pytest

from bot.sandbox.faults import Fault
from handlers.outbox import rules
from handlers.outbox.jobs.claiming import claim, look
from storage.sending import releasing
from tests.outbox.stage import post, reclaimed, row_of, texts
from tests.world import HOME, World


@pytest.mark.parametrize(("cut", "there"), [("cut_before", 1), ("cut_after", 2)])
async def test_a_message_whose_answer_was_lost_is_sent_again_within_a_minute_and_counted(
    world: World, cut: Literal["cut_before", "cut_after"], there: int
) -> None:
    world.sandbox.faults.add(Fault(cut, method="chat.postMessage"))
    await post(world, "a", world.channel("care"))
    await world.go_to(world.clock.now() + timedelta(minutes=1))
    assert texts(world, "care") == ["text of a"] * there
    row = await row_of(world, "a")
    assert (row.state, row.unknowns) == ("sent", 1)


async def test_a_slack_that_loses_every_answer_for_six_minutes_costs_two_repeats(
    world: World,
) -> None:
    """As one does that is slow: it has posted each, and answers when nobody waits any more."""
    world.sandbox.faults.add(Fault("cut_after", method="chat.postMessage", times=1000))
    await post(world, "a", world.channel("care"))
    await world.go_to(world.clock.now() + timedelta(minutes=6))
    assert texts(world, "care") == ["text of a"] * 3
    world.sandbox.faults.clear()
    await world.go_to(world.clock.now() + timedelta(hours=1))
    assert texts(world, "care") == ["text of a"] * 4
    assert (await row_of(world, "a")).state == "sent"


@pytest.mark.parametrize("status", [500, 502, 503])
async def test_what_an_outage_of_slack_kept_back_arrives_soon_after_it(
    world: World, status: int
) -> None:
    down = Fault("server_error", method="chat.postMessage", times=1000, status=status)
    world.sandbox.faults.add(down)
    await post(world, "a", world.channel("care"))
    await world.go_to(world.clock.now() + timedelta(minutes=2))
    world.sandbox.faults.clear()
    await world.go_to(world.clock.now() + timedelta(minutes=2, seconds=10))
    assert texts(world, "care") == ["text of a"]


async def test_an_answer_that_is_lost_at_the_end_of_an_outage_delays_a_message_by_seconds(
    world: World,
) -> None:
    down = Fault("server_error", method="chat.postMessage", times=5, status=502)
    for fault in (down, Fault("cut_before", method="chat.postMessage")):
        world.sandbox.faults.add(fault)
    await post(world, "a", world.channel("care"))
    await world.go_to(world.clock.now() + timedelta(seconds=31 + 2))
    assert texts(world, "care") == ["text of a"]
    assert (await row_of(world, "a")).unknowns == 1


async def test_senders_that_end_make_the_pause_after_a_lost_answer_no_longer(world: World) -> None:
    deps = world.bot.deps
    await post(world, "a", world.channel("care"))
    for _ in range(4):
        now = world.clock.now()
        await claim(deps, await look(deps, now), now, room=1)
        await reclaimed(world)
    world.sandbox.faults.add(Fault("cut_before", method="chat.postMessage"))
    await world.go_to(world.clock.now() + timedelta(seconds=5))
    assert texts(world, "care") == ["text of a"]


@pytest.mark.parametrize("status", [500, 503])
async def test_hours_of_trouble_at_slack_do_not_cost_a_message(world: World, status: int) -> None:
    trouble = Fault("server_error", method="chat.postMessage", times=10_000, status=status)
    world.sandbox.faults.add(trouble)
    await post(world, "a", world.channel("care"))
    await world.go_to(world.clock.now() + timedelta(hours=6))
    world.sandbox.faults.clear()
    await world.go_to(world.clock.now() + rules.LONGEST_WAIT)
    assert texts(world, "care") == ["text of a"]


async def test_what_is_in_doubt_waits_since_it_was_written_and_not_since_it_is_due_again(
    world: World,
) -> None:
    """So whoever watches the queue sees an outage of Slack."""
    down = Fault("server_error", method="chat.postMessage", times=1000, status=502)
    world.sandbox.faults.add(down)
    await post(world, "a", world.channel("care"))
    began = world.clock.now()
    for minutes in (3, 10):
        await world.go_to(began + timedelta(minutes=minutes))
        assert await oldest(world) == timedelta(minutes=minutes)
    world.sandbox.faults.clear()
    await world.go_to(began + timedelta(minutes=30))
    assert await oldest(world) == timedelta()


async def test_what_was_held_waits_since_the_bot_was_let_in(world: World) -> None:
    private = world.sandbox.add_channel(
        HOME, "quiet", members=["U0ANNA"], kind="private", with_bot=False
    )
    await post(world, "a", private.id)
    await world.go_to(world.clock.now() + timedelta(days=1))
    assert await oldest(world) == timedelta()
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await releasing.release(session, private.id, world.clock.now())
    assert await oldest(world) == timedelta()


async def oldest(world: World) -> timedelta:
    queue = (await world.bot.health.figures(world.clock.now())).queue
    assert queue is not None
    return queue.oldest
