"""How statements reach PostgreSQL, and what becomes of a connection if something comes between."""

import asyncio
import gc
import os
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

import pytest
from psycopg import AsyncConnection
from psycopg.errors import (
    DataError,
    FeatureNotSupported,
    OperationalError,
    UndefinedTable,
    UniqueViolation,
)
from psycopg.pq import TransactionStatus
from psycopg.types.json import Jsonb
from sqlalchemy import text

from storage.db import make_engine
from storage.db.holding import HoldingConnection
from tests.databases import Postgres

OFTEN = 8  # times, of which the last are prepared
MANY = 150  # texts, more than are prepared at once
LONG = 5_000_000  # characters, more than fit on the way at once


@pytest.fixture
async def address(postgres: Postgres) -> AsyncIterator[str]:
    await postgres.prepare()
    with postgres.fresh() as url:
        yield url


@pytest.fixture
async def driver(address: str) -> AsyncIterator[HoldingConnection]:
    engine = make_engine(address)
    async with engine.connect() as connection:
        raw = await connection.get_raw_connection()
        yield cast("HoldingConnection", raw.driver_connection)
    await engine.dispose()


async def _one(driver: HoldingConnection, text: str, values: Any = None) -> tuple[Any, ...]:
    [answer] = await driver.answers([(text, values)])
    [row] = answer.rows
    return row


async def test_values_come_back_as_they_went(driver: HoldingConnection) -> None:
    text = """SELECT %(n)s::NUMERIC, %(at)s::TIMESTAMPTZ, %(doc)s::JSONB, %(names)s::VARCHAR[],
        %(yes)s::BOOLEAN, %(said)s::VARCHAR, %(n)s::NUMERIC, '100 %%'"""
    at = datetime(2026, 11, 16, 9, tzinfo=UTC)
    full = (Decimal("1.50"), at, {"a": [1, None]}, ["x", "y, 'z'"], True, "%s %(n)s $1 é 谢")
    for nth in range(2 * OFTEN):
        said = full if nth % 2 else (None,) * len(full)
        given = dict(zip(("n", "at", "doc", "names", "yes", "said"), said, strict=True))
        doc = given["doc"] and Jsonb(given["doc"])
        assert await _one(driver, text, given | {"doc": doc}) == (*said, said[0], "100 %")


async def test_more_texts_than_are_prepared_find_their_own_rows(driver: HoldingConnection) -> None:
    asked = [(f"SELECT %(n)s::INTEGER + {nth}", {"n": nth}) for nth in range(MANY)]
    for _ in range(OFTEN):
        found = [one.rows for one in await driver.answers(asked)]
        assert found == [[(2 * nth,)] for nth in range(MANY)]
    [prepared] = await _one(driver, "SELECT count(*) FROM pg_prepared_statements")
    assert prepared < MANY


async def test_what_is_prepared_follows_a_table_that_was_changed(
    driver: HoldingConnection, address: str
) -> None:
    await driver.answers([("CREATE TABLE changing (a INTEGER)", None)])
    await driver.answers([("INSERT INTO changing VALUES (1)", None)])
    for _ in range(OFTEN):
        assert await _one(driver, "SELECT a FROM changing") == (1,)
    async with await AsyncConnection.connect(address, autocommit=True) as other:
        await other.execute("ALTER TABLE changing ALTER a TYPE TEXT")
    driver.hold("BEGIN")
    with suppress(FeatureNotSupported):  # as with any driver that prepares, once
        await _one(driver, "SELECT a FROM changing")
    await driver.rollback()
    for _ in range(OFTEN):
        assert await _one(driver, "SELECT a FROM changing") == ("1",)


async def test_what_is_prepared_outlives_what_is_rolled_back(driver: HoldingConnection) -> None:
    """The driver has all forgotten then: a table that they knew may be gone."""
    for nth in range(3 * OFTEN):
        driver.hold("BEGIN")
        driver.hold("SELECT set_config('app.workspace', %(id)s, true)", {"id": f"T{nth}"})
        assert await _one(driver, "SELECT %(n)s::INTEGER", {"n": nth}) == (nth,)
        async with driver.cursor() as cursor:
            await cursor.execute("SAVEPOINT one")
            await cursor.execute("ROLLBACK TO SAVEPOINT one")
        assert await _one(driver, "SELECT current_setting('app.workspace')") == (f"T{nth}",)
        await (driver.rollback() if nth % OFTEN == 0 else driver.commit())


async def test_what_leads_comes_before_whatever_runs_until_its_end(
    driver: HoldingConnection,
) -> None:
    setting = "SELECT current_setting('app.workspace', true)"
    driver.lead("SELECT set_config('app.workspace', %(id)s, true)", {"id": "T1"})
    for _ in range(OFTEN):
        assert await _one(driver, setting) == ("T1",)
        assert driver.pgconn.transaction_status == TransactionStatus.IDLE
    with pytest.raises(UndefinedTable):
        await driver.answers([("SELECT 1 FROM nowhere", None)])
    async with driver.cursor() as cursor:
        assert await (await cursor.execute(setting)).fetchone() == ("T1",)
    async with driver.cursor("some") as some:
        assert await (await some.execute(setting)).fetchone() == ("T1",)
    await driver.commit()
    assert not driver.in_transaction
    assert await _one(driver, setting) in {("",), (None,)}


async def test_one_that_fails_in_the_middle_is_told_apart(driver: HoldingConnection) -> None:
    await driver.answers([("CREATE TABLE single (a INTEGER PRIMARY KEY)", None)])
    insert = "INSERT INTO single VALUES (%(a)s)"
    for _ in range(OFTEN):
        driver.hold("BEGIN")
        driver.hold(insert, {"a": 1})
        with pytest.raises(UniqueViolation) as failed:
            await driver.answers([(insert, {"a": 2}), (insert, {"a": 1}), ("SELECT 1", None)])
        assert driver.failed is not None
        assert driver.failed.values == {"a": 1}
        assert any("INSERT INTO single" in note for note in failed.value.__notes__)
        await driver.rollback()
    assert await _one(driver, "SELECT count(*) FROM single") == (0,)


async def test_nothing_runs_outside_of_the_transaction_that_could_not_begin(
    driver: HoldingConnection,
) -> None:
    driver.hold("BEGIN")
    driver.hold("SELECT %(said)s::TEXT", {"said": "a\0b"})
    for _ in range(2):
        with pytest.raises(DataError):
            await driver.answers([("CREATE TABLE outside (a INTEGER)", None)])
        assert driver.failed is not None
        assert driver.failed.values == {"said": "a\0b"}
    await driver.rollback()
    assert await _one(driver, "SELECT to_regclass('outside')") == (None,)


async def test_what_does_not_fit_at_once_comes_and_goes(driver: HoldingConnection) -> None:
    asked = [("SELECT %(said)s::TEXT", {"said": letter * LONG}) for letter in "abc"]
    found = await driver.answers(asked)
    assert [one.rows for one in found] == [[(values["said"],)] for _, values in asked]


async def test_who_is_cancelled_leaves_nobody_waiting(
    driver: HoldingConnection, address: str
) -> None:
    """Neither the database for a lock, nor the next for answers that are not theirs."""
    locking = "SELECT pg_advisory_lock(1)"
    waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    async with await AsyncConnection.connect(address, autocommit=True) as other:
        await other.execute(locking)

        async def until(count: int) -> None:
            while (await (await other.execute(waiting)).fetchone()) != (count,):
                pass

        working = asyncio.create_task(driver.answers([(locking, None), ("SELECT 2", None)]))
        await until(1)
        working.cancel()
        with pytest.raises(asyncio.CancelledError):
            await working
        await until(0)
    assert driver.closed


@pytest.mark.parametrize("turns", [3, 6, 7])
async def test_many_that_are_cancelled_leave_nothing_behind(
    driver: HoldingConnection, turns: int
) -> None:
    """Neither a statement that goes on, nor what the driver wanted to tidy up: a test fails by
    whatever Python cannot raise.
    """
    many = "SELECT pg_sleep(%s)", [(60,), (60,)]
    async with driver.cursor() as cursor:
        working = asyncio.create_task(cursor.executemany(*many))
        for _ in range(turns):
            await asyncio.sleep(0)
        working.cancel()
        async with asyncio.timeout(30):
            with pytest.raises(asyncio.CancelledError):
                await working
    del working
    gc.collect()


async def test_who_waits_hears_that_the_connection_is_closed(driver: HoldingConnection) -> None:
    working = asyncio.create_task(driver.answers([("SELECT pg_sleep(60)", None)]))
    await asyncio.sleep(0)
    await driver.close()
    with pytest.raises(OperationalError):
        await working


async def test_who_is_still_sending_hears_that_the_connection_is_cut(
    driver: HoldingConnection,
) -> None:
    asked = [("SELECT pg_sleep(60)", None), ("SELECT %(said)s::TEXT", {"said": "a" * LONG})]
    working = asyncio.create_task(driver.answers(asked))
    await asyncio.sleep(0)  # not all of it is on its way now
    with socket.socket(fileno=os.dup(driver.pgconn.socket)) as line:
        line.shutdown(socket.SHUT_RDWR)
    async with asyncio.timeout(30):
        with pytest.raises(OperationalError):
            await working


def test_one_loop_after_the_other_gets_its_answers(postgres: Postgres) -> None:
    asyncio.run(postgres.prepare())
    with postgres.fresh() as url:
        engine = make_engine(url)

        async def ask() -> Any:
            async with asyncio.timeout(60), engine.connect() as connection:
                return await connection.scalar(text("SELECT 1"))

        assert [asyncio.run(ask()), asyncio.run(ask())] == [1, 1]
        asyncio.run(engine.dispose())
