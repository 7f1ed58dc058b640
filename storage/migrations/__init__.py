"""Bringing a database to the shape that this code expects, safely by many at once."""

import asyncio
import logging
from functools import cache
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, column, func, inspect, select, table, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.db.bounds import UNBOUND
from storage.db.engines import PATIENT

log = logging.getLogger(__name__)
_LOCK: Final = 0x0DE1_1647  # any number, the same in every process
# Whoever changes something for a person writes there first: those in hand end, and the next wait
# here, where they hold nothing that a migration may want while it holds what they want.
GATE: Final = text("LOCK TABLE arrival")
# Everybody waits behind a migration that waits, for the gate or for what comes after it; an input
# does so for less than two seconds. In one PostgreSQL sends a vacuum of its own out of the way.
_GIVING_WAY: Final = "SELECT set_config('lock_timeout', '1200ms', true)"
_GAVE_WAY: Final = "55P03"  # lock_not_available
_PAUSE: Final = 15.0  # seconds until the next try, in which people work as ever
_HERE: Final = Path(__file__).parent
_VERSIONS: Final = _HERE / "versions"
_END: Final = ";\n\n"  # of each statement in a snapshot


@cache
def head() -> str:
    """The newest revision: files are numbered, and one is made after the other."""
    return max(path.name.partition("_")[0] for path in _VERSIONS.glob("*.py"))


def revision_of(conn: Connection) -> str | None:
    """The revision a database is at; None for an empty one."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found = conn.scalar(select(column("version_num")).select_from(table("alembic_version")))
    return None if found is None else str(found)


def serves(revision: str | None) -> bool:
    """Whether this code can work on a database at this revision."""
    return revision == head() or _is_newer(revision)


def _is_newer(revision: str | None) -> bool:
    """Whether newer code has been here: numbers are counted up, so it is one beyond ours."""
    return revision is not None and revision > head()


def snapshot(dialect: str) -> Path:
    """The file with all that the migrations come to in an empty database of this dialect."""
    return _HERE / f"{dialect}.sql"


def _is_empty(conn: Connection) -> bool:
    """Whether nobody has made anything in it, not even half of it."""
    return not inspect(conn).get_table_names()


def _make(conn: Connection) -> None:
    """A new database, in a tenth of the time that Alembic takes to be imported and to make it."""
    script = snapshot(conn.dialect.name).read_text(encoding="utf-8")
    # PostgreSQL takes all of it at once; SQLite one by one, or it would commit before.
    for statement in [script] if conn.dialect.name == "postgresql" else script.split(_END):
        conn.exec_driver_sql(statement)


def _upgrade(conn: Connection) -> None:
    if conn.dialect.name == "postgresql":
        conn.exec_driver_sql(UNBOUND)
        conn.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    found = revision_of(conn)
    if found is None and _is_empty(conn):
        _make(conn)
        found = revision_of(conn)
    if found == head():
        return
    if _is_newer(found):
        log.warning("the database is at revision %s, this code at %s: an older one", found, head())
        return
    from storage.migrations.upgrading import upgrade  # noqa: PLC0415 nearly every start needs none

    if found is not None and conn.dialect.name == "postgresql":
        conn.exec_driver_sql(_GIVING_WAY)
        conn.execute(GATE)
    upgrade(conn)


async def migrate(engine: AsyncEngine, pause: float = _PAUSE) -> None:
    """Upgrade to the newest revision. SQLite's BEGIN IMMEDIATE is the lock there.

    A database that newer code has upgraded serves this code, too: each revision works with the
    code before it, and while a new version is rolled out the old one may start once more.

    Where somebody uses for long what is to be changed, as a backup reads every table from its
    beginning to its end, they are waited for in pauses of so many seconds.
    """
    is_told = False
    while not await _is_upgraded(engine):
        if not is_told:
            log.warning(
                "the database cannot be upgraded to revision %s while somebody else uses its"
                " tables, such as a backup: this waits until they are done, and tries again every"
                " %.0f seconds; whatever runs already goes on working",
                head(),
                pause,
            )
        is_told = True
        await asyncio.sleep(pause)


async def _is_upgraded(engine: AsyncEngine) -> bool:
    """All of it, or else nothing: not if it gave way to others."""
    try:
        async with engine.execution_options(busy=PATIENT).begin() as conn:
            await conn.run_sync(_upgrade)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != _GAVE_WAY:
            raise
        return False
    return True
