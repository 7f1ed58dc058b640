"""What a Friday's digests cost: a thousand teams with a quarter behind them, and a hundred."""

import statistics
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import delete, event, insert, text
from sqlalchemy.ext.asyncio import AsyncEngine

from handlers.deps import Deps
from handlers.digest import jobs
from handlers.digest.rules import due
from storage.digest import Digest
from storage.outbox import Outgoing
from storage.quote import QuotePost
from storage.schedule import Occurrence
from tests.bench.garbage import as_in_the_bot
from tests.bench.quarter import DIGEST, DUE, Company, inside, team_id
from tests.bench.row import Row
from tests.databases import Postgres, SqliteFiles
from tests.world import built

RUNS: Final = 5
LARGE: Final = Company("T0LARGE", 1_000)
SMALL: Final = Company("T0SMALL", 100)
NOW: Final = DUE + timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run over all digests of a company took."""

    seconds: float
    statements: int


@dataclass(frozen=True, slots=True)
class Run:
    """A thousand digests, a hundred, and a bare read of what the thousand are about."""

    large: Cost
    small: Cost
    bare: float

    @property
    def growth(self) -> float:
        """How much longer ten times the teams take."""
        return self.large.seconds / self.small.seconds


async def measure() -> list[Row]:
    """Five runs on each database; a first one, uncounted, warms the caches of each."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="delight-bench-", ignore_cleanup_errors=True) as folder:
        files = SqliteFiles(Path(folder))
        await files.prepare()
        with files.fresh() as url:
            rows += _rows("SQLite", await _runs(url))
        server = Postgres(Path(folder))
        try:
            await server.prepare()
            with server.fresh() as url:
                rows += _rows("PostgreSQL", await _runs(url))
        finally:
            server.stop()
    return rows


async def _runs(url: str) -> list[Run]:
    async with _furnished(url) as deps:
        with as_in_the_bot():
            return [await _run(deps) for _ in range(RUNS + 1)][1:]


@asynccontextmanager
async def _furnished(url: str) -> AsyncIterator[Deps]:
    async with built(url) as world:
        deps = world.bot.deps
        for company in (LARGE, SMALL):
            async with deps.sessions.engine.begin() as connection:
                await company.furnish(connection)
        async with deps.sessions.engine.begin() as connection:
            await connection.execute(text("ANALYZE"))  # as autovacuum does after such a load
        yield deps


async def _run(deps: Deps) -> Run:
    engine = deps.sessions.engine
    began = time.perf_counter()
    async with engine.connect() as connection:
        await inside(connection, LARGE.workspace)
        read = await LARGE.read_bare(connection)
    bare = time.perf_counter() - began
    if len(read) != LARGE.updates:
        raise RuntimeError(f"read {len(read)} updates and not {LARGE.updates}")
    return Run(await digests(deps, LARGE), await digests(deps, SMALL), bare)


async def digests(deps: Deps, company: Company) -> Cost:
    """Every digest of the company, from due to enqueued and the next planned."""
    engine = deps.sessions.engine
    await _arm(engine, company)
    counted: list[object] = []

    def count(*_: Any) -> None:
        counted.append(None)

    event.listen(engine.sync_engine, "before_cursor_execute", count)
    began = time.perf_counter()
    while await jobs.post(deps, NOW):
        pass
    seconds = time.perf_counter() - began
    event.remove(engine.sync_engine, "before_cursor_execute", count)
    await _check(engine, company)
    return Cost(seconds, len(counted))


async def _arm(engine: AsyncEngine, company: Company) -> None:
    """Have every digest due that was posted in the run before."""
    mine = company.workspace
    async with engine.begin() as connection:
        await inside(connection, mine)
        for table in (Outgoing, QuotePost, Occurrence):
            await connection.execute(delete(table).where(table.workspace_id == mine))
        today = Digest.workspace_id == mine, Digest.day == DIGEST
        await connection.execute(delete(Digest).where(*today))
        rows = [_due(mine, number) for number in range(company.teams)]
        await connection.execute(insert(Occurrence), rows)
    async with engine.begin() as connection:
        await connection.execute(text("ANALYZE occurrence"))  # else it passes for an empty table


def _due(workspace: str, number: int) -> dict[str, Any]:
    return {
        "workspace_id": workspace,
        "kind": due.POST,
        "team_id": team_id(number),
        "day": DIGEST,
        "member_id": "",
        "wall_day": DIGEST,
        "wall_time": DUE.time(),
        "zone": "UTC",
        "due_at": DUE,
        "first_due_at": DUE,
        "state": "due",
        "attempts": 0,
    }


async def _check(engine: AsyncEngine, company: Company) -> None:
    """A run in which a digest is missing would be a fast one."""
    async with engine.connect() as connection:
        await inside(connection, company.workspace)
        posted = await connection.execute(
            text("SELECT count(*) FROM outgoing WHERE workspace_id = :mine"),
            {"mine": company.workspace},
        )
        if posted.scalar_one() != 2 * company.teams:  # each has a quote below it
            raise RuntimeError("a digest is missing")


def _rows(database: str, runs: list[Run]) -> list[Row]:
    bare = statistics.median(run.bare for run in runs)
    ratios = [run.large.seconds / run.bare for run in runs]
    growth = [run.growth for run in runs]
    a_team = [run.large.seconds * 1000 / LARGE.teams for run in runs]
    large = statistics.median(run.large.seconds for run in runs)
    small = statistics.median(run.small.seconds for run in runs)
    return [
        Row(
            f"{LARGE.teams} digests beside a bare read of their {LARGE.updates} updates,"
            f" {database}",
            f"{large:.2f} s",
            f"{bare:.2f} s",
            f"{statistics.median(ratios):.1f}",
            f"{min(ratios):.1f}-{max(ratios):.1f}",
            "",
        ),
        Row(
            f"a team's digest, {database}",
            f"{statistics.median(a_team):.2f} ms",
            f"{runs[0].large.statements} statements",
            f"{statistics.median(a_team):.2f} ms",
            f"{min(a_team):.2f}-{max(a_team):.2f} ms",
            "under 2 ms",
        ),
        Row(
            f"ten times the teams, {database}",
            f"{large:.2f} s",
            f"{small:.2f} s",
            f"{statistics.median(growth):.1f}",
            f"{min(growth):.1f}-{max(growth):.1f}",
            "at most 11",
        ),
    ]
