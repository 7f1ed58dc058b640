"""Engines for either database, and how each connection of theirs begins."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import URL, event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolResetState

from storage.db.bounds import BOUNDS, Bounds
from storage.db.lanes import driver_of, lead
from storage.db.lining_up import BUSY, USUAL, begin_writing
from storage.db.pool import MovingPool
from storage.db.running import hold_back, run_now

if TYPE_CHECKING:
    import psycopg

# Of each process. They stay open, since opening one takes longer than what most are used for. With
# fifteen two web processes answer a fifth less (measured on two cores): whoever begins later
# takes processor time from whoever could be done.
CONNECTIONS: Final = 6
# Seconds to wait while none of them comes back. Slack listens for three, of which an apology takes
# up to 0.8 to find out in whose language it is, and whether anything was done: that needs a
# connection as well.
FREE_WITHIN: Final = 1.5
# Pages in SQLite's write-ahead log, 16 MB, from which on a commit brings them home. It waits for
# the disk twice for that, however few they are; and what was written many times comes home once.
LOGGED: Final = 4_000
PATIENT: Final = 60_000  # for a migration, beside which nobody can work anyway
_ONLY_READS: Final = "25006"  # read_only_sql_transaction
_INSIDE: Final = "SELECT set_config('app.workspace', %(id)s, true)"
# Nobody waits for the disk: what PostgreSQL loses of it if it breaks down, it loses with all that
# came after it. Of a claim of occurrences nothing is left then, and it is made again.
_LOST_WITH_IT: Final = f"{_INSIDE}, set_config('synchronous_commit', 'off', true)"


def async_url(url: str) -> str:
    """The address with the driver that we use: `postgres://…` and `sqlite:///…` both work."""
    scheme, _, rest = url.partition("://")
    drivers = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+psycopg"}
    drivers["postgresql"] = drivers["postgres"]
    return f"{drivers.get(scheme, scheme)}://{rest}"


def libpq(address: URL) -> dict[str, Any]:
    """What the driver is told to connect there, also where an address names several servers."""
    return dict(address.get_dialect()().create_connect_args(address)[1])


def url_of(file: Path) -> URL:
    """The address of a SQLite file, whatever is in its name: `?` and `#` mean nothing there."""
    return URL.create("sqlite+aiosqlite", database=str(file.absolute()))


def file_of(url: str) -> Path | None:
    """The SQLite file that an address names; None for PostgreSQL."""
    address = make_url(async_url(url))
    is_file = address.get_backend_name() == "sqlite" and address.database
    return Path(address.database or "").absolute() if is_file else None


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves
    cursor = connection.cursor()
    for pragma in (
        USUAL,
        "PRAGMA journal_mode=WAL",
        "PRAGMA foreign_keys=ON",
        "PRAGMA synchronous=NORMAL",
        f"PRAGMA wal_autocheckpoint={LOGGED}",
        "PRAGMA temp_store=MEMORY",  # else what a statement may have to undo is a file
    ):
        cursor.execute(pragma)
    cursor.close()


def _let_go_of_sqlite(connection: DBAPIConnection, *_: object) -> None:
    """One that is closed in the middle of a statement would keep what it has locked."""
    connection.rollback()


def _begin_sqlite(conn: Connection) -> None:
    options = conn.get_execution_options()
    if options.get("reading", False):
        run_now(conn, "BEGIN", lambda driver: driver.execute_fetchall("BEGIN"))
        return
    busy = options.get("busy", BUSY)
    run_now(conn, "BEGIN IMMEDIATE", lambda driver: begin_writing(driver, busy))


def _prepare_postgresql(also: str, connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Arrays go in binary: as text each of their values would have to be escaped. Moments come in
    UTC: the driver reads one in a third of the time that it takes in any other zone.
    """
    from psycopg.types.array import ListBinaryDumper  # noqa: PLC0415 not loaded beside SQLite

    driver = cast("psycopg.AsyncConnection", connection.driver_connection)
    driver.adapters.register_dumper(list, ListBinaryDumper)
    cursor = connection.cursor()
    cursor.execute(f"SET TIME ZONE 'UTC'{also}")
    cursor.close()


def _reset(connection: DBAPIConnection, _: ConnectionPoolEntry, state: PoolResetState) -> None:
    """What comes back to the pool is rolled back. Where nothing has begun, that would be for
    nothing; on SQLite a switch to its thread and back, after every session.
    """
    if state.asyncio_safe and cast("Any", connection.driver_connection).in_transaction:
        connection.rollback()


def _begin_postgresql(conn: Connection) -> None:
    """BEGIN, and whose rows row-level security lets through: with the first statement.

    What only reads has each round trip say it, in a transaction by itself that cannot write.
    """
    options = conn.get_execution_options()
    given = {"id": options.get("workspace")}
    if options.get("reading", False):
        lead(conn)
        return
    driver_of(conn).hold("BEGIN")
    if given["id"] is not None:
        hold_back(conn, _LOST_WITH_IT if options.get("may_be_lost") else _INSIDE, given)


def _must_be_open(connection: DBAPIConnection, *_: object) -> None:
    """Else the pool makes it anew: PostgreSQL has closed it while nobody needed it."""
    if cast("psycopg.AsyncConnection", connection.driver_connection).closed:
        raise DisconnectionError


def _only_reads(context: ExceptionContext) -> None:
    """A server that only reads is not the one any more that we had connected to: elsewhere, or
    here by now, there is one that writes. So all are made anew, as if they had been cut.
    """
    if getattr(context.original_exception, "sqlstate", None) == _ONLY_READS:
        context.is_disconnect = True


def _connecting(*, to_sqlite: bool) -> dict[str, Any]:
    if to_sqlite:
        from storage.db.handing import HandingConnection  # noqa: PLC0415 not loaded beside the other

        return {"async_creator_fn": HandingConnection}
    from storage.db.holding import HoldingConnection, HoldingCursor  # noqa: PLC0415 as above

    return {
        "async_creator_fn": HoldingConnection.connect,
        "cursor_factory": HoldingCursor,
        "autocommit": True,  # we say BEGIN ourselves
    }


def make_engine(url: str | URL, bounds: Bounds | None = BOUNDS) -> AsyncEngine:
    """An engine for the address in `DATABASE_URL`; nothing is connected yet.

    Without `bounds` a transaction lasts for as long as whoever reads or writes it out may take.
    """
    address = make_url(async_url(url)) if isinstance(url, str) else url
    is_sqlite = address.get_backend_name() == "sqlite"
    if bounds is not None and not is_sqlite:
        address = bounds.on_our_side(address)
    engine = create_async_engine(
        address,
        hide_parameters=True,  # an error of the database would quote the row that it is about
        pool_size=CONNECTIONS,
        max_overflow=0,
        poolclass=MovingPool,
        pool_timeout=FREE_WITHIN,
        pool_reset_on_return=None,  # but as `_reset` does it
        pool_use_lifo=True,  # the others rest: each that works holds pages of its own
        connect_args=_connecting(to_sqlite=is_sqlite),
    )
    if is_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "invalidate", _let_go_of_sqlite)
    else:
        also = "" if bounds is None else bounds.on_its_side(address)
        event.listen(engine.sync_engine, "connect", partial(_prepare_postgresql, also))
        event.listen(engine.sync_engine, "checkout", _must_be_open)
        event.listen(engine.sync_engine, "handle_error", _only_reads)
    event.listen(engine.sync_engine, "reset", _reset)
    event.listen(engine.sync_engine, "begin", _begin_sqlite if is_sqlite else _begin_postgresql)
    return engine
