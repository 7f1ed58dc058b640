"""Many rows as one array for each column, as PostgreSQL takes them.

A quarter of what it costs to send a parameter for each value (measured): neither SQLAlchemy, nor
the driver, nor the server has to read a statement that is as long as there are rows.
"""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnClause,
    ColumnElement,
    FromClause,
    Text,
    bindparam,
    cast,
    column,
    func,
    literal,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, Insert
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

from storage.db.columns import Base

Rows = Sequence[dict[str, Any]]
_GIVEN = "given_"  # parameters may not be called as the columns are


def differing(rows: Rows) -> tuple[str, ...]:
    """The columns in which these rows are not all the same."""
    first = rows[0]
    return tuple(n for n in first if any(row[n] != first[n] for row in rows)) or (
        next(iter(first)),
    )


def insert_from(table: type[Base], names: Sequence[str], arrays: Sequence[str]) -> Insert:
    """Insert these columns; of `arrays` each row has its own, of the others all have the same."""
    types = {c.name: c.type for c in table.__table__.c}
    given = (bindparam(_GIVEN + name, type_=ARRAY(_sent_as(types[name]))) for name in arrays)
    columns = (column(name, _sent_as(types[name])) for name in arrays)
    new = func.unnest(*given).table_valued(*columns, name="new").render_derived()
    taken = [
        _read_back(new.c[name], types[name])
        if name in arrays
        else bindparam(_GIVEN + name, type_=types[name])
        for name in names
    ]
    return postgresql.insert(table).from_select(list(names), select(*taken).select_from(new))


def _sent_as(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    """Documents are sent as the text that they are."""
    return Text() if isinstance(kind, JSON) else kind


def _read_back(given: ColumnElement[Any], kind: TypeEngine[Any]) -> ColumnElement[Any]:
    return cast(given, kind) if isinstance(kind, JSON) else given


def parameters(table: type[Base], rows: Rows, arrays: Sequence[str]) -> dict[str, Any]:
    """What `insert_from` is executed with."""
    return {
        _GIVEN + name: _column(table, rows, name) if name in arrays else same
        for name, same in rows[0].items()
    }


def _column(table: type[Base], rows: Rows, name: str) -> list[Any]:
    found = [row[name] for row in rows]
    if not isinstance(table.__table__.c[name].type, JSON):
        return found
    return [None if document is None else json.dumps(document) for document in found]


def among(
    session: AsyncSession,
    columns: Sequence[InstrumentedAttribute[Any]],
    keys: Sequence[tuple[Any, ...]],
) -> ColumnElement[bool]:
    """Whether these columns are one of the keys; on any database."""
    if session.get_bind().dialect.name != "postgresql":
        return tuple_(*columns).in_(keys)
    by_column = zip(zip(*keys, strict=True), columns, strict=True)
    given = (literal(list(of_one), ARRAY(c.type)) for of_one, c in by_column)
    names = (column(c.key, c.type) for c in columns)
    wanted = func.unnest(*given).table_valued(*names, name="wanted").render_derived()
    return tuple_(*columns).in_(select(*wanted.c))


def table_of(
    session: AsyncSession,
    name: str,
    columns: Sequence[ColumnClause[Any]],
    rows: Sequence[tuple[Any, ...]],
) -> FromClause:
    """These rows as a table to join with; on any database."""
    dialect = session.get_bind().dialect
    if dialect.name != "postgresql":
        return _read_from_json(dialect, name, columns, rows)
    by_column = zip(zip(*rows, strict=True), columns, strict=True)
    given = (literal(list(of_one), ARRAY(c.type)) for of_one, c in by_column)
    return func.unnest(*given).table_valued(*columns, name=name).render_derived()


def _read_from_json(
    dialect: Dialect,
    name: str,
    columns: Sequence[ColumnClause[Any]],
    rows: Sequence[tuple[Any, ...]],
) -> FromClause:
    """One parameter for all rows: the statement is compiled once, for any number of them."""
    return _from_json(literal(_as_json(dialect, columns, rows)), name, columns)


def _as_json(
    dialect: Dialect, columns: Sequence[ColumnClause[Any]], rows: Sequence[tuple[Any, ...]]
) -> str:
    written = [c.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is for c in columns]
    plain = [[write(value) for write, value in zip(written, row, strict=True)] for row in rows]
    return json.dumps(plain)


def _from_json(
    rows: ColumnElement[str], name: str, columns: Sequence[ColumnClause[Any]]
) -> FromClause:
    each = func.json_each(rows).table_valued("value")
    read = (
        type_coerce(func.json_extract(each.c.value, f"$[{nth}]"), c.type).label(c.key)
        for nth, c in enumerate(columns)
    )
    return select(*read).cte(name)


def _as_it_is(value: Any) -> Any:
    return value


def given_table(dialect: str, name: str, columns: Sequence[ColumnClause[Any]]) -> FromClause:
    """`table_of` in a statement that is built once: `given_rows` are its parameters."""
    if dialect != "postgresql":
        return _from_json(bindparam(_GIVEN + name, type_=Text()), name, columns)
    given = (bindparam(_GIVEN + c.key, type_=ARRAY(c.type)) for c in columns)
    return func.unnest(*given).table_valued(*columns, name=name).render_derived()


def given_rows(
    session: AsyncSession,
    name: str,
    columns: Sequence[ColumnClause[Any]],
    rows: Sequence[tuple[Any, ...]],
) -> dict[str, Any]:
    """What a statement on `given_table` is executed with."""
    dialect = session.get_bind().dialect
    if dialect.name != "postgresql":
        return {_GIVEN + name: _as_json(dialect, columns, rows)}
    by_column = zip(columns, zip(*rows, strict=True), strict=True)
    return {_GIVEN + c.key: list(of_one) for c, of_one in by_column}
