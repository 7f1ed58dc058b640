"""Who asks a process hears whether it can do its work, and what stands in its way."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from sqlalchemy import text

from bot.clock import ManualClock
from bot.meters import PrometheusMeters
from bot.process import running
from bot.sandbox.faults import Fault
from bot.settings import read_settings
from handlers.kit import blocks
from handlers.outbox import flows
from storage import outbox
from tests.databases import ROLE, Postgres, SqliteFiles
from tests.processes import environ_of, start
from tests.world import HOME, START, World, built

READY = {"database": "ok", "slack": "ok"}


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def _asked(http: aiohttp.ClientSession, url: str) -> tuple[int, dict[str, Any]]:
    async with http.get(url) as answer:
        return answer.status, await answer.json()


async def test_a_process_that_can_work_is_ready(world: World, http: aiohttp.ClientSession) -> None:
    address = f"http://127.0.0.1:{world.bot.port}"
    parts = READY | {"beat": "ok"}
    assert await _asked(http, f"{address}/readyz") == (200, {"ready": True, "parts": parts})
    assert await _asked(http, f"{address}/healthz") == (200, {"ok": True})
    async with http.get(f"{address}/metrics") as answer:
        assert answer.status == 404  # the web is for everybody


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ("UPDATE alembic_version SET version_num = '0000'", "waits for a migration"),
        ("UPDATE alembic_version SET version_num = '9999'", "ok"),  # newer code has been here
        ("DROP TABLE alembic_version", "does not answer"),
    ],
)
async def test_the_database_has_to_answer_and_to_be_new_enough(
    world: World, http: aiohttp.ClientSession, change: str, says: str
) -> None:
    async with world.bot.deps.sessions.engine.begin() as raw:
        await raw.execute(text(change))
    status, said = await _asked(http, f"http://127.0.0.1:{world.bot.port}/readyz")
    assert said["parts"]["database"] == says
    assert status == (200 if says == "ok" else 503)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_database_that_only_reads_is_not_ready_until_it_writes_again(
    world: World, http: aiohttp.ClientSession, postgres: Postgres
) -> None:
    engine, address = world.bot.deps.sessions.engine, f"http://127.0.0.1:{world.bot.port}/readyz"
    change = f"ALTER ROLE {ROLE} IN DATABASE {engine.url.database}"
    try:
        postgres.run(f"{change} SET default_transaction_read_only = on")
        await engine.dispose()
        status, said = await _asked(http, address)
        assert (status, said["parts"]["database"]) == (503, "only reads")
    finally:
        postgres.run(f"{change} RESET default_transaction_read_only")
    assert (await _asked(http, address))[0] == 200


@pytest.fixture
async def file(sqlite_files: SqliteFiles) -> AsyncIterator[str]:
    """One kind is enough for what the database has no part in."""
    await sqlite_files.prepare()
    with sqlite_files.fresh() as url:
        yield url


async def test_while_slack_has_not_said_whose_a_token_is_nothing_should_come(
    file: str, http: aiohttp.ClientSession
) -> None:
    async with built(file, faults=[Fault("server_error", "auth.test", times=2)]) as world:
        url = f"http://127.0.0.1:{world.bot.port}/readyz"
        status, said = await _asked(http, url)
        assert (status, said["parts"]["slack"]) == (503, "has not said whose some token is")


async def test_a_token_that_slack_refuses_is_named_and_keeps_nobody_from_the_others(
    file: str, http: aiohttp.ClientSession
) -> None:
    async with built(file) as world:
        world.home.revoked = True
        await world.bot.installs.load()
        numbers = list(world.sandbox.world.workspaces).index(HOME) + 1
        status, said = await _asked(http, f"http://127.0.0.1:{world.bot.port}/readyz")
        assert (status, said["ready"]) == (200, True)
        assert said["parts"]["slack"] == f"ok, but refuses of SLACK_BOT_TOKEN: {numbers}"
        world.home.revoked = False
        await world.bot.installs.load()
        _, said = await _asked(http, f"http://127.0.0.1:{world.bot.port}/readyz")
        assert said["parts"]["slack"] == "ok"


async def test_a_worker_is_asked_on_a_port_of_its_own(
    file: str, http: aiohttp.ClientSession
) -> None:
    async with built(file) as world:
        environ = environ_of(world.sandbox, file, OPERATOR_PORT="0")
        settings = read_settings(environ)
        async with running(settings, ManualClock(START), role="worker", beating=False) as worker:
            assert worker.port is None
            address = f"http://127.0.0.1:{worker.operator_port}"
            assert (await _asked(http, f"{address}/readyz"))[0] == 200
            async with http.get(f"{address}/metrics") as answer:
                shown = await answer.text()
    assert 'role="worker"' in shown
    assert "delight_socket_connected" not in shown  # it has none


async def test_what_waits_is_counted_when_somebody_asks(world: World) -> None:
    now, channel = world.clock.now(), world.channel("care")
    later = now + timedelta(seconds=90)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        for key, bulk in (("a", False), ("b", True), ("c", True)):
            await flows.post(session, key, channel, blocks.message("hello"), now, bulk=bulk)
        await flows.post(session, "far", channel, blocks.message("hello"), later)
        held = await outbox.original(session, "c")
        assert held is not None
        held.state = "held"
    queue = (await world.bot.health.figures(now + timedelta(seconds=60))).queue
    assert queue is not None
    assert queue.due == {False: 1, True: 1}
    assert queue.others == {"claimed": 0, "held": 1}
    assert queue.oldest == timedelta(seconds=60)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_lock_on_the_queue_is_told_apart_from_a_database_that_is_gone(
    world: World,
) -> None:
    meters = PrometheusMeters("worker")
    async with world.bot.deps.sessions.engine.connect() as somebody:
        await somebody.execute(text("LOCK TABLE outgoing IN ACCESS EXCLUSIVE MODE"))
        locked = meters.shown(await world.bot.health.figures(world.clock.now())).decode()
    free = meters.shown(await world.bot.health.figures(world.clock.now())).decode()
    assert "delight_database_up 1.0\n" in locked
    assert "delight_figures_read 0.0\n" in locked
    assert "delight_figures_read 1.0\n" in free
    assert "delight_outbox_oldest_seconds" in free


async def test_a_process_that_ends_says_so_while_it_still_answers(
    file: str, http: aiohttp.ClientSession
) -> None:
    async with built(file) as world:
        environ = environ_of(world.sandbox, file, DRAIN_SECONDS="2", OPERATOR_PORT="0")
        process = await start(environ, "run")
        address = await process.address()
        assert (await _asked(http, f"{address}/readyz"))[0] == 200
        process.process.terminate()
        async with asyncio.timeout(30):
            while (asked := await _asked(http, f"{address}/readyz"))[0] == 200:  # noqa: ASYNC110 another process
                await asyncio.sleep(0.01)
        assert asked == (503, {"ready": False, "parts": {"process": "is stopping"}})
        code, _, errors = await process.ended()
        assert (code, errors) == (0, "")
