"""The connections of a process, for which those wait who come while all of them are in use."""

import asyncio
import time
from collections import deque

from sqlalchemy import AsyncAdaptedQueuePool
from sqlalchemy.pool import ConnectionPoolEntry as Entry
from sqlalchemy.util import await_
from sqlalchemy.util.queue import Empty, Full, QueueCommon

from storage.db.deadline import seconds_left


class Line(QueueCommon[Entry]):
    """What rests, the last used first; and who waits for it, the first that came first.

    Nobody is sent away while something comes back: in a burst it will be their turn. The timeout
    is that of a line which stands still: in a burst it would end for all at once who came at once,
    and almost nobody of them would be served. But whoever has to begin by a moment waits no longer.
    """

    def __init__(self, maxsize: int = 0, use_lifo: bool = True) -> None:
        self.maxsize = maxsize
        self.use_lifo = use_lifo
        self._resting: list[Entry] = []
        self._waiting: deque[asyncio.Future[Entry]] = deque()
        self._returned = 0

    def empty(self) -> bool:
        return not self._resting

    def full(self) -> bool:
        return len(self._resting) >= self.maxsize

    def qsize(self) -> int:
        return len(self._resting)

    def put(self, item: Entry, block: bool = True, timeout: float | None = None) -> None:  # noqa: ARG002 the pool's
        self.put_nowait(item)

    def put_nowait(self, item: Entry) -> None:
        """To whoever is next; nobody who comes just now is before them."""
        self._returned += 1
        if self._waiting:
            self._waiting.popleft().set_result(item)
        elif self.full():
            raise Full
        else:
            self._resting.append(item)

    def get(self, block: bool = True, timeout: float | None = None) -> Entry:
        if self._resting or not block or timeout is None:
            return self.get_nowait()
        found: Entry = await_(self._turn(timeout))
        return found

    def get_nowait(self) -> Entry:
        if not self._resting:
            raise Empty
        return self._resting.pop()

    async def _turn(self, patience: float) -> Entry:
        turn: asyncio.Future[Entry] = asyncio.get_running_loop().create_future()
        self._waiting.append(turn)
        try:
            while not turn.done():
                await self._move_on(turn, patience)
            return turn.result()
        except BaseException:
            self._leave(turn)
            raise

    async def _move_on(self, turn: asyncio.Future[Entry], patience: float) -> None:
        """Wait for a while; Empty if nothing has moved, or it is too late."""
        before, within = self._returned, seconds_left(patience)
        await asyncio.wait({turn}, timeout=within)
        is_over = within < patience or self._returned == before
        if is_over and not turn.done():
            raise Empty

    def _leave(self, turn: asyncio.Future[Entry]) -> None:
        """What they were given while they went is the next one's."""
        if turn.done():
            self.put_nowait(turn.result())
        else:
            self._waiting.remove(turn)


class MovingPool(AsyncAdaptedQueuePool):
    """Its connections, for each of which those who wait stand in one line."""

    _queue_class = Line

    def renew(self) -> None:
        """Have each that is open now be made anew before it is used again."""
        self._invalidate_time = time.time()  # noqa: TID251 by which the pool goes
