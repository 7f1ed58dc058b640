"""The SQLite file that `copy` reads: nobody else may use it from beginning to end."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bot.exchange import ExchangeError

_IN_USE: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_ONLY_READ: Final = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM)
_BESIDE: Final = ("-wal", "-journal")  # gone when the last one who used the file has closed it
_ACCESS: Final = os.access in os.supports_effective_ids


@contextmanager
def taken(file: Path) -> Iterator[tuple[Path, Callable[[], None]]]:
    """The file to work on, and what raises ExchangeError if somebody has come to use it meanwhile.

    One that may only be read is worked on as a copy: it may have to be migrated.
    """
    if not file.is_file():
        raise ExchangeError(f"There is no file {file}. Name the SQLite file that the bot used.")
    real = file.resolve()
    if _may_be_written(real) and _is_ours_alone(real, file):
        yield real, lambda: _must_be_alone(real, file)
        return
    seen = _at_rest(real, file)
    with TemporaryDirectory(prefix="delight-copy-") as folder:
        other = Path(folder) / "copy.db"
        shutil.copyfile(real, other)
        _must_be_alone(other, file)
        yield other, lambda: _must_be_as(seen, real, file)


def _may_be_written(file: Path) -> bool:
    return all(os.access(path, os.W_OK, effective_ids=_ACCESS) for path in (file, file.parent))


def _is_ours_alone(real: Path, file: Path) -> bool:
    """SQLite gives its log up only for whoever is alone with the file: what somebody wrote there
    from now on would be missing. False if it may only be read.
    """
    try:
        with closing(sqlite3.connect(real, timeout=0)) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # what is beside it tells it finer
        if code in _ONLY_READ:
            return False
        if code in _IN_USE:
            raise _in_use(file) from error
        if code == sqlite3.SQLITE_NOTADB:
            raise ExchangeError(f"{file} is not a SQLite file.") from error
        raise ExchangeError(f"{file} cannot be used: {error}.") from error
    return True


def _must_be_alone(real: Path, file: Path) -> None:
    if not _is_ours_alone(real, file):
        raise ExchangeError(f"{file} cannot be opened, and nothing was copied.")


def _at_rest(real: Path, file: Path) -> os.stat_result:
    """What a file looks like that nobody has open; whoever may only read it cannot lock it."""
    for ending in _BESIDE:
        beside = real.with_name(real.name + ending)
        if beside.exists():
            raise ExchangeError(
                f"{file} may only be read here, and {beside.name} lies beside it: it is in use, or"
                " was not closed. Stop Delight, then copy as the user that runs it."
            )
    return real.stat()


def _must_be_as(seen: os.stat_result, real: Path, file: Path) -> None:
    now = _at_rest(real, file)
    if (now.st_mtime_ns, now.st_size) != (seen.st_mtime_ns, seen.st_size):
        raise _in_use(file)


def _in_use(file: Path) -> ExchangeError:
    return ExchangeError(
        f"{file} is in use, and nothing was copied: stop Delight first, then copy."
    )
