"""Moving the clock as time itself would: it stops at each moment at which something is due."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.clock import MovableClock

NextDue = Callable[[], Awaitable[tuple[datetime, str] | None]]
InHand = Callable[[], Awaitable[int]]
Arrived = Callable[[datetime], bool]  # whether anything was sent to anybody since then

LOOK: Final = 0.08  # seconds of real time between two looks at what the bot has done
PATIENCE: Final = 10.0  # seconds of real time without any progress, then the clock goes on
LONGEST: Final = timedelta(
    days=7
)  # of looking for something that is sent: each week has a check-in


@dataclass(slots=True)
class Journey:
    """One move of the clock: where it leads, where it is, and what is being done there."""

    target: datetime
    at: datetime
    since: datetime | None = None  # its first stop: what arrived since then, arrived on the way
    what: str = ""
    left_undone: str = ""  # what the bot had not finished when its time was up


class Traveller:
    """Moves the clock, one journey at a time.

    `next_due` tells what happens next, `in_hand` how much is done and not yet delivered; without
    them a journey is one leap. `tell` hears of each step.
    """

    def __init__(
        self,
        clock: MovableClock,
        next_due: NextDue | None,
        in_hand: InHand | None,
        tell: Callable[[], None],
        *,
        patience: float = PATIENCE,
    ) -> None:
        self._clock = clock
        self._next_due = next_due
        self._in_hand = in_hand
        self._tell = tell
        self._patience = patience
        self._task: asyncio.Task[None] | None = None
        self.journey: Journey | None = None

    async def go(self, target: datetime) -> Journey:
        """Travel there and come back when everything due on the way has been done."""
        journey = self.journey = Journey(target=target, at=self._clock.now())
        return await self._done(journey, self._travel(journey))

    async def go_until(self, arrived: Arrived, *, first: datetime) -> Journey:
        """From `first`, when the next thing is due, on until something has arrived.

        Much of what is due is work that nobody sees. After LONGEST without anything it ends.
        """
        journey = self.journey = Journey(target=first, at=self._clock.now())
        return await self._done(journey, self._travel_until(journey, arrived, first + LONGEST))

    async def _done(self, journey: Journey, travel: Coroutine[Any, Any, None]) -> Journey:
        self._task = asyncio.create_task(travel)
        await asyncio.wait({self._task})  # not awaited itself: closing the sandbox cancels it
        self.journey = None
        self._tell()
        return journey

    async def stop(self) -> None:
        """Let go of a journey under way: the sandbox is closing."""
        if self._task is not None:
            self._task.cancel()

    async def _travel(self, journey: Journey) -> None:
        while not journey.left_undone and (found := await self._on_the_way(journey)):
            due, journey.what = found
            await self._stop_at(due, journey)
        journey.what = ""
        await self._stop_at(journey.target, journey)

    async def _travel_until(self, journey: Journey, arrived: Arrived, latest: datetime) -> None:
        found = await self._next_due() if self._next_due else None
        while found and found[0] <= latest and not journey.left_undone:
            journey.target, journey.what = found
            await self._stop_at(journey.target, journey)
            if arrived(journey.since or journey.at):
                return
            found = await self._next_due() if self._next_due else None

    async def _on_the_way(self, journey: Journey) -> tuple[datetime, str] | None:
        found = await self._next_due() if self._next_due else None
        return found if found and found[0] <= journey.target else None

    async def _stop_at(self, moment: datetime, journey: Journey) -> None:
        """Be there until nothing due by then is left, or the bot does not get on with it."""
        journey.at = max(moment, self._clock.now())
        journey.since = journey.since or journey.at
        if journey.at > self._clock.now():
            self._clock.move_to(journey.at)
        self._tell()
        if journey.left_undone:
            return
        seen, looks = await self._open(), 0
        while seen != (None, 0) and looks * LOOK < self._patience:
            await asyncio.sleep(LOOK)  # real time: the bot works in it, however the clock is set
            now_seen = await self._open()
            looks = looks + 1 if now_seen == seen else 0
            seen = now_seen
        if seen != (None, 0):
            journey.left_undone = journey.what or "something due"

    async def _open(self) -> tuple[tuple[datetime, str] | None, int]:
        """What is due by now and not done, and how much is not yet delivered."""
        found = await self._next_due() if self._next_due else None
        due = found if found and found[0] <= self._clock.now() else None
        return due, await self._in_hand() if self._in_hand else 0
