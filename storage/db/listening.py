"""A connection to PostgreSQL that listens to it as long as it is open.

The driver begins to listen for each answer, with a timer, and then ends it: half of the processor
time that this process has for a small statement, there and back (measured: 46 µs; now 24).
"""

import asyncio
from contextlib import suppress
from typing import Any, TypeVar, cast

from psycopg import AsyncConnection, Error, OperationalError
from psycopg.abc import PQGen
from psycopg.pq import ConnStatus, TransactionStatus
from psycopg.waiting import READY_R, READY_W, WAIT_W

R = TypeVar("R")
_PATIENCE = (
    0.5  # seconds for PostgreSQL to hear that nobody waits any more; an apology waits for it
)


class ListeningConnection(AsyncConnection[Any]):
    """Whoever is cancelled before the answer has it closed: what comes then is for nobody."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._listens: tuple[asyncio.AbstractEventLoop, int] | None = None
        self._writes = False
        self._asks: PQGen[Any] | None = None  # until it has been answered
        self._told: asyncio.Future[Any] | None = None

    async def wait(self, gen: PQGen[R], interval: float = 0.1, timeout: float | None = None) -> R:  # noqa: ASYNC109 the driver's
        if timeout is not None:
            self._stop_listening()
            return await super().wait(gen, interval, timeout)
        loop = asyncio.get_running_loop()
        if self._listens is not None and self._listens[0] is not loop:
            self._stop_listening()  # that one is over
        self._asks, self._told = gen, loop.create_future()
        try:
            self._go_on(None)
            answer: R = await self._told
        except asyncio.CancelledError:
            if self._is_working or self._asks is not None:
                await self._give_up()
            raise
        return answer

    @property
    def _is_working(self) -> bool:
        """Whether PostgreSQL is: the driver's pipelines do not wait for each answer."""
        return self.pgconn.transaction_status == TransactionStatus.ACTIVE

    async def _give_up(self) -> None:
        try:
            with suppress(Error):
                await self.cancel_safe(timeout=_PATIENCE)
        finally:
            self._asks = None
            self._stop_listening()
            self.pgconn.finish()

    @property
    def asks(self) -> object | None:
        """What it waits for an answer to, if anything."""
        return self._asks

    async def give_up(self) -> None:
        """Nobody answers: whoever waits hears of it, and it is of no use any more."""
        with suppress(Error):  # PostgreSQL may be there, and at work
            await self.cancel_safe(timeout=_PATIENCE)
        self._stop_listening()
        self.pgconn.finish()
        self._is_answered(None, OperationalError("PostgreSQL did not answer"))

    async def close(self) -> None:
        """Whoever waits hears of it: nothing else would tell them."""
        self._stop_listening()
        await super().close()
        self._is_answered(None, OperationalError("the connection has been closed"))

    def _listen(self, wanted: int) -> None:
        if self._listens is None:
            listens = asyncio.get_running_loop(), self.pgconn.socket
            listens[0].add_reader(listens[1], self._go_on, READY_R)
            self._listens = listens  # if it may: else another reader would be ended with it
        loop, socket = self._listens
        if wanted & WAIT_W:  # more than it takes at once
            loop.add_writer(socket, self._go_on, READY_W)
        elif self._writes:
            loop.remove_writer(socket)
        self._writes = bool(wanted & WAIT_W)

    def _go_on(self, ready: int | None) -> None:
        """Read it at once: the loop says that something is there until somebody does."""
        if self._asks is None:
            self._hear_unasked()
            return
        try:
            self._listen(self._asks.send(cast("int", ready)))
        except StopIteration as end:
            self._is_answered(end.value, None)
        except Exception as error:  # noqa: BLE001 it is raised where it is waited for
            with suppress(Error):  # of the driver's that tidies up what is gone
                self._asks.close()
            self._is_answered(None, error)

    def _hear_unasked(self) -> None:
        """That PostgreSQL goes, mostly: then it is of no use to whoever comes next."""
        with suppress(OperationalError):
            self.pgconn.consume_input()
        if self.pgconn.status == ConnStatus.BAD:
            self._stop_listening()
            self.pgconn.finish()

    def _is_answered(self, found: Any, error: Exception | None) -> None:
        self._asks = None
        if self.pgconn.status == ConnStatus.BAD:
            self._stop_listening()
        if self._told is None or self._told.done():
            return
        if error is None:
            self._told.set_result(found)
        else:
            self._told.set_exception(error)

    def _stop_listening(self) -> None:
        listens, self._listens, self._writes = self._listens, None, False
        if listens is not None and not listens[0].is_closed():
            with suppress(OSError):  # closed by now: reader and writer are gone together then
                listens[0].remove_reader(listens[1])
            listens[0].remove_writer(listens[1])
