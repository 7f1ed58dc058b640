"""`make faults`: the campaign, its table, and exit code 0 or 1.

The same seed draws the same plan of deliveries, inputs and faults; what the operating system
does with their timing is not repeatable.
"""

import argparse
import asyncio
import logging
import signal
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, Self

from rich.console import Console

from tests.databases import Postgres
from tests.faults import report
from tests.faults.campaign import Standing, conduct
from tests.faults.plan import Plan, draw, sized
from tests.faults.verdict import judge

SAID_EVERY: Final = 10.0  # seconds, where nobody looks at a terminal


def _read() -> argparse.Namespace:
    words = argparse.ArgumentParser(prog="make faults", description=__doc__)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--deliveries", type=int, default=10_000)
    words.add_argument("--inputs", type=int, default=2_000)
    words.add_argument("--minutes", type=float, default=8.0, help="at most, all in all")
    words.add_argument("--keep", type=Path, help="a folder for the processes' logs")
    return words.parse_args()


class _Shown:
    """Progress: one line that changes, or a line every ten seconds."""

    def __init__(self, console: Console, plan: Plan) -> None:
        self._console, self._plan = console, plan
        self._status = console.status("starting …")
        self._said_at = 0.0

    def __call__(self, now: Standing) -> None:
        line = report.line(self._plan, now)
        if self._console.is_terminal:
            self._status.update(line)
        elif time.monotonic() - self._said_at > SAID_EVERY or now.waits_for:
            self._said_at = time.monotonic()
            self._console.print(line)

    def __enter__(self) -> Self:
        self._status.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._status.stop()


async def _run(console: Console, plan: Plan, minutes: float, logs: Path) -> bool:
    postgres = Postgres(logs)
    try:
        until = asyncio.get_running_loop().time() + minutes * 60
        with _Shown(console, plan) as shown:
            book = await conduct(plan, postgres, logs, until, shown)
    finally:
        postgres.stop()
    verdict = judge(book)
    report.tell(console, plan, book, verdict)
    return verdict.is_good


def main() -> int:
    """Draw, run, report."""
    given, console = _read(), Console()
    for number in (signal.SIGINT, signal.SIGTERM):  # also where a shell has it ignored
        signal.signal(number, signal.default_int_handler)
    plan = draw(given.seed, sized(given.deliveries, given.inputs))
    with TemporaryDirectory(prefix="delight-faults-", ignore_cleanup_errors=True) as folder:
        logs = given.keep or Path(folder)
        logs.mkdir(parents=True, exist_ok=True)
        diary = logging.FileHandler(logs / "campaign.log")
        logging.basicConfig(format="%(asctime)s %(message)s", handlers=[diary])
        logging.getLogger("tests.faults").setLevel("INFO")
        try:
            return 0 if asyncio.run(_run(console, plan, given.minutes, logs)) else 1
        except KeyboardInterrupt:
            console.print("Interrupted; everything that was started has ended.")
            return 130


sys.exit(main())
