"""Many rows in one statement: an array for each column, or on SQLite one document.

A quarter of what it costs to send a parameter for each value (measured on both): neither
SQLAlchemy, nor the driver, nor the server has to read a statement that is as long as there are
rows. What all rows have in common is sent once.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import repeat
from operator import is_not, ne
from typing import Any, Final, cast

from sqlalchemy import JSON, ColumnElement, Text, bindparam, column, select, true
from sqlalchemy import cast as read_as
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from storage.db.columns import Base
from storage.db.given import given_columns, given_table

Rows = Sequence[dict[str, Any]]
Columns = Mapping[str, Sequence[Any]]
_NEW: Final = "new"
_GIVEN: Final = "given_"  # parameters may not be called as the columns are


def columns_of(rows: Rows) -> dict[str, list[Any]]:
    """The values of each column."""
    return {name: [row[name] for row in rows] for name in rows[0]}


def differing(columns: Columns) -> tuple[str, ...]:
    """The columns in which the rows are not all the same."""
    found = (name for name, values in columns.items() if _differ(values))
    return tuple(found) or (next(iter(columns)),)


def _differ(values: Sequence[Any]) -> bool:
    """Whether they are not written the same: 1 and True, or 1.0 and 1.00, are equal as well."""
    if not isinstance(values[0], dict | Decimal):
        return any(map(ne, values, repeat(values[0])))
    written = map(repr, values)
    return any(map(is_not, values, repeat(values[0]))) and any(
        map(ne, written, repeat(next(written)))
    )


def insert_into(dialect: str, table: type[Base]) -> Insert:
    """Both dialects say it in the same words."""
    module = postgresql if dialect == "postgresql" else sqlite
    return cast("Insert", module.insert(table))


def insert_from(
    dialect: str, table: type[Base], names: Sequence[str], own: Sequence[str]
) -> Insert:
    """Insert these columns; of `own` each row has its own, of the others all have the same."""
    types = {c.name: c.type for c in table.__table__.c}
    new = given_table(dialect, _NEW, [column(name, _sent_as(types[name])) for name in own])
    taken = [
        _read_back(dialect, new.c[name], types[name])
        if name in own
        else bindparam(_GIVEN + name, type_=types[name])
        for name in names
    ]
    # SQLite would take ON CONFLICT for a join's ON, if it did not see WHERE before it.
    found = select(*taken).select_from(new).where(true())
    return insert_into(dialect, table).from_select(list(names), found)


def _sent_as(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """Documents are sent as the text that they are."""
    return Text() if isinstance(kind, JSON) else kind


def _read_back(
    dialect: str, given: ColumnElement[Any], kind: TypeEngine[Any]
) -> ColumnElement[Any]:
    is_read = dialect == "postgresql" and isinstance(kind, JSON)  # SQLite keeps them as text
    return read_as(given, kind) if is_read else given


def parameters(
    dialect: Dialect, table: type[Base], columns: Columns, own: Sequence[str]
) -> dict[str, Any]:
    """What `insert_from` is executed with, save what is the same by definition: `same`."""
    types = {c.name: c.type for c in table.__table__.c}
    sent = [column(name, _sent_as(types[name])) for name in own]
    values = [_sent(types[name], columns[name]) for name in own]
    return given_columns(dialect, _NEW, sent, values) | same(
        {name: values[0] for name, values in columns.items() if name not in own}
    )


def same(values: Mapping[str, Any]) -> dict[str, Any]:
    """What all rows have in common, as parameters of `insert_from`."""
    return {_GIVEN + name: value for name, value in values.items()}


def _sent(kind: TypeEngine[Any], values: Sequence[Any]) -> Sequence[Any]:
    if not isinstance(kind, JSON):
        return values
    return [None if document is None else json.dumps(document) for document in values]
