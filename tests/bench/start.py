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
LARGEST = 200  # MB
BARE = "import slack_bolt.async_app, sqlalchemy.ext.asyncio, fastapi, uvicorn, alembic"


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until the first answer, and resident megabytes then."""

    seconds: float
    megabytes: float


async def measure() -> list[Row]:
    """Five starts on an empty database and five on the same once more, beside bare imports."""
    sandbox = Sandbox(RealClock(), make_manifest(FEATURES, "http"))
    sandbox.add_workspace("T0BENCH", "Bench", "bench", token="xoxb-bench")
    sandbox.add_person("T0BENCH", Person("U0BENCH", "bench", "Bench"))
    await sandbox.start()
    bare, first, again = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(RUNS + 1):
            database = Path(folder) / f"{number}.db"
            bare.append(await _bare_import())
            first.append(await _start(sandbox, database))
            again.append(await _start(sandbox, database))
    await sandbox.stop()
    beside = bare[1:]  # the first of each warms the disk's cache
    return [
        _time("start to first answer", again[1:], beside),
        _time("the same on an empty database", first[1:], beside),
        _size(again[1:]),
    ]


def _time(what: str, starts: list[Start], bare: list[float]) -> Row:
    ratios = [ours.seconds / beside for ours, beside in zip(starts, bare, strict=True)]
    return Row(
        what,
        f"{statistics.median(s.seconds for s in starts):.2f} s",
        f"{statistics.median(bare):.2f} s",
        f"{statistics.median(ratios):.2f}",
        f"{min(ratios):.2f}-{max(ratios):.2f}",
        "at most 1.3",
    )


def _size(starts: list[Start]) -> Row:
    held = [s.megabytes for s in starts]
    return Row(
        "resident after it",
        f"{statistics.median(held):.0f} MB",
        f"{LARGEST} MB",
        f"{statistics.median(held) / LARGEST:.2f}",
        f"{min(held):.0f}-{max(held):.0f} MB",
        "at most 1.0",
    )


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
