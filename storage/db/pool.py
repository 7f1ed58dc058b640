"""The connections of a process, for which those wait who come while all of them are in use."""

from sqlalchemy import AsyncAdaptedQueuePool
from sqlalchemy.exc import TimeoutError as NoneFreeError
from sqlalchemy.pool import ConnectionPoolEntry


class MovingPool(AsyncAdaptedQueuePool):
    """Nobody is sent away while connections come back: in a burst it will be their turn.

    The timeout is that of a pool which stands still. In a burst it would end for all at once who
    came at once, and almost nobody of them would be served.
    """

    _returned = 0

    def _do_get(self) -> ConnectionPoolEntry:
        while True:
            before = self._returned
            try:
                return super()._do_get()
            except NoneFreeError:
                if self._returned == before:
                    raise

    def _do_return_conn(self, record: ConnectionPoolEntry) -> None:
        self._returned += 1
        super()._do_return_conn(record)
