"""The three clocks: real, shifted (the demo) and manual (tests and `demo --play`)."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class RealClock:
    """The machine's clock."""

    def now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251 the one place that reads the wall clock

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(max(0.0, seconds))

    def deadline(self, seconds: float) -> datetime:
        return self.now() + timedelta(seconds=seconds)


class MovableClock(RealClock):
    """A clock that can be moved forward: whoever sleeps past the new moment wakes at once.

    `moved` holds functions that are called after each move, with the new moment.
    """

    def __init__(self) -> None:
        self.moved: list[Callable[[datetime], None]] = []
        self._move = asyncio.Event()
        self._sleepers: list[datetime] = []

    def next_wake(self) -> datetime | None:
        """When the first of those who sleep wants to wake."""
        return min(self._sleepers, default=None)

    async def sleep(self, seconds: float) -> None:
        until = self.deadline(max(0.0, seconds))
        self._sleepers.append(until)
        try:
            while (left := (until - self.now()).total_seconds()) > 0:
                await self._moved_within(left)
            await asyncio.sleep(0)
        finally:
            self._sleepers.remove(until)

    def move_to(self, moment: datetime) -> None:
        """Jump to this moment."""
        raise NotImplementedError

    async def _moved_within(self, seconds: float) -> None:
        raise NotImplementedError

    def _tell(self) -> None:
        self._move.set()
        self._move = asyncio.Event()
        for tell in self.moved:
            tell(self.now())


class ShiftedClock(MovableClock):
    """The machine's clock plus a shift: it runs, and jumps when it is moved."""

    def __init__(self, start: datetime | None = None) -> None:
        super().__init__()
        self._shift = timedelta() if start is None else start - RealClock().now()

    def now(self) -> datetime:
        return super().now() + self._shift

    def move_to(self, moment: datetime) -> None:
        """Jump to `moment`; one that has passed meanwhile changes nothing."""
        self._shift += max(moment - self.now(), timedelta())
        self._tell()

    async def _moved_within(self, seconds: float) -> None:
        try:
            await asyncio.wait_for(self._move.wait(), timeout=seconds)
        except TimeoutError:
            return


class ManualClock(MovableClock):
    """A clock that stands still until it is moved; backwards too, as clocks do."""

    def __init__(self, start: datetime) -> None:
        super().__init__()
        self._now = start

    def now(self) -> datetime:
        return self._now

    def move_to(self, moment: datetime) -> None:
        self._now = moment
        self._tell()

    def advance(self, seconds: float) -> None:
        self.move_to(self._now + timedelta(seconds=seconds))

    async def _moved_within(self, seconds: float) -> None:  # noqa: ARG002 time does not pass by itself
        await self._move.wait()
