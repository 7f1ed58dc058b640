"""How fast the outbox sends: within the budgets, without them, and past a full queue."""

import asyncio
import json
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Final

from handlers.outbox.rules import AT_ONCE, WHOLE
from tests.bench.bare import Told
from tests.bench.garbage import as_in_the_bot
from tests.bench.queue import MESSAGE, QUIET_ONE, WORKSPACES, Queue, queue
from tests.bench.row import Row
from tests.databases import Postgres, SqliteFiles

RUNS: Final = 5
FEW: Final = 40  # messages a workspace in each of several runs
MANY: Final = 200  # and in one run: 10,000 together
DATABASES: Final = ("PostgreSQL", "SQLite")
WORKERS: Final = 2  # as many as the machine has cores
WIDE_OPEN: Final = {"SLACK_PACE": "1000"}
REST: Final = 3.0  # seconds until the next run is due: by then every budget is as new


async def within_budgets() -> list[Row]:
    """Five runs on each database: the share of what the budgets allow."""
    rows = []
    for name in DATABASES:
        async with _database(name) as url, queue(url, FEW) as made, made.workers(WORKERS):
            runs = [await _paced(made, FEW, f"run {number}") for number in range(RUNS)]
            rows.append(_share(name, FEW, runs, made.sandbox.limits.refused))
    return rows


async def all_within_budgets() -> list[Row]:
    """10,000 messages at once, on PostgreSQL."""
    name = "PostgreSQL"
    async with _database(name) as url, queue(url, MANY) as made, made.workers(WORKERS):
        seconds = await _paced(made, MANY, "all")
        return [_share(name, MANY, [seconds], made.sandbox.limits.refused)]


async def _paced(made: Queue, each: int, name: str) -> float:
    made.forget()
    await made.fill(each, REST, name=name)
    return await made.arrived(each * WORKSPACES)


def _allowed(each: int) -> float:
    """Seconds from the first to the last: some at once after a silence, then one by one."""
    return (each - WHOLE.burst) * WHOLE.every.total_seconds()


def _share(name: str, each: int, runs: list[float], refused: int) -> Row:
    shares = [_allowed(each) / seconds for seconds in runs]
    rate = (each - WHOLE.burst) * WORKSPACES
    return Row(
        f"{each * WORKSPACES:,} messages within the budgets, {name}",
        f"{rate / statistics.median(runs):.0f}/s, {refused} refused",
        f"{rate / _allowed(each):.0f}/s allowed",
        f"{statistics.median(shares):.3f}",
        f"{min(shares):.3f}-{max(shares):.3f}",
        "at least 0.95, 0 refused",
    )


async def without_budgets() -> list[Row]:
    """Five runs on each database, each beside the bare loop.

    10,000 messages: of 2,000, which take less than a second, half went while other workers had not
    yet looked. This process is Slack to both, so what it holds else is not looked at for garbage.
    """
    rows = []
    for name in DATABASES:
        async with _database(name) as url, queue(url, MANY) as made:
            made.sandbox.limits.on = False
            with as_in_the_bot():
                async with made.workers(WORKERS, **WIDE_OPEN):
                    runs = [await _beside_bare(made, f"run {number}") for number in range(RUNS)]
            rows.append(_beside(name, runs))
    return rows


async def _beside_bare(made: Queue, name: str) -> tuple[float, float]:
    """Messages a second of ours and of the bare loop."""
    ours = await _paced(made, MANY, name)
    made.forget()
    ids = list(made.sandbox.world.workspaces)[:WORKSPACES]
    told = Told(
        made.sandbox.api_url,
        [f"xoxb-{id_}" for id_ in ids],
        [(number, f"U{id_}{n}") for n in range(MANY) for number, id_ in enumerate(ids)],
        MESSAGE,
        AT_ONCE,
    )
    bare = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bench.bare", stdin=asyncio.subprocess.PIPE
    )
    await bare.communicate(json.dumps(asdict(told)).encode())
    count = MANY * WORKSPACES
    return count / ours, count / await made.arrived(count)


def _beside(name: str, runs: list[tuple[float, float]]) -> Row:
    ratios = [ours / bare for ours, bare in runs]
    return Row(
        f"{MANY * WORKSPACES:,} messages without budgets, {name}",
        f"{statistics.median(ours for ours, _ in runs):.0f}/s",
        f"{statistics.median(bare for _, bare in runs):.0f}/s bare",
        f"{statistics.median(ratios):.2f}",
        f"{min(ratios):.2f}-{max(ratios):.2f}",
        "at least 0.8",
    )


async def past_a_full_queue() -> list[Row]:
    """How soon something arrives that somebody waits for, while 10,000 messages wait."""
    name = "PostgreSQL"
    async with _database(name) as url, queue(url, MANY) as made, made.workers(WORKERS):
        await made.fill(MANY)
        await made.arrived(WORKSPACES * WHOLE.burst * 2)
        full = next(iter(made.sandbox.world.workspaces))
        runs: dict[str, list[float]] = {"another": [], "the same": []}
        for number in range(RUNS):
            runs["another"].append(await made.post(QUIET_ONE, f"now {number}", number))
            runs["the same"].append(await made.post(full, f"now {number}", number))
    return [_wait(where, seconds) for where, seconds in runs.items()]


def _wait(where: str, seconds: list[float]) -> Row:
    return Row(
        f"what somebody waits for, past 10,000 messages, in {where} workspace",
        f"{statistics.median(seconds):.2f} s",
        "",
        f"{max(seconds):.2f}",
        f"{min(seconds):.2f}-{max(seconds):.2f} s",
        "under 1",
    )


@asynccontextmanager
async def _database(name: str) -> AsyncIterator[str]:
    # As root the server is another user: the folder must be one that others may enter.
    with tempfile.TemporaryDirectory(prefix="delight-bench-", ignore_cleanup_errors=True) as folder:
        source = Postgres(Path(folder)) if name == "PostgreSQL" else SqliteFiles(Path(folder))
        await source.prepare()
        with source.fresh() as url:
            yield url
        if isinstance(source, Postgres):
            source.stop()
