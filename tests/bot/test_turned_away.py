"""A token that Slack knows, and for which it refuses what is sent nevertheless."""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.installs import AGAIN, LOOK_AGAIN
from bot.meters import PrometheusMeters
from bot.pauses import LONGEST
from bot.process import running
from bot.sandbox.faults import Fault
from bot.settings import read_settings
from tests.databases import SqliteFiles
from tests.outbox.stage import post, row_of, texts
from tests.processes import environ_of
from tests.world import HOME, World, built

POSTING = "chat.postMessage"
NOT_OURS = "team_access_not_granted"
EVER = 10_000  # times


@pytest.fixture
async def world(sqlite_files: SqliteFiles) -> AsyncIterator[World]:
    """One kind of database is enough: what is kept is kept in memory."""
    await sqlite_files.prepare()
    with sqlite_files.fresh() as url:
        async with built(url) as world:
            yield world


def _refused(world: World) -> Fault:
    fault = Fault("error", POSTING, times=EVER, workspace=HOME, error=NOT_OURS)
    return world.sandbox.faults.add(fault)


async def _pass(world: World, time: timedelta) -> None:
    """With every look on the way, as a process beats them."""
    until = world.clock.now() + time
    while world.clock.now() < until:
        world.clock.advance(LOOK_AGAIN)
        await world.settle()


async def test_what_is_refused_though_the_token_is_good_is_tried_ever_more_rarely(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    fault = _refused(world)
    for key in "abc":
        await post(world, key, world.channel("care"))
    await world.settle()
    await _pass(world, timedelta(minutes=20))
    assert EVER - fault.times <= 3 * 7  # at first and after 10 s, then after 1, 2, 4 … minutes
    assert {(await row_of(world, key)).state for key in "abc"} == {"held"}
    said = [r for r in caplog.records if r.levelno >= logging.WARNING]
    assert len(said) == 1
    assert NOT_OURS in said[0].getMessage()


async def test_a_token_for_which_calls_are_refused_is_named_until_they_are_taken(
    world: World,
) -> None:
    number = list(world.sandbox.world.workspaces).index(HOME) + 1
    meters = PrometheusMeters("all")

    async def told() -> tuple[str, str]:
        shown = meters.shown(await world.bot.health.figures(world.clock.now())).decode()
        figure = shown.split("\ndelight_tokens_refused ")[1].split()[0]
        return (await world.bot.health.parts())["slack"].said, figure

    _refused(world)
    await post(world, "a", world.channel("care"))
    await world.settle()
    await _pass(world, timedelta(minutes=5))
    assert await told() == (f"ok, but refuses calls with SLACK_BOT_TOKEN: {number}", "1.0")
    world.sandbox.faults.clear()
    await _pass(world, timedelta(minutes=10))
    assert texts(world, "care") == ["text of a"]
    assert await told() == ("ok", "0.0")


async def test_a_token_that_was_refused_and_is_good_again_ends_the_pause(world: World) -> None:
    _refused(world)
    await post(world, "a", world.channel("care"))
    await world.settle()
    await _pass(world, timedelta(minutes=40))
    world.sandbox.faults.clear()
    world.home.revoked = True
    await post(world, "b", world.channel("care"))
    await _pass(world, timedelta(minutes=1))
    assert texts(world, "care") == []
    world.home.revoked = False
    await _pass(world, AGAIN + timedelta(seconds=LOOK_AGAIN))
    assert sorted(texts(world, "care")) == ["text of a", "text of b"]


async def test_what_a_worker_left_that_did_not_come_back_is_tried_by_another_within_the_hour(
    world: World,
) -> None:
    world.sandbox.faults.add(Fault("token_revoked", POSTING))
    await post(world, "a", world.channel("care"))
    await world.settle()
    world.bot.slack.turned_away.clear()  # only who died has heard it
    await _pass(world, timedelta(minutes=30))
    assert texts(world, "care") == []
    await _pass(world, LONGEST - timedelta(minutes=15))
    assert texts(world, "care") == ["text of a"]


async def test_a_web_process_notices_within_a_minute_that_a_token_is_good_again(
    world: World,
) -> None:
    url = world.bot.deps.sessions.engine.url.set(drivername="sqlite").render_as_string()
    settings = read_settings(environ_of(world.sandbox, url))
    world.home.revoked = True
    async with running(settings, world.clock, role="web") as web:
        world.sandbox.world.app.request_url = f"http://127.0.0.1:{web.port}/slack/events"
        assert web.slack.refused
        world.home.revoked = False
        async with asyncio.timeout(30):
            for _ in range(7):
                world.clock.advance(LOOK_AGAIN)
                while not _sleeps(world):  # noqa: ASYNC110 it asks over a socket
                    await asyncio.sleep(0)
        assert not web.slack.refused
        reply = await world.person("ben").command("/okr help", world.channel("care"))
        assert "/okr update" in str(reply.blocks)


def _sleeps(world: World) -> bool:
    """Whether the web's look is over: it sleeps until the next one."""
    wake = world.clock.next_wake()
    return wake is not None and wake > world.clock.now()
