"""Calls under way beside the beats that began them, and what came of those that have ended."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import suppress
from typing import Any, Final, Generic, TypeVar

T = TypeVar("T")
Land = Callable[[list[T]], Awaitable[None]]
TOGETHER: Final = 50
AGAIN: Final = 0.25  # seconds until what could not be written down is tried again, at the end
SOON: Final = 0.02  # seconds: what ends within them is written down together

log = logging.getLogger(__name__)


class Flights(Generic[T]):
    """So many calls at once. What ends at about the same time is written down together.

    None that is slow holds another; what cannot be written down is kept until it can be.
    """

    def __init__(self, room: int) -> None:
        self.room = room  # for how many more
        self.landed = 0  # how many were written down, since ever
        self._flying: set[asyncio.Task[T | None]] = set()
        self._ended: list[T] = []
        self._land: Land[T] | None = None
        self._landing: asyncio.Task[None] | None = None
        self._enough = asyncio.Event()  # has ended, or no more will
        self._changed = asyncio.Event()  # there may be more room, or nothing is under way

    def start(self, calls: Iterable[Coroutine[Any, Any, T | None]], land: Land[T]) -> None:
        """Begin these calls; `land` is given what they return, unless that is None."""
        self._land = land
        for call in calls:
            task = asyncio.create_task(call)
            self.room -= 1
            self._flying.add(task)
            task.add_done_callback(self._note)

    def _note(self, task: asyncio.Task[T | None]) -> None:
        self._flying.discard(task)
        outcome = None if task.cancelled() else task.result()
        if outcome is None:
            self.room += 1
        else:
            self._ended.append(outcome)
        if self._is_enough():
            self._enough.set()
        if outcome is None or not self._flying:
            self._changed.set()
        self.land()

    def _is_enough(self) -> bool:
        return not self._flying or len(self._ended) >= TOGETHER

    def land(self) -> None:
        """See to it that what has ended is written down."""
        if self._ended and (self._landing is None or self._landing.done()):
            self._landing = asyncio.create_task(self._bring_down())
            self._landing.add_done_callback(lambda _: self._changed.set())

    async def _bring_down(self) -> None:
        """The boundary of what is written together: what fails waits for the next time."""
        while self._ended and self._land is not None:
            await self._wait_for_others()
            ended, self._ended = self._ended, []
            try:
                await self._land(ended)
            except Exception:
                log.exception("what became of %d calls cannot be written down now", len(ended))
                self._ended = ended + self._ended
                return
            self.room += len(ended)
            self.landed += len(ended)
            self._changed.set()

    async def _wait_for_others(self) -> None:
        if not self._is_enough():
            self._enough.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(SOON):
                    await self._enough.wait()

    async def wait_for(self, room: int) -> bool:
        """Wait for this much room; False where what has ended cannot be written down now."""
        while self.room < room and await self._some():
            pass
        return self.room >= room

    async def all(self) -> bool:
        """Return when all that could be written down is; whether there was something under way."""
        was_any = False
        while await self._some():
            was_any = True
        return was_any

    async def _some(self) -> bool:
        """Return when there may be more room; False if nothing is under way.

        Not by waiting for each of the calls: there are hundreds, each time anew.
        """
        is_landing = self._landing is not None and not self._landing.done()
        if not self._flying and not is_landing:
            return False
        self._changed.clear()
        await self._changed.wait()
        return True

    async def end(self, by: float, let_go: float) -> None:
        """Finish what is under way, by this moment of the loop's time, and give up what takes
        longer. What has ended is written down by then, though it may take several times, as the
        database may be away; what ends with that moment within these seconds more, or not at all.
        """
        try:
            async with asyncio.timeout_at(by):
                await self._all_written_down()
                return
        except TimeoutError:
            left = len(self._flying) + len(self._ended)
            log.warning("%d calls took too long to end or to be written down: given up", left)
        for task in self._flying:
            task.cancel()
        try:
            async with asyncio.timeout(let_go):
                await self.all()
        except TimeoutError:
            log.warning("what became of some calls cannot be written down any more")
            await self._stop_landing(let_go)

    async def _all_written_down(self) -> None:
        await self.all()
        while self._ended:
            await asyncio.sleep(AGAIN)
            self.land()
            await self.all()

    async def _stop_landing(self, within: float) -> None:
        if self._landing is not None:
            self._landing.cancel()
            await asyncio.wait({self._landing}, timeout=within)
