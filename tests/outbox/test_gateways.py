"""A gateway between us and Slack that answers in Slack's place, when Slack has posted it or not."""

from datetime import timedelta

import pytest

from bot.sandbox.faults import Fault
from handlers.outbox import rules
from tests.outbox.stage import post, row_of, texts
from tests.world import World

POSTING = "chat.postMessage"
SCOPES = frozenset({"channels:history"})


async def pass_time(world: World, **much: float) -> None:
    await world.go_to(world.clock.now() + timedelta(**much))


@pytest.mark.parametrize("status", [404, 408, 502, 503, 504])
async def test_what_a_gateway_says_once_slack_has_posted_it_repeats_nothing(
    world: World, status: int
) -> None:
    world.home.scopes |= SCOPES
    page = Fault("server_error_after", POSTING, times=1000, status=status)
    world.sandbox.faults.add(page)
    await post(world, "a", world.channel("care"))
    await pass_time(world, minutes=2)
    assert texts(world, "care") == ["text of a"]
    assert (await row_of(world, "a")).state == "sent"


@pytest.mark.parametrize("status", [408, 503])
async def test_where_slack_tells_nothing_a_gateway_has_a_message_repeated_ever_more_rarely(
    world: World, status: int
) -> None:
    page = Fault("server_error_after", POSTING, times=1000, status=status)
    world.sandbox.faults.add(page)
    await post(world, "a", world.channel("care"))
    await pass_time(world, hours=2)
    assert len(texts(world, "care")) < 10 + timedelta(hours=2) / rules.LONGEST_WAIT
    world.sandbox.faults.clear()
    await pass_time(world, minutes=10)
    assert (await row_of(world, "a")).state == "sent"


async def test_hours_in_which_a_gateway_does_not_reach_slack_delay_a_message_by_seconds(
    world: World,
) -> None:
    """They cost no tries: what only reads has come to nothing for certain."""
    world.sandbox.faults.add(Fault("server_error", times=100_000))
    await post(world, "a", world.channel("care"))
    for _ in range(4):  # asked every five seconds all the time it would take a minute of ours
        await pass_time(world, minutes=2)
        world.clock.advance(timedelta(hours=1).total_seconds())
    await pass_time(world, minutes=10)
    row = await row_of(world, "a")
    assert (row.attempts, row.unknowns) == (1, 0)
    world.sandbox.faults.clear()
    await pass_time(world, seconds=7)
    assert texts(world, "care") == ["text of a"]
