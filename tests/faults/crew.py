"""The processes of the bot: started, killed, started again, as whoever runs servers does."""

import asyncio
import contextlib
import logging
import os
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from tests.faults.bot import STEP_FILE
from tests.faults.plan import STEPPED, WEBS, WORKERS
from tests.processes import free_port

NO_DATABASE: Final = 2  # the exit code of a start that does not find its database
PAUSE: Final = 0.5  # seconds until an ended process is started again
UP_WITHIN: Final = 60.0
STOPS_WITHIN: Final = 10.0  # seconds that a process may take to finish what it holds

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Hand:
    """One process, whoever it is at this moment."""

    name: str
    port: int
    environ: dict[str, str]
    process: asyncio.subprocess.Process | None = None
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def is_web(self) -> bool:
        return self.name in WEBS

    @property
    def words(self) -> tuple[str, ...]:
        role = "web" if self.is_web else "worker"
        if self.name in STEPPED:
            return ("tests.faults.bot", role)
        return ("bot", "run", "--role", role)


class Crew:
    """Three workers and two webs, each started anew whenever it ends."""

    def __init__(self, environ: Mapping[str, str], folder: Path) -> None:
        self._folder = folder
        self.hands = {name: self._hand(name, environ) for name in (*WORKERS, *WEBS)}
        self.kills: Counter[str] = Counter()
        self.ended: list[str] = []  # what ended by itself, with its exit code
        self._awaited: set[int] = set()  # pids that we have killed
        self._keepers: list[asyncio.Task[None]] = []
        self._stopping = False

    def _hand(self, name: str, environ: Mapping[str, str]) -> Hand:
        port = free_port()
        told = {**environ, "PORT": str(port)}
        if name in STEPPED:
            told[STEP_FILE] = str(self._clock(name))
            self.step(name, 0)
        return Hand(name, port, told)

    def _clock(self, name: str) -> Path:
        return self._folder / f"{name}.clock"

    def log(self, name: str) -> Path:
        """Where a process complains."""
        return self._folder / f"{name}.log"

    def addresses(self) -> list[str]:
        """Where the webs take Slack's requests."""
        ports = [hand.port for hand in self.hands.values() if hand.is_web]
        return [f"http://127.0.0.1:{port}/slack/events" for port in ports]

    def step(self, name: str, seconds: float) -> None:
        """Set a process's clock so far from the machine's."""
        beside = self._clock(name).with_suffix(".new")
        beside.write_text(str(seconds), encoding="ascii")
        beside.replace(self._clock(name))

    async def start(self) -> None:
        """Return when everybody is ready."""
        self._keepers = [asyncio.create_task(self._keep(hand)) for hand in self.hands.values()]
        async with asyncio.timeout(UP_WITHIN):
            await asyncio.gather(*(hand.ready.wait() for hand in self.hands.values()))

    async def _keep(self, hand: Hand) -> None:
        while not self._stopping:
            process = await self._spawn(hand)
            assert process.stdout is not None
            while line := await process.stdout.readline():
                if b"ready" in line:
                    hand.ready.set()
                    log.info("%s is ready", hand.name)
            code = await process.wait()
            hand.ready.clear()
            log.info("%s has ended with %s", hand.name, code)
            if not (self._stopping or process.pid in self._awaited or code == NO_DATABASE):
                self.ended.append(f"{hand.name} ended by itself with {code}")
            await asyncio.sleep(PAUSE)

    async def _spawn(self, hand: Hand) -> asyncio.subprocess.Process:
        with self.log(hand.name).open("ab") as complaints:
            hand.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                *hand.words,
                env=hand.environ,
                stdout=asyncio.subprocess.PIPE,
                stderr=complaints,
                start_new_session=True,  # with its children: charts are drawn by one
            )
        return hand.process

    def kill(self, name: str) -> bool:
        """SIGKILL; False if it is not up at this moment."""
        process = self.hands[name].process
        if process is None or process.returncode is not None or not self.hands[name].ready.is_set():
            return False
        self.kills[name] += 1
        self._awaited.add(process.pid)
        _end_group(process.pid, signal.SIGKILL)
        return True

    async def stop(self) -> None:
        """Ask everybody to end, and see to it; those that took too long are named."""
        self._stopping = True
        there = [h for h in self.hands.values() if h.process and h.process.returncode is None]
        for hand in there:
            if hand.process is not None:
                hand.process.terminate()
        _, late = await asyncio.wait(self._keepers, timeout=STOPS_WITHIN)
        if late:
            self.ended.append(f"{len(late)} processes did not stop in {STOPS_WITHIN:.0f} s")

    def end(self) -> None:
        """Nothing of it runs afterwards, whatever happened."""
        self._stopping = True
        for hand in self.hands.values():
            if hand.process is not None:
                _end_group(hand.process.pid, signal.SIGKILL)


def _end_group(pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)


@asynccontextmanager
async def working(environ: Mapping[str, str], folder: Path) -> AsyncIterator[Crew]:
    """A crew that is ready, and gone afterwards."""
    crew = Crew(environ, folder)
    try:
        await crew.start()
        yield crew
    finally:
        crew.end()
        await asyncio.gather(*crew._keepers, return_exceptions=True)
