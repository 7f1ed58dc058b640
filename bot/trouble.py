"""What stands between this process and its database, in one line."""

import sys
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFreeError

# Of PostgreSQL's codes those that are about the connection, the server, or a lock: what it says
# with them is about no row. 08 connection, 28 role or password, 53 too many or full, 57 stopped.
_KINDS: Final = ("08", "28", "53", "57", "25006", "55P03")


def trouble(error: BaseException) -> str | None:
    """Which it is: the host does not answer, the password is wrong, there are too many. None for
    what is anything else, in which people's words may be quoted.
    """
    if isinstance(error, NoneFreeError):
        return "no connection to the database was free in time"
    if isinstance(error, DBAPIError) and error.orig is not None:
        error = error.orig
    psycopg = sys.modules.get("psycopg")  # not loaded beside SQLite
    if psycopg is None or not isinstance(error, psycopg.Error):
        return None
    if error.sqlstate is None:  # libpq's own words, or the driver's
        said = str(error) if isinstance(error, psycopg.OperationalError) else None
    else:
        said = error.diag.message_primary if error.sqlstate.startswith(_KINDS) else None
    return None if said is None else " ".join(said.split())
