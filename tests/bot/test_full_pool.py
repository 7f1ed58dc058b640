"""All connections of a process are busy: whoever comes is told so in time, and it goes on after."""

import asyncio

import aiohttp
import pytest
from sqlalchemy import func, select, text

from bot.sandbox.hands import Reply
from storage.db import Sessions, Why, make_engine
from storage.db.sessions import CONNECTIONS
from tests.processes import PATIENCE
from tests.world import World

SLACK_WAITS = 3.0  # seconds


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_who_finds_every_connection_busy_hears_so_while_slack_still_listens(
    world: World,
) -> None:
    sessions, loop = world.bot.deps.sessions, asyncio.get_running_loop()
    somebody = make_engine(sessions.engine.url.render_as_string(hide_password=False))
    async with asyncio.timeout(PATIENCE):
        async with somebody.begin() as other:
            await other.execute(text("LOCK TABLE member"))
            waiting = [asyncio.create_task(_typed(world, "ben")) for _ in range(CONNECTIONS)]
            while sessions.connections() < CONNECTIONS:  # noqa: ASYNC110 they are on their way
                await asyncio.sleep(0.01)
            began = loop.time()
            late, (status, said) = await asyncio.gather(_typed(world, "anna"), _ready(world))
            assert loop.time() - began < SLACK_WAITS
            assert "this reference:" in late.text
            assert (status, said["database"]) == (503, "does not answer")
        for reply in await asyncio.gather(*waiting):
            assert _is_served(reply)
        assert _is_served(await _typed(world, "anna"))
        assert (await _ready(world))[0] == 200
    assert sessions.connections() == 0
    await somebody.dispose()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_in_a_burst_everybody_waits_until_it_is_their_turn(sessions: Sessions) -> None:
    """For longer than for a pool that stands still: the last are behind four times as many."""
    half_a_second = select(func.pg_sleep(0.5))

    async def work() -> None:
        async with sessions.system(Why.MEASURE, reading=True) as session:
            await session.execute(half_a_second)

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as burst:
        for _ in range(5 * CONNECTIONS):
            burst.create_task(work())
    assert sessions.connections() == 0


async def _typed(world: World, name: str) -> Reply:
    return await world.person(name).command("/okr help", world.channel("care"))


def _is_served(reply: Reply) -> bool:
    return reply.ok and "/okr update" in str(reply.blocks)


async def _ready(world: World) -> tuple[int, dict[str, str]]:
    address = f"http://127.0.0.1:{world.bot.port}/readyz"
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        return answer.status, (await answer.json())["parts"]
