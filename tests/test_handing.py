"""What a SQLite file's thread is handed, and what becomes of what comes after it."""

import asyncio
import threading
from collections.abc import AsyncIterator
from sqlite3 import IntegrityError, OperationalError
from typing import cast

import pytest

from storage.db import Sessions
from storage.db.handing import HandingConnection

PATIENCE = 5  # seconds, in which a thread that nobody holds up has long ended
HELD_UP = "INSERT INTO counter VALUES ('T1', 'held up', goes_on())"
INSERT = "INSERT INTO counter VALUES ('T1', ?, ?)"
SELECT = "SELECT name, value FROM counter ORDER BY name"

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


class RefusedError(Exception):
    """It changed nothing."""


@pytest.fixture
async def driver(sessions: Sessions) -> AsyncIterator[HandingConnection]:
    async with sessions.engine.connect() as connection:
        raw = await connection.get_raw_connection()
        yield cast("HandingConnection", raw.driver_connection)


async def test_the_loop_goes_on_while_the_thread_works(driver: HandingConnection) -> None:
    going_on = threading.Event()
    await driver.create_function("goes_on", 0, lambda: going_on.wait(PATIENCE))
    driver.hold(HELD_UP)
    async with asyncio.timeout(PATIENCE / 2):
        await driver.begun()
    driver.hold(INSERT, ("next", 2))
    going_on.set()
    [answer] = await driver.answers([(SELECT, ())])
    assert answer.rows == [("held up", 1), ("next", 2)]


async def test_nothing_runs_after_what_was_held_and_failed(driver: HandingConnection) -> None:
    for _ in range(2):
        await driver.execute_fetchall("BEGIN IMMEDIATE")
        driver.hold(INSERT, ("one", 1))
        driver.hold(INSERT, ("one", 2))
        driver.hold(INSERT, ("two", 2))
        for late in (driver.answers([(SELECT, ())]), driver.commit()):
            with pytest.raises(IntegrityError) as failed:
                await late
            assert any("INSERT INTO counter" in note for note in failed.value.__notes__)
        assert driver.failed is not None
        assert driver.failed.values == ("one", 2)
        await driver.rollback()
        assert not driver.in_transaction
        assert [answer.rows for answer in await driver.answers([(SELECT, ())])] == [[]]


async def test_whoever_has_what_changes_nothing_refused_commits_nothing(
    driver: HandingConnection,
) -> None:
    await driver.execute_fetchall("BEGIN IMMEDIATE")
    driver.hold(INSERT, ("one", 1), RefusedError("there"))
    driver.hold(f"{INSERT} ON CONFLICT DO NOTHING", ("one", 2), RefusedError("here"))
    with pytest.raises(RefusedError, match="here"):
        await driver.commit()
    await driver.rollback()
    assert not driver.in_transaction
    assert [answer.rows for answer in await driver.answers([(SELECT, ())])] == [[]]


async def test_nothing_runs_by_itself_after_sqlite_has_rolled_back(
    driver: HandingConnection,
) -> None:
    [(pages,)] = await driver.execute_fetchall("PRAGMA page_count")
    await driver.execute_fetchall(f"PRAGMA max_page_count={pages + 2}")
    await driver.execute_fetchall("BEGIN IMMEDIATE")
    for name in ("long" * 50_000, "short"):
        with pytest.raises(OperationalError, match="full"):
            await driver.answers([(INSERT, (name, 1))])
    await driver.rollback()
    assert not driver.in_transaction
    assert [answer.rows for answer in await driver.answers([(SELECT, ())])] == [[]]


async def test_what_goes_together_comes_back_in_order(driver: HandingConnection) -> None:
    asked = [(INSERT, ("b", 2)), (INSERT, ("a", 1)), (SELECT, ()), ("DELETE FROM counter", ())]
    found = await driver.answers(asked)
    assert [(len(one.rows), one.changed) for one in found] == [(0, 1), (0, 1), (2, 0), (0, 2)]


async def test_a_cursor_comes_and_goes_also_after_what_was_held_has_failed(
    driver: HandingConnection,
) -> None:
    await driver.execute_fetchall("BEGIN IMMEDIATE")
    for _ in range(2):
        driver.hold(INSERT, ("one", 1))
    cursor = await driver.cursor()
    with pytest.raises(IntegrityError):
        await cursor.execute(SELECT)
    await cursor.close()
    await driver.rollback()


@pytest.mark.parametrize("turns", [0, 1, 2])
async def test_who_is_cancelled_while_it_closes_keeps_nobody_waiting(
    database: str, turns: int
) -> None:
    """SQLAlchemy closes it in a task of its own then, and ends its thread at once."""
    connection = await HandingConnection(database.removeprefix("sqlite:///"))
    closing = asyncio.create_task(connection.close())
    for _ in range(turns):
        await asyncio.sleep(0)
    connection.stop()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(closing, connection.close())
    with pytest.raises(ValueError, match="no active connection"):
        await connection.commit()
