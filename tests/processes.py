"""The bot as processes of its own, and signed requests to them: for tests, timings and faults."""

import asyncio
import hashlib
import hmac
import os
import socket
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.clock import RealClock
from bot.sandbox.server import Sandbox

PATIENCE: Final = 30.0  # seconds for a process to begin or to end


def environ_of(sandbox: Sandbox, database: str, **more: str) -> dict[str, str]:
    """All that a process is told: every workspace of this sandbox, over HTTP, any free port."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    tokens = [workspace.token for workspace in sandbox.world.workspaces.values()]
    return kept | {
        "SLACK_BOT_TOKEN": ",".join(tokens),
        "SLACK_SIGNING_SECRET": sandbox.world.app.signing_secret,
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": database,
        "PORT": "0",
        "LOG_LEVEL": "WARNING",
        **more,
    }


@dataclass(slots=True)
class Started:
    """A process of the bot that was started and may have ended meanwhile."""

    process: asyncio.subprocess.Process

    @property
    def pid(self) -> int:
        return self.process.pid

    async def ready(self) -> str:
        """What it says when it is ready."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            return (await self.process.stdout.readline()).decode()

    async def address(self) -> str:
        """Wait until it is ready: where its web listens, such as http://127.0.0.1:3000."""
        return (await self.ready()).split(" on ")[1].strip(" .\n")

    async def ended(self, *, ask: bool = False) -> tuple[int, str, str]:
        """Its exit code, what it said and what it complained of; `ask` it to end first."""
        if ask:
            self.process.terminate()
        async with asyncio.timeout(PATIENCE):
            out, err = await self.process.communicate()
        return self.process.returncode or 0, out.decode(), err.decode()

    def resident(self) -> float:
        """Megabytes of memory that it holds now."""
        lines = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines()
        line = next(line for line in lines if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024


async def start(environ: Mapping[str, str], *words: str, module: str = "bot") -> Started:
    """`python -m bot` with these words, in this environment; or another module."""
    pipe = asyncio.subprocess.PIPE
    return Started(
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", module, *words, env=environ, stdout=pipe, stderr=pipe
        )
    )


def signed(secret: str, body: str, content_type: str) -> dict[str, str]:
    """The headers with which Slack would send this body now."""
    stamp = str(int(RealClock().now().timestamp()))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {
        "Content-Type": content_type,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
