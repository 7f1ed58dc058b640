"""Statements compiled once for all databases of a test run: SQLAlchemy does it for each engine."""

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection, Dialect

_DIALECTS: Final[dict[str, Dialect]] = {}
_COMPILED: Final[dict[Any, Any]] = {}


def share() -> None:
    """Have connections of every engine use the first one's dialect, and what was compiled for it.

    Each test has an engine of its own. To compile the same statements for each of them took more
    of the suite's time than anything else; a bot that runs has compiled them long ago, too. What
    storage keeps of statements itself goes by the dialect of the engine.
    """
    event.listen(Engine, "set_engine_execution_options", _share_from)
    event.listen(Engine, "engine_connect", _share)


def _share_from(engine: Engine, _: Mapping[str, Any]) -> None:
    """Sessions make engines of their engine, each with options: before any of them connects."""
    engine.dialect = _DIALECTS.setdefault(engine.dialect.name, engine.dialect)


def _share(conn: Connection) -> None:
    _share_from(conn.engine, {})
    conn.dialect = conn.engine.dialect
    conn.execution_options(compiled_cache=_COMPILED)
