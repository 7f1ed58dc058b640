"""What a process holds, with few and with many schedules planned."""

import asyncio
from typing import Final

from bot.clock import RealClock
from bot.manifest import make_manifest
from bot.sandbox.server import Sandbox
from handlers.routes import FEATURES
from storage.db import make_engine
from tests.bench.planned import plan
from tests.bench.row import Row
from tests.processes import environ_of, start

FEW: Final = 1_000
BEATS: Final = 3.0  # seconds, with two looks in each


async def residents(url: str, database: str, many: int) -> Row:
    """A process beside few schedules, then one beside many in the same database."""
    sandbox = Sandbox(RealClock(), make_manifest(FEATURES, "http"))
    sandbox.add_workspace("T0BENCH", "Bench", "bench", token="xoxb-bench")
    await sandbox.start()
    engine = make_engine(url)
    await plan(engine, FEW)
    few = await _resident(sandbox, url)
    await plan(engine, many, first=FEW)
    held = await _resident(sandbox, url)
    await engine.dispose()
    await sandbox.stop()
    return Row(
        f"resident with {many} schedules planned, beside {FEW}, {database}",
        f"{held:.0f} MB",
        f"{few:.0f} MB",
        f"{held / few:.2f}",
        "one start of each",
        "at most 1.05",
    )


async def _resident(sandbox: Sandbox, url: str) -> float:
    started = await start(environ_of(sandbox, url), "run")
    try:
        await started.ready()
        await asyncio.sleep(BEATS)
        return started.resident()
    finally:
        await started.ended(ask=True)
