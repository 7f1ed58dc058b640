"""SIGTERM while messages are on their way: they are finished, soon, and none comes twice."""

import asyncio
import time
from dataclasses import replace

import pytest
from sqlalchemy import make_url, select, text

from bot.clock import RealClock
from bot.sandbox.faults import Fault
from handlers.kit import blocks
from handlers.outbox import flows as outbox
from storage.db import Sessions, make_engine
from storage.migrations import _LOCK
from storage.outbox import Outgoing
from tests.databases import Postgres
from tests.faults import stage
from tests.faults.stage import Place, Stage
from tests.processes import PATIENCE, environ_of, start

SECONDS = 10.0  # that a process may take to finish what it holds
ENDLESS = Fault("latency", "chat.postMessage", times=1000, seconds=14.0)
SLOW = Fault("latency", "chat.postMessage", times=1000, seconds=1.5)


@pytest.fixture
async def furnished(firm: Stage, sessions: Sessions) -> Place:
    """The firm with a message for each of its people in the outbox."""
    return await enqueued(firm, sessions)


async def enqueued(firm: Stage, sessions: Sessions) -> Place:
    await stage.furnish(sessions, firm)
    place = firm.places[0]
    async with sessions.workspace(place.id) as session:
        for user in place.people:
            message = blocks.message(f"For {user}.")
            await outbox.post(session, f"test:{user}", user, message, RealClock().now())
    return place


async def states(sessions: Sessions, place: Place) -> list[str]:
    async with sessions.workspace(place.id, reading=True) as session:
        return list(await session.scalars(select(Outgoing.state)))


def heard(firm: Stage) -> list[int]:
    """How many messages each person has."""
    return [len(firm.hands(0, number).dms()) for number in range(len(firm.places[0].people))]


async def test_a_worker_that_is_asked_to_stop_finishes_what_it_holds(
    firm: Stage, furnished: Place, sessions: Sessions, database: str
) -> None:
    slow = firm.sandbox.faults.add(replace(SLOW))
    environ = environ_of(firm.sandbox, database)
    worker = await start(environ, "run", "--role", "worker")
    await worker.ready()
    async with asyncio.timeout(PATIENCE):
        while slow.times == 1000:  # noqa: ASYNC110 another process is at work
            await asyncio.sleep(0.02)
    began = time.monotonic()
    code, _, errors = await worker.ended(ask=True)
    assert (code, errors) == (0, "")
    assert time.monotonic() - began < SECONDS
    assert sum(heard(firm)) == (await states(sessions, furnished)).count("sent") > 0
    assert "claimed" not in await states(sessions, furnished)
    firm.sandbox.faults.clear()
    other = await start(environ, "run", "--role", "worker")
    async with asyncio.timeout(PATIENCE):
        while set(await states(sessions, furnished)) != {"sent"}:  # noqa: ASYNC110 as above
            await asyncio.sleep(0.1)
    await other.ended(ask=True)
    assert heard(firm) == [1] * len(furnished.people)


def let_in(postgres: Postgres, database: str, *, nobody: bool) -> None:
    """The database is away, for whoever uses it as well; or it is back."""
    name = make_url(database).database
    postgres.run(f"ALTER DATABASE {name} ALLOW_CONNECTIONS {not nobody}")
    if nobody:
        there = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        postgres.run(f"{there} WHERE datname = '{name}'")


async def test_a_worker_that_is_asked_to_stop_writes_down_what_it_knows_once_it_can(
    firm: Stage, postgres: Postgres
) -> None:
    """PostgreSQL is away when the calls end, and back a second after the worker is told to."""
    await postgres.prepare()
    with postgres.fresh() as database:
        sessions = Sessions(make_engine(database))
        place = await enqueued(firm, sessions)
        await sessions.close()
        slow = firm.sandbox.faults.add(replace(SLOW))
        worker = await start(environ_of(firm.sandbox, database), "run", "--role", "worker")
        await worker.ready()
        async with asyncio.timeout(PATIENCE):
            while slow.times == SLOW.times:  # noqa: ASYNC110 another process is at work
                await asyncio.sleep(0.02)
            let_in(postgres, database, nobody=True)
            while not sum(heard(firm)):  # noqa: ASYNC110 as above
                await asyncio.sleep(0.02)
        ending = asyncio.create_task(worker.ended(ask=True))
        await asyncio.wait([ending], timeout=1)
        let_in(postgres, database, nobody=False)
        code, _, _ = await ending
        assert code == 0
        assert sum(heard(firm)) == (await states(sessions, place)).count("sent") > 0
        await sessions.close()


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_worker_ends_soon_though_its_calls_and_its_database_do_not(
    firm: Stage, furnished: Place, sessions: Sessions, database: str
) -> None:
    slow = firm.sandbox.faults.add(ENDLESS)
    worker = await start(environ_of(firm.sandbox, database), "run", "--role", "worker")
    await worker.ready()
    async with asyncio.timeout(PATIENCE):
        while slow.times == 1000:  # noqa: ASYNC110 as above
            await asyncio.sleep(0.02)
    async with sessions.engine.begin() as somebody:
        await somebody.execute(text("LOCK TABLE outgoing"))
        async with asyncio.timeout(PATIENCE):
            while not await somebody.scalar(
                text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            ):
                pass
        began = time.monotonic()
        code, _, errors = await worker.ended(ask=True)
        assert code == 0
        assert time.monotonic() - began < SECONDS
        assert "given up" in errors
    assert "claimed" in await states(sessions, furnished)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_a_worker_that_is_asked_to_stop_while_it_starts_ends_soon(
    firm: Stage, sessions: Sessions, database: str
) -> None:
    """Somebody else migrates, for as long as it takes them."""
    async with sessions.engine.begin() as somebody:
        await somebody.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        worker = await start(environ_of(firm.sandbox, database), "run", "--role", "worker")
        async with asyncio.timeout(PATIENCE):
            while not await somebody.scalar(  # noqa: ASYNC110 another process
                text("SELECT count(*) FROM pg_locks WHERE NOT granted")
            ):
                await asyncio.sleep(0.1)
        began = time.monotonic()
        code, said, errors = await worker.ended(ask=True)
        assert time.monotonic() - began < SECONDS
    assert (code, said) == (1, "")
    assert "ended by force" in errors
