"""What processes hold after a long load, and whether it still grows."""

import asyncio
import itertools
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import select

from bot.clock import RealClock
from bot.sandbox.model import World
from handlers.outbox import flows
from storage.db import Sessions, make_engine
from storage.outbox import Outgoing
from tests.bench import company
from tests.bench.load import load
from tests.bench.queue import MESSAGE
from tests.bench.request import slack
from tests.bench.row import Row
from tests.databases import Postgres, SqliteFiles
from tests.processes import PATIENCE, Started, environ_of, free_port, start

LARGEST: Final = 200  # MB
PARTS: Final = 8
SECONDS: Final = 3  # of each part
ROLES: Final = {"SQLite": ("all",), "PostgreSQL": ("web", "worker")}
AT_ONCE: Final = {"SQLite": 2, "PostgreSQL": 16}  # SQLite lets one write at a time
MESSAGES: Final = 300  # of each part, besides what inputs cause


@dataclass(slots=True)
class Held:
    """Megabytes that a process holds after each part of the load."""

    process: Started
    after: list[float] = field(default_factory=list)

    def look(self) -> None:
        self.after.append(self.process.resident())

    def growth(self) -> float:
        """What it holds in the end beside what it held after half of the load."""
        return self.after[-1] / self.after[PARTS // 2 - 1]


async def measure() -> list[Row]:
    """A load of some seconds on each database, all of it the same."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        files = SqliteFiles(Path(folder))
        await files.prepare()
        with files.fresh() as url:
            rows = await _rows(url, "SQLite")
        server = Postgres(Path(folder))
        await server.prepare()
        with server.fresh() as url:
            rows += await _rows(url, "PostgreSQL")
        server.stop()
    return rows


async def _rows(url: str, database: str) -> list[Row]:
    sessions = Sessions(make_engine(url))
    await company.found(sessions)
    async with slack() as sandbox:
        port = free_port()
        environ = environ_of(sandbox, url, PORT=str(port), SLACK_PACE="1000")
        async with AsyncExitStack() as stack:
            running = [_running(environ, role) for role in ROLES[database]]
            held = [await stack.enter_async_context(one) for one in running]
            requests = _mixed(sandbox.world)
            inputs = await _load(sessions, requests, port, held, AT_ONCE[database])
    await sessions.close()
    what = f"{inputs} inputs and {PARTS * MESSAGES} messages, {database}"
    return [
        _row(f"{role} after {what}", one) for role, one in zip(ROLES[database], held, strict=True)
    ]


@asynccontextmanager
async def _running(environ: dict[str, str], role: str) -> AsyncIterator[Held]:
    started = await start(environ, "run", "--role", role)
    try:
        await started.ready()
        yield Held(started)
    finally:
        await started.ended(ask=True)


async def _load(
    sessions: Sessions,
    requests: Iterator[bytes],
    port: int,
    processes: Sequence[Held],
    at_once: int,
) -> int:
    """Messages, then inputs of every kind, part by part; how many inputs were answered."""
    count = 0
    for part in range(PARTS):
        await _post(sessions, part)
        await _sent(sessions)
        done = await load([port], requests, at_once=at_once, seconds=SECONDS, answer=b"")
        count += done.count
        await _sent(sessions)
        for held in processes:
            held.look()
    return count


def _mixed(world: World) -> Iterator[bytes]:
    """An update, a reaction and an open Home, by turns."""
    kinds = (company.updates(world), company.reactions(world), company.openings(world))
    return itertools.chain.from_iterable(zip(*kinds, strict=True))


async def _post(sessions: Sessions, part: int) -> None:
    now, people = RealClock().now(), itertools.cycle(company.everybody())
    async with sessions.workspace(company.WORKSPACE) as session:
        for number in range(MESSAGES):
            key = f"size:{part}:{number}"
            await flows.post(session, key, next(people), MESSAGE, now, bulk=True)


async def _sent(sessions: Sessions) -> None:
    """Wait until nothing is on its way."""
    waits = select(Outgoing.key).where(Outgoing.state.in_(("due", "claimed"))).limit(1)
    async with asyncio.timeout(4 * PATIENCE):
        while True:
            async with sessions.workspace(company.WORKSPACE, reading=True) as session:
                if await session.scalar(waits) is None:
                    return
            await asyncio.sleep(0.1)  # processes of their own send them


def _row(what: str, held: Held) -> Row:
    last = held.after[PARTS // 2 - 1 :]
    return Row(
        what,
        f"{held.after[-1]:.0f} MB",
        f"{held.after[PARTS // 2 - 1]:.0f} MB after half",
        f"{held.growth():.3f}",
        f"{min(last):.0f}-{max(last):.0f} MB, {held.after[0]:.0f} MB after an eighth",
        f"under {LARGEST} MB, at most 1.03",
    )
