"""Engines, and the sessions that are one transaction each."""

import asyncio
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import event, make_url
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolResetState, QueuePool

from storage.db.deadline import not_committed, seconds_left, to_be_committed
from storage.db.guard import EVERY_WORKSPACE, GuardedSession, Why, end
from storage.db.lanes import REFUSALS, driver_of, lead, let_go
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
# That one job opens beside each other: one's rows are made ready while the database writes those
# of others, on as many cores as it has. More would take the connections of what somebody waits for.
WRITERS: Final = 3
# Pages in SQLite's write-ahead log, 16 MB, from which on a commit brings them home. It waits for
# the disk twice for that, however few they are; and what was written many times comes home once.
LOGGED: Final = 4_000
ENGINES: Final = 1_000  # engines that know of a workspace: each is made in a tenth of a millisecond
PATIENT: Final = 60_000  # for a migration, beside which nobody can work anyway
_INSIDE: Final = "SELECT set_config('app.workspace', %(id)s, true)"
# Nobody waits for the disk: what PostgreSQL loses of it if it breaks down, it loses with all that
# came after it. Of a claim of occurrences nothing is left then, and it is made again.
_LOST_WITH_IT: Final = f"{_INSIDE}, set_config('synchronous_commit', 'off', true)"
_MAY_BE_LOST: Final = {Why.CLAIM_OCCURRENCES}


def async_url(url: str) -> str:
    """The address with the driver that we use: `postgres://…` and `sqlite:///…` both work."""
    scheme, _, rest = url.partition("://")
    drivers = {"sqlite": "sqlite+aiosqlite", "postgres": "postgresql+psycopg"}
    drivers["postgresql"] = drivers["postgres"]
    return f"{drivers.get(scheme, scheme)}://{rest}"


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


def _prepare_postgresql(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Arrays go in binary: as text each of their values would have to be escaped. Moments come in
    UTC: the driver reads one in a third of the time that it takes in any other zone.
    """
    from psycopg.types.array import ListBinaryDumper  # noqa: PLC0415 not loaded beside SQLite

    driver = cast("psycopg.AsyncConnection", connection.driver_connection)
    driver.adapters.register_dumper(list, ListBinaryDumper)
    cursor = connection.cursor()
    cursor.execute("SET TIME ZONE 'UTC'")
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


def _holding() -> dict[str, Any]:
    from storage.db.holding import HoldingConnection, HoldingCursor  # noqa: PLC0415 as above

    return {
        "async_creator_fn": HoldingConnection.connect,
        "cursor_factory": HoldingCursor,
        "autocommit": True,  # we say BEGIN ourselves
    }


def make_engine(url: str) -> AsyncEngine:
    """An engine for the address in `DATABASE_URL`; nothing is connected yet."""
    address = make_url(async_url(url))
    is_sqlite = address.get_backend_name() == "sqlite"
    engine = create_async_engine(
        address,
        hide_parameters=True,  # an error of the database would quote the row that it is about
        pool_size=CONNECTIONS,
        max_overflow=0,
        poolclass=MovingPool,
        pool_timeout=FREE_WITHIN,
        pool_reset_on_return=None,  # but as `_reset` does it
        pool_use_lifo=True,  # the others rest: each that works holds pages of its own
        connect_args={} if is_sqlite else _holding(),
    )
    if is_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "invalidate", _let_go_of_sqlite)
    else:
        event.listen(engine.sync_engine, "connect", _prepare_postgresql)
    event.listen(engine.sync_engine, "reset", _reset)
    event.listen(engine.sync_engine, "begin", _begin_sqlite if is_sqlite else _begin_postgresql)
    return engine


def _told(bind: AsyncEngine, workspace: str) -> AsyncEngine:
    return bind.execution_options(workspace=workspace)


class _Begun:
    """A session from where its block begins to where that ends.

    What SQLAlchemy has for it, for each of session and transaction a context manager of its own,
    takes thrice the time, a task among it.
    """

    __slots__ = ("_line", "_session", "_woken")

    def __init__(
        self, session: AsyncSession, line: asyncio.Lock | None, woken: asyncio.Event
    ) -> None:
        self._session = session
        self._line = line
        self._woken = woken

    async def __aenter__(self) -> AsyncSession:
        """A SQLite file has one writer at a time. It would have the others look again and again,
        and forget some: those of one process stand in line here. TimeoutError as it would.
        """
        if self._line is not None:
            loop = asyncio.get_running_loop()
            began = loop.time()
            async with asyncio.timeout(seconds_left(BUSY / 1000)):
                await self._line.acquire()
            self._wait_for_others(BUSY - int(1000 * (loop.time() - began)))
        return self._session

    def _wait_for_others(self, left: int) -> None:
        """So many milliseconds; a few more or less are not worth an engine of their own."""
        if left < 0.9 * BUSY:
            session = self._session.sync_session
            session.bind = session.get_bind().execution_options(busy=left)

    async def __aexit__(self, *raised: object) -> None:
        late = None
        if raised[0] is None and not self._session.info["reading"]:
            late = to_be_committed()
        if late is not None:
            raised = type(late), late, None
        try:
            if raised[0] is not None or not let_go(self._session.sync_session):
                await self._session.run_sync(end, raised)
        except Exception as error:
            if error in self._session.info.get(REFUSALS, ()):
                not_committed()
            raise
        finally:
            if self._line is not None:
                self._line.release()
        if late is not None:
            raise late
        if raised[0] is None and self._session.info.get("wake"):
            self._woken.set()


class Sessions:
    """Where sessions come from. Each is one transaction: committed at the end, or rolled back."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.woken = asyncio.Event()
        self._reading = engine.execution_options(reading=True)
        self._losing = engine.execution_options(may_be_lost=True)
        self.writers = 1 if engine.dialect.name == "sqlite" else WRITERS
        self._writing = asyncio.Lock() if engine.dialect.name == "sqlite" else None
        self._told = lru_cache(ENGINES)(_told)

    def workspace(self, id_: str, *, reading: bool = False) -> _Begun:
        """A session that reads and writes rows of this workspace only."""
        return self._begun(id_, self.engine, reading=reading)

    def system(self, why: Why, *, reading: bool = False) -> _Begun:
        """A session over all workspaces, for keys only, for a reason on the list."""
        engine = self._losing if why in _MAY_BE_LOST else self.engine
        return self._begun(EVERY_WORKSPACE, engine, reading=reading, why=why)

    def _begun(
        self, workspace: str, engine: AsyncEngine, *, reading: bool, **info: object
    ) -> _Begun:
        session = AsyncSession(
            self._told(self._reading if reading else engine, workspace),
            sync_session_class=GuardedSession,
            expire_on_commit=False,
            autoflush=True,
            close_resets_only=False,  # it never begins anew: nobody would end that
            join_transaction_mode="control_fully",  # of the transaction that it finds begun
            info={"workspace": workspace, "reading": reading, **info},
        )
        return _Begun(session, None if reading else self._writing, self.woken)

    def connections(self) -> int:
        """How many connections of the pool are in use."""
        pool = self.engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    async def close(self) -> None:
        await self.engine.dispose()
