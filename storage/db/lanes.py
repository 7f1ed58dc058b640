"""How a session comes to a connection, tells of what runs on it, and lets go of it."""

from typing import Any, Final, cast

from sqlalchemy.engine import Connection, Engine
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

LANE: Final = "lane"  # the connection of a session, and that of the driver
FAILED: Final = "failed"  # what was raised, which whoever caught it must not commit
REFUSALS: Final = "refusals"  # what may be raised instead of committing
_READING: Final = (
    "SELECT set_config('app.workspace', %(id)s, true),"
    " set_config('transaction_read_only', 'on', true)"
)


async def lane_of(session: AsyncSession) -> tuple[Connection, Any]:
    """While the transaction lasts: then the connection is of another session, or of none.

    A savepoint is set, and what cannot go on is refused, by whoever asks the session for it.
    """
    lane = cast("tuple[Connection, Any] | None", session.info.get(LANE))
    if lane is None or not _is_used(lane[0]) or session.in_nested_transaction():
        connection = await session.run_sync(connection_of)
        lane = session.info[LANE] = connection, driver_of(connection)
    return lane


def connection_of(session: Session) -> Connection:
    """That of its transaction, which begins here, or where SQLAlchemy first wants it.

    In one that began here SQLAlchemy's session joins when it is wanted. Most never want it, and to
    have it begin, commit and close costs as much as two statements.
    """
    if session.in_transaction() or isinstance(session.bind, Connection):
        return Session.connection(session)
    connection = session.bind = cast("Engine", session.get_bind()).connect()
    if _leads(connection):
        lead(connection)
    else:
        connection.begin()
    return connection


def _is_used(connection: Connection) -> bool:
    return connection.in_transaction() or (_leads(connection) and not connection.closed)


def _leads(connection: Connection) -> bool:
    """Whether each of its round trips is a transaction by itself, and nothing is to commit."""
    reading = connection.get_execution_options().get("reading", False)
    return reading and connection.dialect.name == "postgresql"


def lead(connection: Connection) -> None:
    """Have each round trip say whose rows it is about, in a transaction that cannot write."""
    given = {"id": connection.get_execution_options().get("workspace")}
    if not driver_of(connection).leads:
        tell(connection, (_READING, given))
    driver_of(connection).lead(_READING, given)


def let_go(session: Session) -> bool:
    """Whether the session is over, since it has only read: to end what has not begun costs as much
    as to read.
    """
    connection = session.bind
    if (
        not isinstance(connection, Connection)
        or connection.in_transaction()
        or session.in_transaction()
        or FAILED in session.info
        or not driver_of(connection).let_go()
    ):
        return False
    connection.close()
    return True


def driver_of(connection: Connection) -> Any:
    """The connection of the driver, of whichever it is."""
    return connection.connection.driver_connection


def tell(connection: Connection, *statements: tuple[str, Any]) -> None:
    """Whoever listens to SQLAlchemy hears of statements that pass it."""
    for hear in connection.dispatch.before_cursor_execute:
        for text, values in statements:
            hear(connection, None, text, values, None, False)
