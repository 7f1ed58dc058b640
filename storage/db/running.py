"""How a statement runs that passes the session: past SQLAlchemy as well, if it is kept."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, cast

from sqlalchemy import Executable
from sqlalchemy.engine import AdaptedConnection, Connection, Dialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from storage.db.held import Answer
from storage.db.kept import KEPT, Kept, kept, put_together
from storage.db.lanes import FAILED, LANE, REFUSALS, driver_of, lane_of, tell

if TYPE_CHECKING:
    import aiosqlite

Asked = tuple[Executable, Any]  # and what it is given


class OnlyReadsError(RuntimeError):
    """A session that only reads was to write: nothing holds together what it would write."""


class Found(NamedTuple):
    """What a statement came to: rows, and how many it has changed."""

    rows: Sequence[Any]
    changed: int


async def run(session: AsyncSession, statement: Executable, given: Any) -> Found:
    """Run a statement of which the guard knows. What the session holds is to be found as well."""
    return (await run_together(session, [(statement, given)]))[0]


async def run_together(session: AsyncSession, asked: Sequence[Asked]) -> Sequence[Found]:
    """Run statements that do not need each other's answers: with PostgreSQL in one round trip."""
    dialect = session.get_bind().dialect
    ways = [(_way(session, dialect, *one), one[1]) for one in asked]
    known = [(way, given) for way, given in ways if way is not None]
    if not asked or len(known) < len(asked):
        return [await _run(session, *one) for one in asked]
    return await _past(session, known)


async def _run(session: AsyncSession, statement: Executable, given: Any) -> Found:
    if (way := _way(session, session.get_bind().dialect, statement, given)) is not None:
        return (await _past(session, [(way, given)]))[0]
    return await session.run_sync(_by_sqlalchemy, statement, given)


async def _past(session: AsyncSession, asked: Sequence[tuple[Kept, Any]]) -> Sequence[Found]:
    """Run kept statements past the session and SQLAlchemy."""
    if not session.sync_session._is_clean():  # noqa: SLF001 to flush nothing takes 15 µs
        await session.flush()
    connection, driver = await lane_of(session)
    text, values = "", None
    told: list[tuple[str, Any]] = []
    try:
        for way, given in asked:
            text, values = one = way.told(given)
            told.append(one)
        tell(connection, *told)
        answers = await driver.answers(told)
        return [_found(way, one) for (way, _), one in zip(asked, answers, strict=True)]
    except BaseException as error:
        session.info.pop(LANE, None)
        if failed := getattr(driver, "failed", None):  # which was not the last
            text, values = failed.text, failed.values
        await session.run_sync(_fail, connection, error, text, values)
        raise


def run_now(
    connection: Connection, text: str, how: "Callable[[aiosqlite.Connection], Awaitable[Any]]"
) -> None:
    """The same, for a text, from within SQLAlchemy; on SQLite."""
    try:
        tell(connection, (text, None))
        dbapi = cast("AdaptedConnection", connection.connection.dbapi_connection)
        dbapi.run_async(how)
    except BaseException as error:  # noqa: BLE001 raised again, as in `run`
        _raise(connection, error, text, None)


async def hold(
    session: AsyncSession, statement: Executable, given: Any, refusal: Exception | None = None
) -> None:
    """Run a statement before the next one, or before what this session does is committed.

    There the `refusal` is raised if it changes nothing. After a savepoint it runs now, since what
    is held would be sent before going back to it.
    """
    way = _way(session, session.get_bind().dialect, statement, given)
    if way is None or session.in_nested_transaction():
        found = await run(session, statement, given)
        if refusal is not None and not found.changed:
            note(session.sync_session, refusal)
            raise refusal
        return
    if not session.sync_session._is_clean():  # noqa: SLF001 as above
        await session.flush()
    connection, driver = await lane_of(session)
    hold_back(connection, *way.told(given), refusal)
    if refusal is not None:
        session.info.setdefault(REFUSALS, []).append(refusal)
    if way.dialect.name == "sqlite":
        await driver.begun()


def hold_back(
    connection: Connection, text: str, values: Any = None, refusal: Exception | None = None
) -> None:
    """The same for a text as the driver takes it."""
    tell(connection, (text, values))
    driver_of(connection).hold(text, values, refusal)


def may_run(session: Session, statement: Executable) -> None:
    """OnlyReadsError for what changes rows where they are only read."""
    if statement.is_dml and session.info["reading"]:
        raise OnlyReadsError(f"in a session that only reads: {statement}")


def _way(session: AsyncSession, dialect: Dialect, statement: Executable, given: Any) -> Kept | None:
    may_run(session.sync_session, statement)
    if not isinstance(given, Mapping) or not statement.get_execution_options().get(KEPT):
        return None
    return kept(statement, dialect, tuple(given))


def _by_sqlalchemy(session: Session, statement: Executable, given: Any) -> Found:
    session.flush()
    connection = Session.connection(session)
    done = connection.execute(statement, given, execution_options={"preserve_rowcount": True})
    rows: Sequence[Any] = done.all() if done.returns_rows else []
    make = put_together(statement)
    return Found(rows if make is None else [make(row) for row in rows], done.rowcount)


def _fail(
    session: Session, connection: Connection, error: BaseException, text: str, values: Any
) -> NoReturn:
    if not connection.in_transaction():
        connection.begin()  # for what comes next
    try:
        _raise(connection, error, text, values)
    except Exception as raised:  # who was cancelled has lost the connection, and will hear of it
        note(session, raised)
        raise


def note(session: Session, error: Exception) -> None:
    """After a savepoint whoever catches it goes back to that."""
    if not session.in_nested_transaction():
        session.info[FAILED] = error


def _raise(connection: Connection, error: BaseException, text: str, values: Any) -> NoReturn:
    """As whatever SQLAlchemy would have raised; a connection that is lost is not used again."""
    try:
        raise error  # noqa: TRY301 what it makes of it depends on what is being handled
    except BaseException as raised:  # noqa: BLE001 it is raised again
        ours = isinstance(error, connection.dialect.loaded_dbapi.Error)
        said = text if ours else None  # else it would be taken for an error of the statement
        connection._handle_dbapi_exception(raised, said, values, None, None)  # noqa: SLF001 nothing else does


def _found(way: Kept, answer: Answer) -> Found:
    return Found(way.rows(answer.rows, answer.types) if answer.rows else [], answer.changed)
