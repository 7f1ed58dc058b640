"""Connections over which something was asked that PostgreSQL does not answer any more.

After a failover what was open may be cut off without a word, while whatever is between here and
there goes on acknowledging what we send: TCP finds nothing wrong then, and who waits would wait
for ever.
"""

import asyncio
import logging
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakKeyDictionary

from sqlalchemy import event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

if TYPE_CHECKING:
    from storage.db.listening import ListeningConnection

ANSWERS_WITHIN: Final = 60.0  # seconds; what jobs ask for takes some at most
_LOOKS: Final = 12  # within that time: while this process stands still nobody counts

log = logging.getLogger(__name__)


class Silence:
    """How long each connection of an engine has been waiting for the same answer, in looks."""

    def __init__(self, engine: AsyncEngine, within: float) -> None:
        self._within = within
        self._waits: WeakKeyDictionary[ListeningConnection, tuple[Any, int]] = WeakKeyDictionary()
        if engine.dialect.name == "postgresql":
            event.listen(engine.sync_engine, "connect", self._note)

    def _note(self, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        self._waits[connection.driver_connection] = None, 0

    async def watch(self) -> None:
        """Give up what has been silent for too long, for ever. Whoever waits gets an
        OperationalError, after which the pool makes all its connections anew.
        """
        while True:
            await asyncio.sleep(self._within / _LOOKS)
            silent = [one for one in list(self._waits) if self._is_silent(one)]
            if silent:
                log.warning(
                    "PostgreSQL has not answered for %.0f s: connections given up: %d",
                    self._within,
                    len(silent),
                )
                await asyncio.gather(*(one.give_up() for one in silent))

    def _is_silent(self, connection: "ListeningConnection") -> bool:
        asked, looks = self._waits[connection]
        is_same = connection.asks is not None and connection.asks is asked
        self._waits[connection] = connection.asks, looks + 1 if is_same else 0
        return is_same and looks + 1 >= _LOOKS
