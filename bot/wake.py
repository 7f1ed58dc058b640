"""Hearing over PostgreSQL, from other processes, that messages wait in the outbox."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any, Final

from bot.trouble import trouble
from storage.db import WAKE_CHANNEL, Sessions, libpq

PAUSE: Final = 5.0  # seconds until the next try; the beat goes on meanwhile

log = logging.getLogger(__name__)


async def hear_wakes(sessions: Sessions) -> None:
    """Set `sessions.woken` at each NOTIFY, for ever. On SQLite the beat has to do."""
    if sessions.engine.dialect.name != "postgresql":
        return
    import psycopg  # noqa: PLC0415 its driver is not loaded beside SQLite

    where = libpq(sessions.engine.url)
    while True:
        try:
            await _listen(where, sessions.woken)
        except psycopg.Error as error:
            why = trouble(error) or type(error).__name__
            log.warning("LISTEN was interrupted (%s); beating goes on", why)
            await asyncio.sleep(PAUSE)


async def _listen(where: Mapping[str, Any], woken: asyncio.Event) -> None:
    from psycopg import AsyncConnection, sql  # noqa: PLC0415 as above

    async with await AsyncConnection.connect(**where, autocommit=True) as connection:
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(WAKE_CHANNEL)))
        async for _ in connection.notifies():
            woken.set()
