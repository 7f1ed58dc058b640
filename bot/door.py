"""The door to what people wait for: so much is worked on at once, and the rest waits in line."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

CAME: Final = "came"  # when the first bytes of a delivery were read, by the loop's time
LATE: Final = "late"  # whether it has waited at the door for too long
# At once. A request takes a millisecond of the loop before it asks the database for anything: were
# all let in that come at once, the first would wait for the last.
INSIDE: Final = 32
# To tell somebody that they are too late takes 0.7 ms (measured): this many are told in half a
# second, on a machine half as fast in one. Whoever comes behind them is told so at once.
LONGEST: Final = 700
Waiting = tuple[float, asyncio.Future[bool]]  # until when; whether they are let in


class Door:
    """Who came first goes in first; whoever waits until `patience` seconds after they came is too
    late. What it costs to tell them so is why the line may not grow for ever.
    """

    def __init__(self, patience: float, inside: int = INSIDE, longest: int = LONGEST) -> None:
        self._patience = patience
        self._free = inside
        self._longest = longest
        self._line: deque[Waiting] = deque()
        self._looking: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def turn(self, came: float) -> AsyncIterator[bool]:
        """Wait for one's turn, and have it for this block; False where it is too late."""
        is_inside = await self._enter(came + self._patience)
        try:
            yield is_inside
        finally:
            if is_inside:
                self._leave()

    async def _enter(self, until: float) -> bool:
        loop = asyncio.get_running_loop()
        if loop.time() > until:
            return False
        if self._free and not self._line:
            self._free -= 1
            return True
        turn: asyncio.Future[bool] = loop.create_future()
        self._line.append((until, turn))
        self._look_in_time(loop)
        try:
            return await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled() and turn.result():
                self._leave()
            raise

    def _leave(self) -> None:
        self._free += 1
        self._let_in()

    def _let_in(self) -> None:
        """Whoever is next, and not too late; whoever has gone away meanwhile is passed over."""
        now = asyncio.get_running_loop().time()
        while self._free and self._line and self._line[0][0] > now:
            _, turn = self._line.popleft()
            if not turn.done():
                self._free -= 1
                turn.set_result(True)

    def _look_in_time(self, loop: asyncio.AbstractEventLoop) -> None:
        """Look at the line when the first in it are too late; now, if it is too long."""
        if not self._line:
            return
        when = loop.time() if len(self._line) > self._longest else self._line[0][0]
        if self._looking is not None:
            if self._looking.when() <= when:
                return
            self._looking.cancel()
        self._looking = loop.call_at(when, self._look)

    def _look(self) -> None:
        """Send one of them away, and look again in the next turn of the loop: those inside, who
        need a dozen turns each, get on meanwhile.
        """
        loop, self._looking = asyncio.get_running_loop(), None
        is_too_long = len(self._line) > self._longest
        if is_too_long or (self._line and self._line[0][0] <= loop.time()):
            _, turn = self._line.pop() if is_too_long else self._line.popleft()
            if not turn.done():
                turn.set_result(False)
        self._let_in()
        self._look_in_time(loop)
