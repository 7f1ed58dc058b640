"""Whoever is connected to PostgreSQL may go without a word: nobody else waits for them for long."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator
from typing import Any, Final

import pytest
from psycopg.errors import LockNotAvailable, ReadOnlySqlTransaction
from sqlalchemy import Select, event, func, make_url, select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.clock import RealClock
from bot.wake import hear_wakes
from handlers.outbox import flows as outbox
from storage.db import Bounds, Sessions, Why, make_engine, new_id
from storage.db.engines import CONNECTIONS
from storage.migrations import _LOCK, migrate
from tests.between import Between
from tests.databases import ROLE, Postgres
from tests.processes import PATIENCE

SHORT: Final = Bounds(thinks=1)
BUDGET: Final = text(
    "INSERT INTO budget (workspace_id, bucket, free_at) VALUES ('T1', 'workspace', now())"
    " ON CONFLICT DO NOTHING"
)
WAITS_FOR_LONG: Final = text(
    "SELECT count(*) FROM pg_locks"
    " WHERE NOT granted AND clock_timestamp() - waitstart > INTERVAL '1.2 s'"
)
NOW: Final = select(func.now())
NAP: Final = select(func.pg_sleep(0.2))  # others need a connection of their own meanwhile
OPEN: Final = "FROM pg_stat_activity WHERE datname = '{}' AND usename = 'delight'"
OURS: Final = text("SELECT set_config('app.workspace', 'T1', true)")


@pytest.fixture
async def address(postgres: Postgres) -> AsyncIterator[str]:
    await postgres.prepare()
    with postgres.fresh() as url:
        yield url


@pytest.fixture
async def between(address: str) -> AsyncIterator[Between]:
    async with Between(address).open() as one:
        yield one


async def test_a_machine_that_goes_within_a_transaction_holds_the_others_up_for_a_moment(
    address: str, between: Between
) -> None:
    gone, other = make_engine(between.url, SHORT), make_engine(address)
    claim = await gone.connect()
    await claim.execute(OURS)
    await claim.execute(BUDGET)
    between.go_silent()
    async with asyncio.timeout(PATIENCE), other.begin() as connection:
        await connection.execute(OURS)
        await connection.execute(BUDGET)  # it waits for what the other one may commit
    await claim.invalidate()
    for engine in (gone, other):
        await engine.dispose()


async def test_what_somebody_holds_is_waited_for_no_longer_than_its_bound(address: str) -> None:
    somebody, waiting = make_engine(address), make_engine(address, Bounds(locked=1))
    async with asyncio.timeout(PATIENCE), somebody.begin() as connection:
        await connection.execute(text("LOCK TABLE outgoing"))
        with pytest.raises(OperationalError) as raised:
            async with waiting.begin() as late:
                await late.execute(text("SELECT 1 FROM outgoing"))
    assert isinstance(raised.value.orig, LockNotAvailable)
    for engine in (somebody, waiting):
        await engine.dispose()


async def test_a_migration_waits_for_as_long_as_it_takes(address: str) -> None:
    somebody, late = make_engine(address), make_engine(address, Bounds(locked=1))
    async with (
        asyncio.timeout(PATIENCE),
        asyncio.TaskGroup() as both,
        somebody.begin() as connection,
    ):
        await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        migrating = both.create_task(migrate(late))
        while not await connection.scalar(WAITS_FOR_LONG):
            assert not migrating.done()
    for engine in (somebody, late):
        await engine.dispose()


async def test_a_line_that_carries_nothing_is_probed(between: Between) -> None:
    """As PostgreSQL is told to do on its side, which shows it only where it listens to TCP."""
    engine = make_engine(between.url + "?keepalives_idle=7")
    async with engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        with socket.socket(fileno=os.dup(driver.pgconn.socket)) as line:
            assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == 7
            assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == 25_000
    await engine.dispose()


async def test_what_postgresql_does_not_answer_is_given_up_and_asked_again_over_new_connections(
    between: Between, caplog: pytest.LogCaptureFixture
) -> None:
    sessions = Sessions(make_engine(between.url), answers_within=1)
    watching = asyncio.create_task(sessions.watch())
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(_measured(sessions, NAP) for _ in range(CONNECTIONS)))
        between.go_silent()
        both = (_measured(sessions, NOW), _measured(sessions, NOW))
        assert [type(one) for one in await asyncio.gather(*both, return_exceptions=True)] == [
            OperationalError,
            OperationalError,
        ]
        everybody = (_measured(sessions, NAP) for _ in range(CONNECTIONS))
        await asyncio.gather(*everybody)
    assert len(caplog.messages) == 1
    assert "PostgreSQL has not answered for 1 s" in caplog.text
    assert sessions.connections() == 0
    watching.cancel()
    await sessions.close()


async def test_many_answers_may_take_longer_together_than_one(address: str) -> None:
    sessions = Sessions(make_engine(address), answers_within=0.5)
    watching = asyncio.create_task(sessions.watch())
    async with asyncio.timeout(PATIENCE), sessions.system(Why.MEASURE) as session:
        for _ in range(8):
            await session.execute(NAP)
    watching.cancel()
    await sessions.close()


async def test_whoever_comes_after_postgresql_closed_what_nobody_used_finds_a_connection(
    address: str, postgres: Postgres
) -> None:
    engine = make_engine(address)
    sessions, drivers = Sessions(engine), list[Any]()
    event.listen(engine.sync_engine, "connect", lambda made, _: drivers.append(made))
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*(_measured(sessions, NAP) for _ in range(CONNECTIONS)))
        postgres.run(f"SELECT pg_terminate_backend(pid) {OPEN.format(engine.url.database)}")
        while not all(made.driver_connection.closed for made in drivers):  # noqa: ASYNC110 another process
            await asyncio.sleep(0.01)
        await asyncio.gather(*(_measured(sessions, NAP) for _ in range(CONNECTIONS)))
    assert len(drivers) == 2 * CONNECTIONS
    await sessions.close()


async def test_after_a_server_that_only_read_somebody_writes_again_at_once(
    address: str, postgres: Postgres
) -> None:
    engine = make_engine(address)
    sessions = Sessions(engine)
    change = f"ALTER ROLE {ROLE} IN DATABASE {engine.url.database}"
    try:
        postgres.run(f"{change} SET default_transaction_read_only = on")
        await asyncio.gather(*(_measured(sessions, NAP) for _ in range(CONNECTIONS)))
    finally:
        postgres.run(f"{change} RESET default_transaction_read_only")
    with pytest.raises(DBAPIError) as refused:
        await _written(sessions)
    assert isinstance(refused.value.orig, ReadOnlySqlTransaction)
    await asyncio.gather(*(_written(sessions) for _ in range(CONNECTIONS)))
    assert sessions.connections() == 0
    await sessions.close()


def test_of_several_servers_the_one_that_writes_is_looked_for() -> None:
    several = make_engine("postgresql://delight@/delight?host=one:5432&host=two:5432")
    one = make_engine("postgresql://delight@one/delight")
    assert several.url.query["target_session_attrs"] == "read-write"
    assert "target_session_attrs" not in one.url.query


async def test_a_worker_is_woken_also_by_the_second_of_several_servers(
    address: str, between: Between
) -> None:
    there = make_url(between.url)
    several = ("127.0.0.1:1", f"{there.host}:{there.port}")
    url = there.set(host=None, port=None, query={"host": several})
    sessions = Sessions(make_engine(url.set(drivername="postgresql+psycopg")))
    others = Sessions(make_engine(address))
    hearing = asyncio.create_task(hear_wakes(sessions))
    async with asyncio.timeout(PATIENCE):
        while not sessions.woken.is_set():
            await _written(others)
            await asyncio.sleep(0.01)
    await _measured(sessions, NOW)
    hearing.cancel()
    await asyncio.gather(hearing, return_exceptions=True)
    for one in (sessions, others):
        await one.close()


async def _written(sessions: Sessions) -> None:
    """By a kept statement, which goes past SQLAlchemy."""
    async with sessions.workspace("T1") as session:
        await outbox.post(session, new_id(), "C1", {"text": "hello"}, RealClock().now())


async def _measured(sessions: Sessions, asked: Select[Any]) -> None:
    async with sessions.system(Why.MEASURE, reading=True) as session:
        await session.execute(asked)


@pytest.mark.parametrize(
    ("options", "locked", "thinks"),
    [
        ("", "20s", "15s"),
        ("-c lock_timeout=5s", "5s", "15s"),
        ("-cLOCK_TIMEOUT=5s -c statement_timeout=0", "5s", "15s"),
        ("--lock-timeout=5s --idle-in-transaction-session-timeout=7s", "5s", "7s"),
        ("-c application_name=lock_timeout", "20s", "15s"),
    ],
)
async def test_what_the_address_sets_stays_however_it_is_written(
    address: str, options: str, locked: str, thinks: str
) -> None:
    asked = text(
        "SELECT current_setting('lock_timeout'),"
        " current_setting('idle_in_transaction_session_timeout')"
    )
    engine = make_engine(make_url(address).update_query_dict({"options": options}))
    async with engine.connect() as connection:
        assert (await connection.execute(asked)).one() == (locked, thinks)
    await engine.dispose()
