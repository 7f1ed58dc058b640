"""Telling a database in trouble from a statement that is wrong."""

from sqlalchemy.exc import InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError


def is_trouble(error: BaseException) -> bool:
    """Whether the database would not work, whoever asked: gone, locked, full, too slow, read-only.

    A connection that was never had counts as well, and an answer that did not come in time.
    """
    return isinstance(
        error, (OperationalError, InterfaceError, InternalError, NoConnectionError, TimeoutError)
    )
