"""Rows that a statement is given: keys to find, or a table to join with; on any database.

An array for each column, or on SQLite one document: a statement of as many parameters as there are
values is read anew for every number of rows, and SQLite looks up no listed pairs in an index.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnClause,
    ColumnElement,
    FromClause,
    Text,
    bindparam,
    cast,
    column,
    func,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import TypeEngine

Attributes = Sequence[InstrumentedAttribute[Any]]
Columns = Sequence[ColumnClause[Any]]
Rows = Sequence[tuple[Any, ...]]
_WANTED: Final = "wanted"


def among_given(dialect: str, attributes: Attributes) -> ColumnElement[bool]:
    """Whether these columns are one of the keys; its parameters are `keys_given`."""
    wanted = given_table(dialect, _WANTED, _columns(attributes))
    return tuple_(*attributes).in_(select(*wanted.c))


def keys_given(session: AsyncSession, attributes: Attributes, keys: Rows) -> dict[str, Any]:
    """The parameters of `among_given`."""
    return given_rows(session, _WANTED, _columns(attributes), keys)


def given_table(dialect: str, name: str, columns: Columns) -> FromClause:
    """Rows as a table to join with; its parameters are `given_rows`."""
    given = [bindparam(n, type_=kind) for n, kind in _parameters(dialect, name, columns).items()]
    return _table(dialect, name, columns, given)


def given_rows(session: AsyncSession, name: str, columns: Columns, rows: Rows) -> dict[str, Any]:
    """The parameters of `given_table`."""
    dialect = session.get_bind().dialect
    names = _parameters(dialect.name, name, columns)
    return dict(zip(names, _values(dialect, columns, rows), strict=True))


def _columns(attributes: Attributes) -> Columns:
    return [column(one.key, one.type) for one in attributes]


def _parameters(dialect: str, table: str, columns: Columns) -> Mapping[str, TypeEngine[Any]]:
    if dialect == "postgresql":
        return {f"{table}_{c.key}": ARRAY(c.type) for c in columns}
    return {table: Text()}


def _values(dialect: Dialect, columns: Columns, rows: Rows) -> list[Any]:
    """Of each parameter."""
    if dialect.name == "postgresql":
        return [list(of_one) for of_one in zip(*rows, strict=True)]
    written = [c.type.dialect_impl(dialect).bind_processor(dialect) or _as_it_is for c in columns]
    plain = [[write(value) for write, value in zip(written, row, strict=True)] for row in rows]
    return [json.dumps(plain)]


def _table(
    dialect: str, name: str, columns: Columns, given: Sequence[BindParameter[Any]]
) -> FromClause:
    if dialect == "postgresql":
        return func.unnest(*given).table_valued(*columns, name=name).render_derived()
    each = func.json_each(*given).table_valued("value")
    values = (func.json_extract(each.c.value, f"$[{nth}]") for nth in range(len(columns)))
    read = (_as(c.type, value).label(c.key) for c, value in zip(columns, values, strict=True))
    return select(*read).cte(name)


def _as(kind: TypeEngine[Any], value: ColumnElement[Any]) -> ColumnElement[Any]:
    """SQLite looks up pairs in an index if the first of each says that it is text, too."""
    return cast(value, kind) if isinstance(kind, Text) else type_coerce(value, kind)


def _as_it_is(value: Any) -> Any:
    return value
