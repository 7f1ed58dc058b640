"""A new version comes, with a migration, while people go on working: no request fails."""

import asyncio
import itertools
from contextlib import AsyncExitStack
from typing import Final

import psycopg
from sqlalchemy import func, select

from storage.db import Sessions, make_engine
from storage.migrations import GATE, head
from storage.okr import Update
from tests.databases import Postgres
from tests.faults import stage
from tests.faults.stage import Stage
from tests.processes import Started, environ_of, start

# What the next version may add for itself; this one has never heard of it.
EXPANDS: Final = (
    "ALTER TABLE kr_update ADD COLUMN mood TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE outgoing ADD COLUMN weight INTEGER",
    "ALTER TABLE arrival ADD COLUMN came_by TEXT NOT NULL DEFAULT 'http'",
    "CREATE TABLE next_version (workspace_id TEXT PRIMARY KEY)",
    "CREATE INDEX ix_kr_update_mood ON kr_update (workspace_id, mood)",
)


class Rolling:
    """Two webs behind a proxy that knows which of them take requests, and a worker."""

    def __init__(self, firm: Stage, environ: dict[str, str]) -> None:
        self._firm, self._environ = firm, environ
        self._webs: list[Started] = []
        self._addresses: dict[int, str] = {}
        self._worker: Started | None = None
        self._turns = itertools.count()
        self.asked = 0

    async def start(self) -> None:
        for number in range(2):
            self._webs.append(await self._web(number))
        self._worker = await start(self._environ, "run", "--role", "worker")
        await self._worker.ready()

    async def _web(self, number: int) -> Started:
        web = await start(self._environ, "run", "--role", "web")
        self._addresses[number] = await web.address()
        return web

    async def renew(self) -> None:
        """One after the other: out of the proxy, asked to end, started anew."""
        for number in range(2):
            del self._addresses[number]
            await _ended(self._webs[number])
            self._webs[number] = await self._web(number)
        if self._worker is not None:
            await _ended(self._worker)
        self._worker = await start(self._environ, "run", "--role", "worker")

    async def stop(self) -> None:
        for process in (*self._webs, self._worker):
            if process is not None and process.process.returncode is None:
                await process.ended(ask=True)

    async def work(self, person: int, done: asyncio.Event) -> None:
        """Somebody records and thanks, again and again, and is always answered."""
        hands, place = self._firm.hands(0, person), self._firm.places[0]
        for number in itertools.count():
            addresses = list(self._addresses.values())
            url = addresses[next(self._turns) % len(addresses)]
            self._firm.sandbox.world.app.request_url = f"{url}/slack/events"
            line = f"/okr update KR-{person % 2 + 1} {number} by {person} for the {number}th time"
            reply = await hands.command(line, place.home)
            assert "*KR-" in reply.text, (reply.error, reply.text)
            self.asked += 1
            if done.is_set():
                return


async def _ended(process: Started) -> None:
    code, _, errors = await process.ended(ask=True)
    assert (code, errors) == (0, "")


def expand(database: str, revision: str) -> None:
    """The next version's migration, in one transaction, begun as ours begin."""
    with psycopg.connect(database) as connection:
        connection.execute(GATE.text)
        for statement in EXPANDS:
            connection.execute(statement)
        connection.execute("UPDATE alembic_version SET version_num = %s", [revision])


async def test_no_request_fails_and_nothing_is_lost_while_a_new_version_migrates_and_rolls_out(
    firm: Stage, postgres: Postgres
) -> None:
    await postgres.prepare()
    async with AsyncExitStack() as closing:
        database = closing.enter_context(postgres.fresh())
        sessions = Sessions(make_engine(database))
        closing.push_async_callback(sessions.close)
        await stage.furnish(sessions, firm)
        rolling = Rolling(firm, environ_of(firm.sandbox, database))
        closing.push_async_callback(rolling.stop)
        await rolling.start()
        done = asyncio.Event()
        async with asyncio.TaskGroup() as people:
            for person in range(3):
                people.create_task(rolling.work(person, done))
            await asyncio.to_thread(expand, database, f"{int(head()) + 1:04}")
            await rolling.renew()
            done.set()
        async with sessions.workspace(firm.places[0].id, reading=True) as session:
            recorded = await session.scalar(select(func.count()).select_from(Update))
        assert recorded == rolling.asked > 0
