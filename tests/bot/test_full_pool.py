"""All connections are busy, or what is needed is locked: whoever comes is told so in time."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator

import aiohttp
import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import TimeoutError as NoneFreeError

from bot.dispatch import LIMITS
from bot.sandbox.hands import Reply
from storage.db import Sessions, Why, begin_by, make_engine
from storage.db.engines import CONNECTIONS, FREE_WITHIN
from storage.okr import Update
from tests.checkin.stage import ANNA, BEN, add_kr, add_team, all_of
from tests.processes import PATIENCE
from tests.world import HOME, World, built

SLACK_WAITS = 3.0  # seconds


@pytest.fixture
async def world(database: str) -> AsyncIterator[World]:
    """With the limits that people have."""
    async with built(database, limits=LIMITS) as one:
        yield one


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_who_finds_every_connection_busy_hears_so_while_slack_still_listens(
    world: World,
) -> None:
    sessions, loop = world.bot.deps.sessions, asyncio.get_running_loop()
    somebody = make_engine(sessions.engine.url.render_as_string(hide_password=False))
    async with asyncio.timeout(PATIENCE):
        async with somebody.begin() as other:
            await other.execute(text("LOCK TABLE member"))
            waiting = [asyncio.create_task(_worked(world)) for _ in range(CONNECTIONS)]
            while sessions.connections() < CONNECTIONS:  # noqa: ASYNC110 they are on their way
                await asyncio.sleep(0.01)
            began = loop.time()
            late, (status, said) = await asyncio.gather(_typed(world, "anna"), _ready(world))
            assert loop.time() - began < SLACK_WAITS
            assert "nothing was changed. Please try again" in late.text
            assert (status, said["database"]) == (503, "does not answer")
        assert await asyncio.gather(*waiting) == [ANNA] * CONNECTIONS
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


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_whoever_comes_later_is_served_later_however_long_the_line_is(
    sessions: Sessions,
) -> None:
    """Also behind those who wait for longer than for a pool that stands still."""
    served: list[str] = []

    async def work(name: str) -> None:
        async with sessions.system(Why.MEASURE, reading=True) as session:
            await session.execute(select(func.pg_sleep(FREE_WITHIN / 3)))
            served.append(name)

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as burst:
        for _ in range(5 * CONNECTIONS):
            burst.create_task(work("early"))
        await asyncio.sleep(FREE_WITHIN * 2 / 3)  # the line is as long as it was for three of five
        for _ in range(CONNECTIONS):
            burst.create_task(work("late"))
    assert served == ["early"] * 5 * CONNECTIONS + ["late"] * CONNECTIONS


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_whoever_has_to_begin_by_a_moment_does_not_wait_longer_though_the_line_moves(
    sessions: Sessions,
) -> None:
    loop = asyncio.get_running_loop()

    async def work() -> None:
        async with sessions.system(Why.MEASURE, reading=True) as session:
            await session.execute(select(func.pg_sleep(0.2)))

    async with asyncio.timeout(PATIENCE), asyncio.TaskGroup() as burst:
        for _ in range(6 * CONNECTIONS):
            burst.create_task(work())
        await asyncio.sleep(0.01)  # they stand in line
        began = loop.time()
        with pytest.raises(NoneFreeError), begin_by(began + 0.3):
            await work()
        assert 0.3 <= loop.time() - began < 1
    assert sessions.connections() == 0


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_what_a_lock_holds_up_is_told_while_slack_listens_and_does_nothing_after_it(
    world: World,
) -> None:
    await add_team(world, (BEN, ANNA))
    await add_kr(world, 1, ANNA)
    engine, loop = world.bot.deps.sessions.engine, asyncio.get_running_loop()
    somebody = make_engine(engine.url.render_as_string(hide_password=False))
    async with asyncio.timeout(PATIENCE):
        async with somebody.begin() as other:
            await other.execute(text("LOCK TABLE kr_update IN EXCLUSIVE MODE"))
            began = loop.time()
            reply = await world.person("anna").command("/okr update KR-1 45", world.channel("care"))
            assert loop.time() - began < SLACK_WAITS
            assert "nothing was changed. Please try again" in reply.text
        async with somebody.begin() as other:  # after all who wait for it
            await other.execute(text("LOCK TABLE kr_update"))
        assert await all_of(world, Update) == []
        await world.person("anna").command("/okr update KR-1 46", world.channel("care"))
    assert [one.value for one in await all_of(world, Update)] == [46]
    assert world.bot.deps.sessions.connections() == 0
    await somebody.dispose()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_another_writer_of_the_file_holds_up_is_told_in_time_and_does_nothing_after_it(
    world: World,
) -> None:
    await add_team(world, (BEN, ANNA))
    await add_kr(world, 1, ANNA)
    loop, file = asyncio.get_running_loop(), world.bot.deps.sessions.engine.url.database
    other = sqlite3.connect(str(file), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = loop.time()
    lines = [f"/okr update KR-1 {value}" for value in (45, 46, 47)]
    typed = (world.person("anna").command(line, world.channel("care")) for line in lines)
    replies = await asyncio.gather(*typed)
    assert loop.time() - began < SLACK_WAITS
    assert all("nothing was changed. Please try again" in reply.text for reply in replies)
    other.close()
    await world.person("anna").command("/okr update KR-1 48", world.channel("care"))
    assert [one.value for one in await all_of(world, Update)] == [48]
    assert world.bot.deps.sessions.connections() == 0


async def _worked(world: World) -> str:
    """As a job does, to which nobody listens: it waits for as long as it takes."""
    deps = world.bot.deps
    async with deps.sessions.workspace(HOME) as session:
        return (await deps.reader(session, ANNA)).id


async def _typed(world: World, name: str) -> Reply:
    return await world.person(name).command("/okr help", world.channel("care"))


def _is_served(reply: Reply) -> bool:
    return reply.ok and "/okr update" in str(reply.blocks)


async def _ready(world: World) -> tuple[int, dict[str, str]]:
    address = f"http://127.0.0.1:{world.bot.port}/readyz"
    async with aiohttp.ClientSession() as http, http.get(address) as answer:
        return answer.status, (await answer.json())["parts"]
