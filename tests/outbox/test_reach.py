"""A worker whose way to Slack is cut, beside one that is well."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import aiohttp
import pytest

from bot.process import Process, running
from bot.settings import read_settings
from handlers.outbox import jobs
from handlers.outbox.jobs import reaching
from tests.outbox.stage import post, row_of, texts
from tests.processes import environ_of
from tests.relay import Relay, relayed
from tests.world import World

SOON = timedelta(seconds=2)  # a channel's second, which whoever claimed it has spent


@pytest.fixture
async def relay(world: World) -> AsyncIterator[Relay]:
    async with relayed(world.sandbox.api_url) as way:
        yield way


@pytest.fixture
async def cut(world: World, relay: Relay, database: str) -> AsyncIterator[Process]:
    """Another worker, which goes its own way to Slack."""
    told = environ_of(world.sandbox, database, SLACK_API_URL=relay.address, OPERATOR_PORT="0")
    settings = read_settings(told)
    async with running(settings, world.clock, role="worker", beating=False) as process:
        yield process
        await relay.cut()  # it waits for nothing when it ends


async def send(process: Process) -> None:
    """One beat of this worker's, and what comes of it."""
    await jobs.send(process.deps, process.deps.clock.now())
    await process.deps.flights.all()


async def test_a_worker_that_cannot_reach_slack_leaves_its_messages_to_others(
    world: World, relay: Relay, cut: Process
) -> None:
    await relay.cut()
    await post(world, "a", world.channel("care"))
    await post(world, "b", world.channel("product"))
    await send(cut)
    row = await row_of(world, "a")
    assert (row.state, row.error, row.attempts) == ("due", "unreachable", 0)
    await post(world, "c", "U0ANNA")
    await send(cut)
    assert (await row_of(world, "c")).error is None  # it has not even tried
    began = world.clock.now()
    await world.settle()
    sent = [*world.posted("care"), *world.posted("product"), *world.person("anna").dms()]
    assert sorted(one.text for one in sent) == ["text of a", "text of b", "text of c"]
    assert max(one.sent_at for one in sent) <= began + SOON


async def test_a_worker_that_slack_answers_again_sends_again(
    world: World, relay: Relay, cut: Process
) -> None:
    await relay.cut()
    await post(world, "a", world.channel("care"))
    await send(cut)
    await relay.open()
    world.clock.advance(reaching.AGAIN.total_seconds() + 1)
    await send(cut)
    assert texts(world, "care") == []  # it has asked whether it may
    await send(cut)
    assert texts(world, "care") == ["text of a"]


async def test_a_worker_whose_calls_are_swallowed_holds_no_more_than_it_had(
    world: World, relay: Relay, cut: Process
) -> None:
    relay.swallows, cut.slack.reach.within = True, 0.05
    await post(world, "a", world.channel("care"))
    await jobs.send(cut.deps, world.clock.now())
    while not cut.slack.reach.is_doubtful():  # noqa: ASYNC110 its call waits for an answer
        await asyncio.sleep(0)
    await post(world, "b", world.channel("product"))
    await jobs.send(cut.deps, world.clock.now())
    assert (await row_of(world, "b")).state == "due"
    world.clock.advance(SOON.total_seconds())
    await send(world.bot)
    assert texts(world, "product") == ["text of b"]


async def test_one_answer_that_is_slow_holds_up_nothing(world: World) -> None:
    reach = world.bot.slack.reach
    reach.begins()
    reach.within = 0.0
    await post(world, "a", world.channel("care"))
    await world.settle()
    assert texts(world, "care") == ["text of a"]
    assert not reach.is_doubtful()


async def test_a_worker_that_slack_does_not_answer_is_not_ready(
    relay: Relay, cut: Process, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.health.SILENT", 0.0)
    await relay.cut()
    await post(world, "a", world.channel("care"))
    await send(cut)
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{cut.operator_port}/readyz") as answer,
    ):
        said = (await answer.json())["parts"]["slack"]
    assert (answer.status, said) == (503, "has not answered for 0 s")
