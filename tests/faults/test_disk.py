"""A disk that is full and a database that somebody holds: told at once, and well again after."""

import asyncio
import resource
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.sandbox.hands import Hands
from storage.db import Sessions, make_engine
from tests.databases import SqliteFiles
from tests.faults import stage
from tests.faults.stage import Stage
from tests.processes import PATIENCE, Started, environ_of, start

COUNTED = ("outgoing", "kudos", "kudos_recipient", "kr_update", "arrival")


@asynccontextmanager
async def running(firm: Stage, database: str) -> AsyncIterator[Started]:
    """The bot in one process on this database, which is furnished first."""
    sessions = Sessions(make_engine(database))
    await stage.furnish(sessions, firm)
    await sessions.close()
    process = await start(environ_of(firm.sandbox, database), "run")
    try:
        firm.sandbox.world.app.request_url = f"{await process.address()}/slack/events"
        yield process
    finally:
        await process.ended(ask=True)


def counts(path: Path) -> dict[str, int]:
    """How many rows there are of what inputs write; the file is whole."""
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = {
            table: int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 ours
            for table in COUNTED
        }
    connection.close()
    return found


async def thanked(firm: Stage, giver: int, receiver: int) -> str:
    """What somebody reads after thanking a colleague."""
    hands, place = firm.hands(0, giver), firm.places[0]
    name = place.workspace.people[place.people[receiver]].name
    reply = await hands.command(f"/kudos @{name} for staying until it worked", place.home)
    assert reply.ok, reply.error
    return reply.text


async def heard(hands: Hands) -> None:
    """Return once somebody has a direct message."""
    async with asyncio.timeout(PATIENCE):
        while not hands.dms():  # noqa: ASYNC110 another process is at work
            await asyncio.sleep(0.05)


async def test_a_full_disk_is_told_with_a_reference_and_nothing_is_half_written(
    firm: Stage, sqlite_files: SqliteFiles
) -> None:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        path = Path(database.removeprefix("sqlite:///"))
        async with running(firm, database) as process:
            assert "will hear it" in await thanked(firm, 0, 1)
            await heard(firm.hands(0, 1))
            before = counts(path)
            full = (0, resource.RLIM_INFINITY)  # no file may grow, as on a full disk
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, full)
            told = await thanked(firm, 2, 3)
            assert "nothing was changed" in told
            assert "reference" in told
            assert counts(path) == before
            free = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, free)
            assert "will hear it" in await thanked(firm, 2, 3)
            await heard(firm.hands(0, 3))
        assert len(firm.hands(0, 3).dms()) == 1


async def test_a_locked_database_is_told_in_time_and_nothing_happens_later(
    firm: Stage, sqlite_files: SqliteFiles
) -> None:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        path = Path(database.removeprefix("sqlite:///"))
        async with running(firm, database):
            assert "will hear it" in await thanked(firm, 0, 1)
            await heard(firm.hands(0, 1))
            before = counts(path)
            holder = sqlite3.connect(path, isolation_level=None)
            holder.execute("BEGIN EXCLUSIVE")
            async with asyncio.TaskGroup() as group:
                first = group.create_task(thanked(firm, 2, 3))
                await asyncio.sleep(0.6)  # then the second has stood in line behind the first
                second = group.create_task(thanked(firm, 4, 5))
            for told in (first.result(), second.result()):
                assert "nothing was changed" in told
                assert "reference" in told
            holder.execute("ROLLBACK")
            holder.close()
            assert counts(path) == before
            assert "will hear it" in await thanked(firm, 2, 3)
            await heard(firm.hands(0, 3))
        assert len(firm.hands(0, 3).dms()) == 1
