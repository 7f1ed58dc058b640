"""A hundred thousand weekly schedules, a thousand due: beside APScheduler's own store of jobs."""

import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import text

from handlers.schedule.jobs import work_off
from tests.bench import prompts
from tests.bench.apscheduling import JOBS, Beside
from tests.bench.garbage import as_in_the_bot
from tests.bench.memory import residents
from tests.bench.planned import AT_ONCE, KIND, WORKSPACES, again, moment, plan
from tests.bench.row import Row
from tests.databases import Postgres, SqliteFiles
from tests.world import World, built

RUNS: Final = 5
PLANNED: Final = 100_000
A_LITTLE: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Run:
    """Milliseconds: of a look at which nothing is due, and of one schedule and one prompt.

    `job` and `job_as_ours`: of APScheduler on a database set as it comes, and as ours is.
    """

    look: float
    bare_look: float
    schedule: float
    job: float
    job_as_ours: float
    prompt: float


async def measure() -> list[Row]:
    """Five runs on each database; a first one, uncounted, warms the caches of each."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="delight-bench-", ignore_cleanup_errors=True) as folder:
        files = SqliteFiles(Path(folder))
        await files.prepare()
        with files.fresh() as url:
            rows += _rows("SQLite", await _runs(url, f"sqlite:///{folder}/apscheduler.db"))
        with files.fresh() as url:
            rows.append(await residents(url, "SQLite", PLANNED))
        server = Postgres(Path(folder))
        try:
            await server.prepare()
            server.run("CREATE DATABASE apscheduler OWNER delight")
            beside = server.url("apscheduler").replace("postgresql:", "postgresql+psycopg:", 1)
            with server.fresh() as url:
                rows += _rows("PostgreSQL", await _runs(url, beside))
            with server.fresh() as url:
                rows.append(await residents(url, "PostgreSQL", PLANNED))
        finally:
            server.stop()
    return rows


async def _runs(url: str, beside: str) -> list[Run]:
    async with built(url) as world:
        await prompts.furnish(world)
        await plan(world.bot.deps.sessions.engine, PLANNED)
        others = [Beside(beside)]
        if beside.startswith("sqlite"):
            others.append(Beside(f"{beside}.as_ours", as_ours=True))
        try:
            with as_in_the_bot():
                return [await _run(world, others, nth) for nth in range(RUNS + 1)][1:]
        finally:
            for other in others:
                other.close()


async def _run(world: World, others: Sequence[Beside], nth: int) -> Run:
    deps, now = world.bot.deps, moment(nth)
    world.clock.move_to(now - A_LITTLE)
    bare_look = others[0].look()
    began = time.perf_counter()
    due = await world.bot.heartbeat.due_jobs()
    look = time.perf_counter() - began
    world.clock.move_to(now)
    jobs = [other.rearm(f"run{nth}-", AT_ONCE) / AT_ONCE for other in others]
    began = time.perf_counter()
    while await work_off(deps, {KIND: again}, now):
        pass
    schedule = time.perf_counter() - began
    await _check(world, nth, due)
    prompt = await prompts.ask(world)
    times = (look, bare_look, schedule / AT_ONCE, jobs[0], jobs[-1], prompt)
    return Run(*(1_000 * seconds for seconds in times))


async def _check(world: World, nth: int, due: Sequence[object]) -> None:
    """A run in which a message is missing would be a fast one."""
    async with world.bot.deps.sessions.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            await connection.execute(text("SELECT set_config('app.workspace', '*', true)"))
        query = text("SELECT count(*) FROM outgoing WHERE key LIKE 'bench%'")
        written = (await connection.execute(query)).scalar_one()
    if due or written != AT_ONCE * (nth + 1):
        raise RuntimeError(f"{written} messages, and {len(due)} jobs that were due too early")


def _rows(database: str, runs: list[Run]) -> list[Row]:
    return [
        _row(
            f"claim, re-arm and enqueue {AT_ONCE} of {PLANNED} schedules in {WORKSPACES}"
            f" workspaces, beside APScheduler re-arming {AT_ONCE} of {JOBS} jobs, {database}",
            [(run.schedule, run.job) for run in runs],
            "at least 20",
        ),
        *_as_ours(database, runs),
        _row(
            f"a prompt of {prompts.PEOPLE}, from due to enqueued card, beside APScheduler"
            f" re-arming a job, {database}",
            [(run.prompt, run.job) for run in runs],
            "",
        ),
        _row(
            f"a beat with nothing due of {PLANNED}, beside APScheduler's with {JOBS}, {database}",
            [(run.look, run.bare_look) for run in runs],
            "under 5 ms",
        ),
    ]


def _as_ours(database: str, runs: list[Run]) -> list[Row]:
    """SQLite as it comes waits for the disk at each job's commit; as the bot sets it, it does not:
    so part of the ratio is the setting, and this row is without it.
    """
    if database != "SQLite":
        return []
    what = f"the same, beside APScheduler on a file set as ours (a write-ahead log), {database}"
    return [_row(what, [(run.schedule, run.job_as_ours) for run in runs], "")]


def _row(what: str, pairs: list[tuple[float, float]], mark: str) -> Row:
    """How many times as long the other takes."""
    ratios = [beside / ours for ours, beside in pairs]
    return Row(
        what,
        f"{statistics.median(ours for ours, _ in pairs):.2f} ms",
        f"{statistics.median(beside for _, beside in pairs):.2f} ms",
        f"{statistics.median(ratios):.1f}",
        f"{min(ratios):.1f}-{max(ratios):.1f}",
        mark,
    )
