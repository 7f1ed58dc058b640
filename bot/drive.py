"""Moving a clock through everything that is due, for tests and the demo."""

from datetime import datetime, timedelta
from typing import Final

from bot.clock import MovableClock
from bot.process import Process
from bot.sandbox.server import Sandbox
from storage import schedule, sending
from storage.db import Why

LONGEST_PACE: Final = timedelta(seconds=2)  # what may go only later than that was refused
REST: Final = 604_800.0  # seconds between two beats, on the way, of jobs that wait for no moment


class Driver:
    """Beats a process by hand, with the simulated Slack beside it."""

    def __init__(self, clock: MovableClock, sandbox: Sandbox, process: Process) -> None:
        self.clock = clock
        self.sandbox = sandbox
        self.process = process

    async def settle(self, *, rest: float = 0.0) -> datetime | None:
        """Everything due by now happens and arrives; Slack's pace may take some seconds.

        What Slack refuses for longer is left: when that may go, if there is such a thing. Jobs
        that wait for no moment rest for so many seconds at least.
        """
        while True:
            await self.sandbox.settle()
            again = await self.process.heartbeat.run_all(rest=rest)
            await self.sandbox.settle()
            if again is None or again > self.clock.now() + LONGEST_PACE:
                return again
            self.clock.move_to(max(again, self.clock.now()))

    async def go_to(self, moment: datetime) -> None:
        """Move to a moment, stopping at each one between at which something is due."""
        again = await self.settle()
        while (due := await self._next(again)) is not None and due <= moment:
            self.clock.move_to(max(due, self.clock.now()))
            again = await self.settle(rest=REST)
        self.clock.move_to(max(moment, self.clock.now()))
        await self.settle()

    async def _next(self, again: datetime | None) -> datetime | None:
        now = self.clock.now()
        moments = [again, self.clock.next_wake(), await next_due(self.process)]
        return min((m for m in moments if m is not None and m > now), default=None)


async def next_due(process: Process) -> datetime | None:
    """When the next occurrence or message of any workspace is due."""
    async with process.deps.sessions.system(Why.NEXT_DUE) as session:
        occurrence = await schedule.next_due(session)
        message = await sending.next_due(session, process.deps.clock.now())
    moments = [message] if occurrence is None else [message, occurrence[0]]
    return min((m for m in moments if m is not None), default=None)
