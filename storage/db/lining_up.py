"""Waiting for whoever writes to a SQLite file in another process."""

import asyncio
import sqlite3
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import aiosqlite

# Milliseconds to wait for whoever writes to a SQLite file. Slack listens for three seconds: then
# it is better that the person hears of it than that it happens when nobody knows any more. In line
# in this process and for those of others: both together.
BUSY: Final = 2_000
# SQLite asks ever less often, in the end ten times a second. Beside a process that always has
# another writer in line it would find the file free by chance: here it begins anew after so long.
_ANEW: Final = 20
USUAL: Final = f"PRAGMA busy_timeout={BUSY}"  # for what else waits
_PRIMARY: Final = 0xFF  # the part of an error code that says of which kind it is
_BEGIN: Final = f"PRAGMA busy_timeout={_ANEW}; BEGIN IMMEDIATE; {USUAL}"  # in one hop


async def begin_writing(driver: "aiosqlite.Connection", busy: int) -> None:
    """Begin, as soon as nobody else writes. OperationalError after so many milliseconds."""
    loop = asyncio.get_running_loop()
    last = loop.time() + (busy - _ANEW) / 1000
    try:
        while loop.time() < last:
            if await _has_begun(driver):
                return
        await driver.executescript(_BEGIN)
    except sqlite3.Error:
        await driver.execute_fetchall(USUAL)
        raise


async def _has_begun(driver: "aiosqlite.Connection") -> bool:
    try:
        await driver.executescript(_BEGIN)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & _PRIMARY != sqlite3.SQLITE_BUSY:  # such as: it is recovered
            raise
        return False
    return True
