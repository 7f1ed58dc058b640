"""The order of messages in a channel while Slack refuses them, or loses its answers."""

import asyncio
from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

import pytest

from bot.sandbox.faults import Fault
from handlers.kit import blocks
from handlers.outbox import flows, jobs, rules
from storage import sending
from storage.db import Why
from storage.outbox import WHOLE, Budget
from tests.outbox.stage import post, row_of, texts
from tests.world import HOME, World

MANY, POSTS = 300, 30


async def after(world: World, seconds: float) -> None:
    await world.go_to(world.clock.now() + timedelta(seconds=seconds))


async def post_each(world: World, keys: str, *, to: str = "care", **how: object) -> None:
    for key in keys:
        await post(world, key, world.channel(to), **how)


def said(keys: Iterable[str]) -> list[str]:
    return [f"text of {key}" for key in keys]


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_what_is_written_while_a_channel_is_refused_stands_behind_what_waits_for_it(
    world: World, times: int
) -> None:
    refused = Fault("ratelimited", method="chat.postMessage", seconds=30, times=times)
    world.sandbox.faults.add(refused)
    await post_each(world, "ab")
    await after(world, 10)
    await post_each(world, "c")
    await after(world, 30)
    await post_each(world, "d")
    await after(world, 30 * times)
    assert texts(world, "care") == said("abcd")


@pytest.mark.parametrize("kind", ["ratelimited", "error"])
async def test_what_is_refused_goes_as_soon_as_its_channel_is_free(
    world: World, kind: Literal["ratelimited", "error"]
) -> None:
    refused = Fault(kind, "chat.postMessage", seconds=5, times=2, error="service_unavailable")
    world.sandbox.faults.add(refused)
    began = world.clock.now()
    await post_each(world, "ab")
    await after(world, 20)
    first, second = world.posted("care")
    assert first.sent_at - began == timedelta(seconds=10)
    assert second.sent_at - first.sent_at == rules.CHANNEL.every


async def test_what_is_written_at_one_moment_arrives_as_it_was_written(world: World) -> None:
    """Not by its key, by which Q-10 would come before Q-9; in one statement or in several."""
    keys = [f"Q-{number}" for number in (9, 10, 2, 11, 1)]
    care, now = world.channel("care"), world.clock.now()
    many = [flows.Message(key, care, blocks.message(f"text of {key}")) for key in keys]
    async with world.bot.deps.sessions.workspace(HOME) as session:
        for message in many[:2]:
            await flows.post(session, message.key, message.target, message.payload, now)
        await flows.post_all(session, many[2:4], now)
        await flows.post_new(session, many[4:], now)
    await after(world, 10)
    assert texts(world, "care") == said(keys)


async def test_what_a_later_transaction_writes_at_the_same_moment_stands_behind(
    world: World,
) -> None:
    """As a job does that reads its clock once, whatever the keys are called."""
    care, now = world.channel("care"), world.clock.now()
    for keys in ("zyx", "cba"):
        many = [flows.Message(key, care, blocks.message(f"text of {key}")) for key in keys]
        async with world.bot.deps.sessions.workspace(HOME) as session:
            await flows.post_all(session, many, now)
    await after(world, 10)
    assert texts(world, "care") == said("zyxcba")


async def test_what_is_written_after_the_clock_was_set_back_is_of_then(world: World) -> None:
    now, before = world.clock.now(), world.clock.now() - timedelta(hours=1)
    for key, moment in (("a", now), ("b", before)):
        async with world.bot.deps.sessions.workspace(HOME) as session:
            message = blocks.message(f"text of {key}")
            await flows.post(session, key, world.channel("care"), message, moment)
    assert (await row_of(world, "b")).created_at == before


async def test_a_refused_channel_holds_up_no_other(world: World) -> None:
    world.sandbox.faults.add(Fault("ratelimited", method="chat.postMessage", seconds=30))
    async with world.bot.deps.sessions.workspace(HOME) as session:
        message = blocks.message("one of many")
        many = [flows.Message(f"m{n}", world.channel("care"), message) for n in range(MANY)]
        began = world.clock.now()
        await flows.post_all(session, many, began)
    assert await world.settle() == began + timedelta(seconds=30)
    await post_each(world, "a", to="product")
    await world.settle()
    assert texts(world, "product") == said("a")
    assert texts(world, "care") == []


async def test_what_somebody_waits_for_passes_what_nobody_does_when_both_were_kept_back(
    world: World,
) -> None:
    world.sandbox.faults.add(Fault("ratelimited", method="chat.postMessage", seconds=30))
    await post_each(world, "a", bulk=True)
    await after(world, 10)
    await post_each(world, "b")
    await after(world, 30)
    assert texts(world, "care") == said("ba")


async def test_several_workers_keep_the_order_of_each_channel_while_it_rains_refusals(
    world: World,
) -> None:
    names = ("care", "product")
    for seconds in (1, 3, 2):
        world.sandbox.faults.add(Fault("ratelimited", "chat.postMessage", 2, seconds=seconds))
    for tick in range(80):
        if tick < POSTS:
            await post(world, f"{tick:02}", world.channel(names[tick % 2]))
        now = world.clock.now()
        await asyncio.gather(*(jobs.send(world.bot.deps, now) for _ in range(3)))
        await world.bot.deps.flights.all()
        world.clock.advance(0.3)
    await after(world, 30)
    for first, name in enumerate(names):
        assert texts(world, name) == said([f"{n:02}" for n in range(first, POSTS, 2)])


async def test_changes_that_are_refused_hold_up_no_message_and_are_all_made(world: World) -> None:
    await post_each(world, "ab")
    await world.settle()
    world.sandbox.faults.add(Fault("ratelimited", method="chat.update", seconds=30))
    for key in "ab":
        async with world.bot.deps.sessions.workspace(HOME) as session:
            await flows.update(session, key, blocks.message(f"new {key}"), world.clock.now())
        await after(world, 5)
    await post_each(world, "c")
    await world.settle()
    assert texts(world, "care") == said("abc")
    await after(world, 30)
    assert texts(world, "care") == ["new a", "new b", "text of c"]


@pytest.mark.parametrize(("kind", "times"), [("cut_before", 1), ("server_error", 2)])
async def test_what_is_in_doubt_keeps_its_place_for_its_first_tries(
    world: World, kind: Literal["cut_before", "server_error"], times: int
) -> None:
    world.sandbox.faults.add(Fault(kind, method="chat.postMessage", times=times, status=502))
    await post_each(world, "ab")
    await world.bot.heartbeat.run_all()
    await post_each(world, "c")
    await after(world, 10)
    assert texts(world, "care") == said("abc")
    row = await row_of(world, "a")
    assert row.attempts - 1 + row.unknowns == times


async def test_others_pass_what_is_in_doubt_for_longer(world: World) -> None:
    world.sandbox.faults.add(Fault("cut_before", method="chat.postMessage", times=2))
    await post_each(world, "ab")
    await after(world, 80)
    assert texts(world, "care") == said("ba")


async def test_a_doubtful_change_holds_up_no_message(world: World) -> None:
    await post_each(world, "a")
    await world.settle()
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await flows.update(session, "a", blocks.message("new a"), world.clock.now())
    world.sandbox.faults.add(Fault("cut_before", method="chat.update", times=2))
    await world.settle()
    await post_each(world, "b")
    await world.settle()
    assert texts(world, "care") == said("ab")
    await after(world, 80)
    assert texts(world, "care") == ["new a", "text of b"]


async def test_others_pass_what_is_barred_on_its_way_to_slack(world: World) -> None:
    """It may be barred for what it says, for ever."""
    world.sandbox.faults.add(Fault("server_error", "chat.postMessage", status=403))
    await post_each(world, "ab")
    await after(world, 20)
    assert texts(world, "care") == said("ba")


async def test_the_first_to_a_channel_that_the_bot_has_to_come_into_stands_first(
    world: World,
) -> None:
    world.sandbox.faults.add(Fault("latency", "conversations.join", seconds=5))
    await post_each(world, "a", to="far")
    await jobs.send(world.bot.deps, world.clock.now())
    while world.sandbox.faults.waiting:  # noqa: ASYNC110 the call goes over a socket
        await asyncio.sleep(0)
    world.clock.advance(2)
    await post_each(world, "b", to="far")
    world.clock.advance(10)
    await world.bot.deps.flights.all()
    await world.settle()
    assert texts(world, "far") == said("ab")


async def test_a_clock_that_is_set_back_by_an_hour_keeps_messages_back_for_a_minute(
    world: World,
) -> None:
    """Not the simulated Slack's, which would refuse all that comes before what has come."""
    before = world.clock.now() + timedelta(hours=1)
    spent = (rules.channel_bucket(world.channel("care")), rules.kind_bucket("update"), WHOLE)
    async with world.bot.deps.sessions.system(Why.SETTLE_SENDS) as session:
        await sending.write_budgets(session, {HOME: dict.fromkeys(spent, before)})
    await post_each(world, "ab")
    await after(world, jobs.DISBELIEVE.every)
    assert texts(world, "care") == said("ab")


async def test_what_slack_asks_for_is_believed_for_ten_minutes(world: World) -> None:
    world.sandbox.faults.add(Fault("ratelimited", method="chat.postMessage", seconds=3600))
    await post_each(world, "a")
    await after(world, 590)
    assert texts(world, "care") == []
    await after(world, 10)
    assert texts(world, "care") == said("a")


async def test_nobody_sets_a_budget_free_that_was_refused_since_they_read_it(world: World) -> None:
    now, sessions = world.clock.now(), world.bot.deps.sessions
    for bucket, seconds in (("kind:update", 30), ("kind:update", 1), (WHOLE, 2)):
        async with sessions.system(Why.SETTLE_SENDS) as session:
            free_at = now + timedelta(seconds=seconds)
            await sending.write_budgets(session, {HOME: {bucket: free_at}})
    async with sessions.workspace(HOME, reading=True) as session:
        found = await session.get(Budget, (HOME, "kind:update"))
    assert found is not None
    assert found.free_at == now + timedelta(seconds=30)
