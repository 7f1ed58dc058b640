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

ANNA, BEN, CHEN = "U0ANNA", "U0BEN", "U0CHEN"
POST = b"chat.postMessage"
NEARLY = 0.45  # seconds; twice that, and what was lost is not due again
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


async def ready(process: Process) -> tuple[int, str]:
    """What /readyz answers, and says of Slack."""
    async with (
        aiohttp.ClientSession() as http,
        http.get(f"http://127.0.0.1:{process.operator_port}/readyz") as answer,
    ):
        return answer.status, (await answer.json())["parts"]["slack"]


async def tried(world: World, *keys: str) -> list[str]:
    """Those that were claimed."""
    rows = [await row_of(world, key) for key in keys]
    return [one.key for one in rows if one.state != "due" or one.error is not None]


@pytest.fixture
async def losing(world: World, relay: Relay, cut: Process) -> Process:
    """The other worker after three of its posts were lost in a row, while other calls arrive."""
    relay.loses, cut.slack.reach.posts_within = POST, 0.0
    await post(world, "a", world.channel("care"))
    await send(cut)
    await send(cut)  # it asks, and is answered
    world.clock.advance(SOON.total_seconds())  # the first is due again
    await post(world, "b", world.channel("product"))
    await post(world, "c", ANNA)
    await send(cut)
    assert await tried(world, "a", "b", "c") == ["a", "b", "c"]
    await send(cut)
    assert not cut.slack.reach.is_doubtful()
    return cut


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
    assert await ready(cut) == (503, "has not answered for 0 s")


async def test_a_worker_whose_posts_get_lost_claims_one_at_a_time(
    world: World, losing: Process
) -> None:
    await post(world, "d", BEN)
    await post(world, "e", CHEN)
    await send(losing)
    assert await tried(world, "d", "e") == ["d"]
    await send(losing)  # it asks, and is answered
    await send(losing)
    assert await tried(world, "d", "e") == ["d", "e"]
    await world.settle()
    sent = [one.text for name in ("ben", "chen") for one in world.person(name).dms()]
    assert sorted(sent) == ["text of d", "text of e"]


async def test_one_post_that_is_answered_makes_such_a_worker_well(
    world: World, relay: Relay, losing: Process
) -> None:
    relay.loses = None
    for key, target in (("d", BEN), ("e", CHEN), ("f", "U0DAI")):
        await post(world, key, target)
    began = world.clock.now()
    await jobs.send(losing.deps, began)
    assert await tried(world, "d", "e", "f") == ["d"]
    await losing.deps.flights.all()
    await jobs.send(losing.deps, began)
    assert await tried(world, "d", "e", "f") == ["d", "e", "f"]
    await losing.deps.flights.all()
    assert not losing.slack.reach.loses_posts()


async def test_such_a_worker_goes_on_though_a_post_has_no_answer(
    world: World, relay: Relay, losing: Process
) -> None:
    relay.loses, relay.swallows = None, True
    await post(world, "d", BEN)
    await post(world, "e", CHEN)
    await jobs.send(losing.deps, world.clock.now())
    losing.slack.reach.within = 0.0
    while not losing.slack.reach.is_doubtful():  # noqa: ASYNC110 its call begins
        await asyncio.sleep(0)
    losing.slack.reach.within = 60.0  # this is about posts
    again = await jobs.send(losing.deps, world.clock.now())
    assert await tried(world, "d", "e") == ["d"]
    assert again is not None
    assert again > world.clock.now()
    world.clock.advance(reaching.ENDS.total_seconds())
    await jobs.send(losing.deps, world.clock.now())
    under_way = [key for key in "abcde" if (await row_of(world, key)).state == "claimed"]
    assert under_way == ["b", "d"]  # what is due again, and was before it, goes first


async def test_a_worker_whose_posts_get_lost_is_not_ready_until_one_is_answered(
    world: World, relay: Relay, losing: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.health.SILENT", 0.001)
    assert await ready(losing) == (503, "has not answered for 0 s")
    relay.loses = None
    await post(world, "d", BEN)
    await send(losing)
    assert await ready(losing) == (200, "ok")


async def test_where_nothing_was_answered_any_answer_makes_a_worker_well(
    world: World, relay: Relay, losing: Process, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.health.SILENT", 0.001)
    await relay.cut()
    await post(world, "d", BEN)
    await send(losing)
    for _ in range(2):
        await send(losing)  # it asks, and is not answered
        world.clock.advance(reaching.AGAIN.total_seconds() + 1)
    relay.loses = None
    await relay.open()
    await send(losing)  # it asks, and is answered
    assert await ready(losing) == (200, "ok")
    await send(losing)
    states = [(await row_of(world, key)).state for key in "bcd"]
    assert states == ["sent", "sent", "sent"]


async def test_two_lost_posts_slow_nobody_down(world: World, relay: Relay, cut: Process) -> None:
    relay.loses, cut.slack.reach.posts_within = POST, 0.0
    for key, target in (("a", world.channel("care")), ("b", world.channel("product"))):
        await post(world, key, target)
        await send(cut)
        assert await tried(world, key) == [key]
        await send(cut)  # it asks, and is answered
        world.clock.advance(NEARLY)
    await post(world, "c", ANNA)
    await post(world, "d", BEN)
    await send(cut)
    assert await tried(world, "c", "d") == ["c", "d"]
