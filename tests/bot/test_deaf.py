"""Slack takes a call and does not answer it, while somebody waits for what they have tapped."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.dispatch import LIMITS
from bot.sandbox.faults import Fault
from handlers.metric import views
from storage.metric import Reading
from tests.checkin.stage import ANNA, BEN, add_kr, add_team, all_of
from tests.journeys.stage import tapped
from tests.trust.deep import on_one_database
from tests.world import World, built

SLACK_WAITS = 3.0  # seconds


@pytest.fixture
async def world(database: str) -> AsyncIterator[World]:
    """With the limits that people have."""
    async with built(database, limits=LIMITS) as one:
        yield one


@pytest.fixture
async def deaf() -> AsyncIterator[str]:
    """An address that takes what it is sent and says nothing."""
    over = asyncio.Event()

    async def listen(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    over.set()
    server.close()


async def test_what_was_done_is_told_by_the_outbox_in_its_own_words(
    world: World, deaf: str
) -> None:
    await add_team(world, (ANNA, BEN))
    ben, loop = world.person("ben"), asyncio.get_running_loop()
    await ben.command("/okr metric csat 91", world.channel("care"))
    (reading,) = await all_of(world, Reading)
    began = loop.time()
    assert (await tapped(world, "ben", views.TAKE_BACK, reading.id, response_url=deaf)).ok
    assert loop.time() - began < SLACK_WAITS
    await world.settle()
    assert "Taken back: 91 % no longer counts for CSAT." in ben.dms()[-1].text
    assert await all_of(world, Reading) == []


@on_one_database
async def test_what_cannot_be_done_is_told_by_direct_message(world: World, deaf: str) -> None:
    await add_team(world, (ANNA, BEN))
    loop = asyncio.get_running_loop()
    began = loop.time()
    assert (await tapped(world, "ben", "okr.gone", "1", response_url=deaf)).ok
    assert loop.time() - began < SLACK_WAITS
    await world.settle()
    assert "from an earlier version" in world.person("ben").dms()[-1].text


@on_one_database
async def test_a_form_that_slack_does_not_open_is_told_while_it_listens(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN)
    loop = asyncio.get_running_loop()
    world.sandbox.faults.add(Fault("latency", "views.open", seconds=60))
    began = loop.time()
    reply = await world.person("ben").command("/okr update KR-1", world.channel("care"))
    assert loop.time() - began < SLACK_WAITS
    assert "nothing was changed. Please try again" in reply.text
