"""Engine, sessions, column types and the guard that keeps every query inside one workspace."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    MetaData,
    Numeric,
    Text,
    TypeDecorator,
    event,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    SessionTransaction,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeEngine

EVERY_WORKSPACE: Final = "*"
WAKE_CHANNEL: Final = "delight_outbox"


class UtcTime(TypeDecorator[datetime]):
    """A moment. Goes in aware, comes out in UTC; SQLite forgets zones, so it is given none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a zone cannot be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Exact(TypeDecorator[Decimal]):
    """A Decimal to the last digit. SQLite rounds numbers, so there it is text."""

    impl = Numeric
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else Numeric())

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> Decimal | str | None:
        if value is None or dialect.name != "sqlite":
            return value
        return format(value, "f")

    def process_result_value(self, value: Decimal | None, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 its signature
        return None if value is None else Decimal(value)


class Base(DeclarativeBase):
    """Every table. Columns are typed by their annotation."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 read once by SQLAlchemy
        str: Text(),
        datetime: UtcTime(),
        Decimal: Exact(),
        dict[str, Any]: JSON().with_variant(postgresql.JSONB(), "postgresql"),
    }


class OfWorkspace:
    """Mixin: a row of one workspace, whose id leads the key."""

    workspace_id: Mapped[str] = mapped_column(primary_key=True, sort_order=-1)


class Why(StrEnum):
    """Each use of a session over all workspaces. It selects keys, nothing that people wrote."""

    INSTALL = "a workspace is told apart by its token before any session of its own"
    CLAIM_SENDS = "claim messages that may be sent"
    LOOK_DUE = "whether anything is due, and of which kinds"
    CLAIM_OCCURRENCES = "claim occurrences that are due"
    NEXT_DUE = "when the next occurrence or message is due"
    PRUNE = "delete what its rule says is over"
    DOCTOR = "count and check the database"


class OutsideWorkspaceError(RuntimeError):
    """A statement or row that the guard cannot keep inside its workspace."""


class GuardedSession(Session):
    """A session of one workspace (`info["workspace"]`), or of all for one of `Why`."""

    def connection(self, *args: Any, **kwargs: Any) -> Connection:
        if self.info["workspace"] != EVERY_WORKSPACE:
            raise OutsideWorkspaceError("session.connection() passes by the guard")
        return super().connection(*args, **kwargs)

    def wake_worker(self) -> None:
        """Have workers hear, once this commits, that messages wait in the outbox."""
        self.info["wake"] = True


@event.listens_for(GuardedSession, "do_orm_execute")
def _stay_inside(state: ORMExecuteState) -> None:
    workspace = state.session.info["workspace"]
    if workspace == EVERY_WORKSPACE:
        return
    if not state.is_orm_statement:
        raise OutsideWorkspaceError(f"not a statement on mapped classes: {state.statement}")
    if state.is_insert:
        if state.execution_options.get("workspace") != workspace:
            raise OutsideWorkspaceError("insert with storage.db.insert_once or upsert")
        return
    state.statement = state.statement.options(
        with_loader_criteria(
            OfWorkspace, lambda cls: cls.workspace_id == workspace, include_aliases=True
        )
    )


@event.listens_for(GuardedSession, "before_flush")
def _check_new(session: GuardedSession, *_: object) -> None:
    workspace = session.info["workspace"]
    for row in session.new:
        if isinstance(row, OfWorkspace) and workspace != EVERY_WORKSPACE:
            row.workspace_id = row.workspace_id or workspace
            if row.workspace_id != workspace:
                raise OutsideWorkspaceError(f"{row!r} belongs to another workspace")


@event.listens_for(GuardedSession, "after_begin")
def _tell_postgresql(session: GuardedSession, _: SessionTransaction, conn: Connection) -> None:
    if conn.dialect.name == "postgresql":
        conn.execute(select(func.set_config("app.workspace", session.info["workspace"], True)))


@event.listens_for(GuardedSession, "before_commit")
def _notify(session: GuardedSession) -> None:
    if session.info.get("wake") and session.get_bind().dialect.name == "postgresql":
        conn = Session.connection(session)
        conn.execute(select(func.pg_notify(WAKE_CHANNEL, session.info["workspace"])))


def new_id() -> str:
    """An id for a row that people never type."""
    return uuid.uuid4().hex


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
        "busy_timeout=10000",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=NORMAL",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(conn: Connection) -> None:
    reading = conn.get_execution_options().get("reading", False)
    conn.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def make_engine(url: str) -> AsyncEngine:
    """An engine for the address in `DATABASE_URL`; nothing is connected yet."""
    engine = create_async_engine(async_url(url))
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


class Sessions:
    """Where sessions come from. Each is one transaction: committed at the end, or rolled back."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.woken = asyncio.Event()
        self._reading = engine.execution_options(reading=True)

    @asynccontextmanager
    async def workspace(self, id_: str, *, reading: bool = False) -> AsyncIterator[AsyncSession]:
        """A session that reads and writes rows of this workspace only."""
        async with self._begun(id_, self._reading if reading else self.engine) as session:
            yield session

    @asynccontextmanager
    async def system(self, why: Why, *, reading: bool = False) -> AsyncIterator[AsyncSession]:
        """A session over all workspaces, for keys only, for a reason on the list."""
        bind = self._reading if reading else self.engine
        async with self._begun(EVERY_WORKSPACE, bind, why=why) as session:
            yield session

    @asynccontextmanager
    async def _begun(
        self, workspace: str, bind: AsyncEngine, **info: object
    ) -> AsyncIterator[AsyncSession]:
        session = AsyncSession(
            bind,
            sync_session_class=GuardedSession,
            expire_on_commit=False,
            autoflush=True,
            info={"workspace": workspace, **info},
        )
        async with session, session.begin():
            yield session
        if session.info.get("wake"):
            self.woken.set()

    async def close(self) -> None:
        await self.engine.dispose()


def workspace_of(session: AsyncSession) -> str:
    """The workspace whose session this is."""
    return cast("str", session.info["workspace"])


async def insert_once(session: AsyncSession, table: type[Base], **values: Any) -> bool:
    """Insert a row unless one with a conflicting key exists; whether it was inserted."""
    return bool(await _insert(session, table, [values], (), None))


async def upsert(
    session: AsyncSession,
    table: type[Base],
    rows: Sequence[dict[str, Any]],
    *,
    update: Sequence[str],
    where: ColumnElement[bool] | None = None,
) -> int:
    """Insert rows; where the primary key exists (and `where` holds), set these columns."""
    return await _insert(session, table, rows, update, where) if rows else 0


async def _insert(
    session: AsyncSession,
    table: type[Base],
    rows: Sequence[dict[str, Any]],
    update: Sequence[str],
    where: ColumnElement[bool] | None,
) -> int:
    workspace = workspace_of(session)
    filled = [{"workspace_id": workspace, **row} for row in rows]
    if workspace != EVERY_WORKSPACE and any(r["workspace_id"] != workspace for r in filled):
        raise OutsideWorkspaceError(f"a row of {table.__name__} belongs to another workspace")
    dialect = session.get_bind().dialect.name
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(table).values(filled)
    key = [column.name for column in table.__table__.primary_key]
    if update:
        changed = {name: insert.excluded[name] for name in update}
        statement = insert.on_conflict_do_update(index_elements=key, set_=changed, where=where)
    else:
        statement = insert.on_conflict_do_nothing()
    written = statement.returning(table.__table__.c.workspace_id)
    done = await session.execute(written, execution_options={"workspace": workspace})
    return len(done.all())
