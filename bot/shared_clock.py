"""One clock for all processes on one PostgreSQL: leases and budgets of many machines agree."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import URL, make_url

from bot.clock import RealClock
from handlers.kit.clock import Clock
from storage.db import async_url, libpq
from storage.db.bounds import BOUNDS

LOOK: Final = 30.0  # seconds between two looks at the database's clock
WITHIN: Final = 5  # seconds that a look may take, whichever of several servers is gone


class SharedClock(RealClock):
    """What the database's clock says, counted on steadily between two looks at it.

    Whoever sets this machine's clock moves nothing: neither is another's lease over too soon,
    nor does a budget wait for an hour.
    """

    def __init__(self, moment: datetime) -> None:
        self.set(moment)

    def now(self) -> datetime:
        return self._moment + timedelta(seconds=time.monotonic() - self._since)

    def set(self, moment: datetime) -> None:
        """It is this moment now."""
        self._moment, self._since = moment, time.monotonic()


@asynccontextmanager
async def process_clock(database_url: str, machine: Clock) -> AsyncIterator[Clock]:
    """The clock of a process: the database's where there is one for all, else its machine's."""
    url = make_url(async_url(database_url))
    if url.get_backend_name() != "postgresql":
        yield machine
        return
    clock = SharedClock(machine.now())
    where = _where(url)
    await _look(clock, where)
    looking = asyncio.create_task(_keep_looking(clock, where))
    try:
        yield clock
    finally:
        looking.cancel()
        await asyncio.gather(looking, return_exceptions=True)


def _where(url: URL) -> Mapping[str, Any]:
    """What the driver is told: of several servers the clock is that of the one which writes."""
    hosts = url.query.get("host")
    connects = WITHIN // len(hosts) if isinstance(hosts, tuple) else WITHIN
    return {**libpq(BOUNDS.on_our_side(url)), "connect_timeout": connects}


async def _keep_looking(clock: SharedClock, where: Mapping[str, Any]) -> None:
    while True:
        await asyncio.sleep(LOOK)
        await _look(clock, where)


async def _look(clock: SharedClock, where: Mapping[str, Any]) -> None:
    """Where the database does not answer, it goes on counting."""
    from psycopg import Error  # noqa: PLC0415 its driver is not loaded beside SQLite

    from storage.db.listening import ListeningConnection  # noqa: PLC0415 as above

    with contextlib.suppress(Error, TimeoutError):
        async with (
            asyncio.timeout(WITHIN),  # the driver itself bounds no more than the connecting
            await ListeningConnection.connect(**where, autocommit=True) as connection,
        ):
            row = await (await connection.execute("SELECT clock_timestamp()")).fetchone()
            if row is not None:
                clock.set(row[0].astimezone(UTC))
