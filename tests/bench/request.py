"""From a signed request to the committed row and the answer, beside a listener that only acks."""

import statistics
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from sqlalchemy import func, select

from bot.clock import RealClock
from bot.manifest import make_manifest
from bot.sandbox.model import Person, World
from bot.sandbox.server import Sandbox
from handlers.routes import FEATURES
from storage.db import Sessions, make_engine
from storage.okr import Update
from tests.bench import company, cpu
from tests.bench.garbage import as_in_the_bot
from tests.bench.load import Load, load
from tests.bench.row import Row
from tests.databases import Postgres, SqliteFiles
from tests.processes import environ_of, free_port, start

RUNS: Final = 5
SECONDS: Final = 1.5  # of each side in each run
AT_ONCE: Final = 32


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked, and what every answer has in it."""

    what: str
    requests: Callable[[World], Iterator[bytes]]
    answer: bytes = b""


UPDATE: Final = Case("/okr update KR-1 45 note", company.updates, b"KR-")
REACTION: Final = Case("a kudos reaction", company.reactions)
HOME: Final = Case("opening Home, which shows nothing yet", company.openings)
SHOWN: Final = Case("opening Home, which shows what is so still", company.openings_again)


@dataclass(slots=True)
class Side:
    """Processes that answer, and what came of their runs; `milliseconds` are of processor time."""

    ports: Sequence[int]
    pids: Sequence[int]
    loads: list[Load] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)

    def clear(self) -> None:
        """Forget what came of the runs so far."""
        for one in (self.loads, self.milliseconds, self.database):
            one.clear()

    async def run(self, case: Case, requests: Iterator[bytes], server: Sequence[int]) -> None:
        """Once, for as long as every run."""
        before, stored = cpu.seconds(self.pids), cpu.seconds(server)
        done = await load(
            self.ports, requests, at_once=AT_ONCE, seconds=SECONDS, answer=case.answer
        )
        self.loads.append(done)
        self.milliseconds.append((cpu.seconds(self.pids) - before) * 1000 / done.count)
        self.database.append((cpu.seconds(server) - stored) * 1000 / done.count)


async def measure() -> list[Row]:
    """Two web processes on PostgreSQL and one on SQLite, beside as many that only ack."""
    with tempfile.TemporaryDirectory(prefix="bench-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        await server.prepare()
        with server.fresh() as url:
            postmaster = int((Path(folder) / "data" / "postmaster.pid").read_text().split()[0])
            rows = await _rows(url, 2, (UPDATE, REACTION, HOME, SHOWN), postmaster)
        server.stop()
        files = SqliteFiles(Path(folder))
        await files.prepare()
        with files.fresh() as url:
            rows += await _rows(url, 1, (UPDATE,), None)
    return rows


async def _rows(
    url: str, processes: int, cases: Sequence[Case], postmaster: int | None
) -> list[Row]:
    sessions = Sessions(make_engine(url))
    await company.found(sessions)
    rows: list[Row] = []
    async with slack() as sandbox, _bots(sandbox, url, processes) as (ours, acks):
        for case in cases:
            await _known_to(sessions)  # also what the case before has written
            requests = case.requests(sandbox.world)
            rows += await _beside(case, requests, ours, acks, postmaster)
            if case is UPDATE:
                await _all_is_there(sessions, sum(done.count for done in ours.loads))
    await sessions.close()
    return rows


async def _beside(
    case: Case, requests: Iterator[bytes], ours: Side, acks: Side, postmaster: int | None
) -> list[Row]:
    """Both sides by turns; the first run of each warms its caches, and does not count."""
    for side in (ours, acks):
        side.clear()
    for _ in range(RUNS + 1):
        server = cpu.children(postmaster) if postmaster else []
        await ours.run(case, requests, server)
        await acks.run(replace(case, answer=b""), requests, server)
    where = "PostgreSQL, 2 processes" if postmaster else "SQLite, 1 process"
    return _told(f"{case.what}, {where}, {AT_ONCE} at once", ours, acks)


def _told(what: str, ours: Side, acks: Side) -> list[Row]:
    median = statistics.median
    pairs = list(zip(ours.loads[1:], acks.loads[1:], strict=True))
    ratios = [our.per_second / ack.per_second for our, ack in pairs]
    slowest = [our.percentile(0.99) * 1000 for our, _ in pairs]
    bolt, whole = median(acks.milliseconds[1:]), median(ours.milliseconds[1:])
    stored = median(ours.database[1:])
    slack = median(_here(our) - _here(ack) for our, ack in pairs)
    return [
        Row(
            what,
            f"{median(our.per_second for our, _ in pairs):.0f}/s",
            f"{median(ack.per_second for _, ack in pairs):.0f}/s only acked",
            f"{median(ratios):.3f}",
            f"{min(ratios):.3f}-{max(ratios):.3f}",
            "at least 0.12, better 0.20",
        ),
        Row(
            "… 99 of 100 within",
            f"{median(slowest):.0f} ms",
            f"{median(ack.percentile(0.99) * 1000 for _, ack in pairs):.0f} ms",
            "",
            f"{min(slowest):.0f}-{max(slowest):.0f} ms",
            "under 300 ms",
        ),
        Row(
            "… processor time of one",
            f"{whole + stored:.2f} ms",
            f"{bolt:.2f} ms",
            "",
            f"Bolt and HTTP {bolt:.2f}, ours {whole - bolt:.2f}, database {stored:.2f} ms;"
            f" the simulated Slack {max(slack, 0):.2f} ms",
            "",
        ),
    ]


def _here(done: Load) -> float:
    """Milliseconds that one took of the process that asks, in which the simulated Slack runs."""
    return 1000 * done.processor / done.count


@asynccontextmanager
async def slack() -> AsyncIterator[Sandbox]:
    """A simulated Slack without limits, in which the company works."""
    sandbox = Sandbox(RealClock(), make_manifest(FEATURES, "http"))
    sandbox.limits.on = False
    sandbox.add_workspace(company.WORKSPACE, "Bench", "bench", token="xoxb-bench")
    for who in company.everybody():
        sandbox.add_person(company.WORKSPACE, Person(who, who.lower(), who))
    await sandbox.start()
    with as_in_the_bot():  # a look for garbage here would take from both sides what Slack takes not
        yield sandbox
    await sandbox.stop()


@asynccontextmanager
async def _bots(sandbox: Sandbox, url: str, processes: int) -> AsyncIterator[tuple[Side, Side]]:
    """The bot's web processes, and as many that only ack, each on a port of its own."""
    ports = [free_port() for _ in range(2 * processes)]
    environs = [environ_of(sandbox, url, PORT=str(port)) for port in ports]
    ours = [await start(one, "run", "--role", "web") for one in environs[:processes]]
    acks = [await start(one, module="tests.bench.acking") for one in environs[processes:]]
    try:
        for started in (*ours, *acks):
            await started.ready()
        yield (
            Side(ports[:processes], [one.pid for one in ours]),
            Side(ports[processes:], [one.pid for one in acks]),
        )
    finally:
        for started in (*ours, *acks):
            await started.ended(ask=True)


async def _known_to(sessions: Sessions) -> None:
    """Have the database look at its tables, as it does by itself once it has run for a minute."""
    async with sessions.engine.begin() as connection:
        await connection.exec_driver_sql("ANALYZE")


async def _all_is_there(sessions: Sessions, answered: int) -> None:
    """What was answered is committed."""
    async with sessions.workspace(company.WORKSPACE, reading=True) as session:
        found = await session.scalar(select(func.count()).select_from(Update))
    assert found == answered, (found, answered)
