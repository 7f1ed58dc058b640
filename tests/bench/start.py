"""How long from nothing to the first signed command answered, beside bare imports."""

import asyncio
import hashlib
import hmac
import os
import socket
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

RUNS = 5
BARE = "import slack_bolt.async_app, sqlalchemy.ext.asyncio, fastapi, uvicorn, alembic"
PATIENCE = 60


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
    port = _free_port()
    environ = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environ |= {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": sandbox.world.app.signing_secret,
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": f"sqlite:///{database}",
        "PORT": str(port),
        "LOG_LEVEL": "WARNING",
    }
    began = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=environ, stdout=asyncio.subprocess.DEVNULL
    )
    try:
        await _first_answer(sandbox, port)
        return Start(time.perf_counter() - began, _resident(process.pid))
    finally:
        process.terminate()
        await process.wait()


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
    stamp = str(int(RealClock().now().timestamp()))
    secret = sandbox.world.app.signing_secret.encode()
    digest = hmac.new(secret, f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }
    try:
        url = f"http://127.0.0.1:{port}/slack/events"
        async with http.post(url, data=body, headers=headers) as answer:
            return answer.status == 200
    except aiohttp.ClientConnectorError:
        return False


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    line = next(line for line in lines if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
