"""How long from nothing to the first signed command answered, beside bare imports."""

import asyncio
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import aiohttp

from bot.clock import RealClock
from bot.manifest import make_manifest
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from handlers.routes import FEATURES
from tests.bench.row import Row
from tests.processes import PATIENCE, environ_of, free_port, signed, start

RUNS = 5
BARE = "import slack_bolt.async_app, sqlalchemy.ext.asyncio, fastapi, uvicorn, alembic"


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until the first answer, and resident megabytes then."""

    seconds: float
    megabytes: float


async def measure() -> list[Row]:
    """Five starts, each beside a bare import in the same run."""
    sandbox = Sandbox(RealClock(), make_manifest(FEATURES, "http"))
    sandbox.add_workspace("T0BENCH", "Bench", "bench", token="xoxb-bench")
    sandbox.add_person("T0BENCH", Person("U0BENCH", "bench", "Bench"))
    await sandbox.start()
    starts, bare = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(RUNS + 1):
            bare.append(await _bare_import())
            starts.append(await _start(sandbox, Path(folder) / f"{number}.db"))
    await sandbox.stop()
    return _rows(starts[1:], bare[1:])  # the first of each warms the disk's cache


def _rows(starts: list[Start], bare: list[float]) -> list[Row]:
    ratios = [ours.seconds / beside for ours, beside in zip(starts, bare, strict=True)]
    ours = statistics.median(s.seconds for s in starts)
    size = statistics.median(s.megabytes for s in starts)
    return [
        Row(
            "start to first answer",
            f"{ours:.2f} s",
            f"{statistics.median(bare):.2f} s",
            f"{statistics.median(ratios):.2f}",
            f"{min(ratios):.2f}-{max(ratios):.2f}",
            "at most 1.5",
        ),
        Row(
            "resident after it",
            f"{size:.0f} MB",
            "160 MB",
            f"{size / 160:.2f}",
            f"{min(s.megabytes for s in starts):.0f}-{max(s.megabytes for s in starts):.0f} MB",
            "at most 1.0",
        ),
    ]


async def _bare_import() -> float:
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", BARE)
    await process.wait()
    return time.perf_counter() - began


async def _start(sandbox: Sandbox, database: Path) -> Start:
    port = free_port()
    environ = environ_of(sandbox, f"sqlite:///{database}", PORT=str(port))
    began = time.perf_counter()
    started = await start(environ, "run")
    try:
        await _first_answer(sandbox, port)
        return Start(time.perf_counter() - began, started.resident())
    finally:
        await started.ended(ask=True)


async def _first_answer(sandbox: Sandbox, port: int) -> None:
    async with asyncio.timeout(PATIENCE), aiohttp.ClientSession() as http:
        while not await _answered(http, sandbox, port):  # noqa: ASYNC110 another process is asked
            await asyncio.sleep(0.01)


async def _answered(http: aiohttp.ClientSession, sandbox: Sandbox, port: int) -> bool:
    fields = {
        "command": "/okr",
        "text": "help",
        "team_id": "T0BENCH",
        "user_id": "U0BENCH",
        "channel_id": "C0BENCH",
        "trigger_id": str(time.perf_counter()),
    }
    body = urlencode(fields)
    headers = signed(sandbox.world.app.signing_secret, body, "application/x-www-form-urlencoded")
    try:
        url = f"http://127.0.0.1:{port}/slack/events"
        async with http.post(url, data=body, headers=headers) as answer:
            return answer.status == 200
    except aiohttp.ClientConnectorError:
        return False
