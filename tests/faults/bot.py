"""A process of the bot on a machine whose clock can be set by a file.

It covers all that reads the bot's Clock: due times, leases, budgets, signatures, stamps.
APScheduler looks at the real machine's clock, which stays as it is.
"""

import asyncio
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast

from bot.clock import RealClock
from bot.logs import set_up_logging
from bot.process import Role, StartError, running
from bot.settings import read_settings
from bot.shared_clock import process_clock

STEP_FILE = "FAULTS_CLOCK"


class SteppedClock(RealClock):
    """The machine's clock and so many seconds more as the file says now."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=float(self._path.read_text(encoding="ascii")))


async def run(role: Role, machine: SteppedClock) -> None:
    """What `python -m bot run` does, on a machine with this clock."""
    settings = read_settings()
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with (
        process_clock(settings.database_url.get_secret_value(), machine) as clock,
        running(settings, clock, role=role) as process,
    ):
        where = f" on http://{settings.host}:{process.port}" if process.port else ""
        sys.stdout.write(f"Delight is ready ({role}){where}.\n")
        sys.stdout.flush()
        await stop.wait()


def main() -> None:
    """Start; exit 2, as the bot does, where that cannot be."""
    set_up_logging("WARNING")
    path = Path(os.environ.pop(STEP_FILE))
    try:
        asyncio.run(run(cast("Role", sys.argv[1]), SteppedClock(path)))
    except StartError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(2) from None


if __name__ == "__main__":
    main()
