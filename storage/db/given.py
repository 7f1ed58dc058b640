"""Rows that a statement is given: keys to find, or a table to join with; on any database.

An array for each column, or on SQLite one document: a statement of as many parameters as there are
values is read anew for every number of rows, and SQLite looks up no listed pairs in an index.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import cache
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
_NOTHING: Final = r"\u0000"
_NUL: Final = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # not a backslash, and then u0000


def among_given(dialect: str, attributes: Attributes) -> ColumnElement[bool]:
    """Whether these columns are one of the keys; its parameters are `keys_given`."""
    wanted = given_table(dialect, _WANTED, _columns(*attributes))
    return tuple_(*attributes).in_(select(*wanted.c))


def keys_given(session: AsyncSession, attributes: Attributes, keys: Rows) -> dict[str, Any]:
    """The parameters of `among_given`."""
    return given_rows(session, _WANTED, _columns(*attributes), keys)


def given_table(dialect: str, name: str, columns: Columns) -> FromClause:
    """Rows as a table to join with; its parameters are `given_rows`."""
    given = [bindparam(n, type_=kind) for n, kind in _parameters(dialect, name, columns).items()]
    return _table(dialect, name, columns, given)


def given_rows(session: AsyncSession, name: str, columns: Columns, rows: Rows) -> dict[str, Any]:
    """The parameters of `given_table`."""
    return given_columns(session.get_bind().dialect, name, columns, _by_column(columns, rows))


def given_columns(
    dialect: Dialect, name: str, columns: Columns, values: Sequence[Sequence[Any]]
) -> dict[str, Any]:
    """The same for the values of each column."""
    names = _parameters(dialect.name, name, columns)
    return dict(zip(names, _values(dialect, columns, values), strict=True))


def _by_column(columns: Columns, rows: Rows) -> Sequence[Sequence[Any]]:
    return list(zip(*rows, strict=True)) or [()] * len(columns)


@cache
def _columns(*attributes: InstrumentedAttribute[Any]) -> Columns:
    return [column(one.key, one.type) for one in attributes]


def _parameters(dialect: str, table: str, columns: Columns) -> Mapping[str, TypeEngine[Any]]:
    if dialect == "postgresql":
        return {f"{table}_{c.key}": ARRAY(c.type) for c in columns}
    return {table: Text()}


def _values(dialect: Dialect, columns: Columns, values: Sequence[Sequence[Any]]) -> Sequence[Any]:
    """Of each parameter."""
    if dialect.name == "postgresql":
        return [list(of_one) for of_one in values]
    plain = [_plain(dialect, c.type, of_one) for c, of_one in zip(columns, values, strict=True)]
    rows = plain[0] if len(plain) == 1 else list(zip(*plain, strict=True))
    document = json.dumps(rows, ensure_ascii=False)
    if _NOTHING in document and _NUL.search(document):
        raise ValueError("neither database keeps a zero byte in a text: SQLite would cut it off")
    return [document]


def _plain(dialect: Dialect, kind: TypeEngine[Any], values: Sequence[Any]) -> Sequence[Any]:
    """As a document has them. Dates and times, which many rows share, are written once each."""
    write = kind.dialect_impl(dialect).bind_processor(dialect)
    if write is None:
        return values
    if values and isinstance(values[0], date | time):
        written = {value: write(value) for value in set(values)}
        return [written[value] for value in values]
    return [write(value) for value in values]


def _table(
    dialect: str, name: str, columns: Columns, given: Sequence[BindParameter[Any]]
) -> FromClause:
    if dialect == "postgresql":
        return func.unnest(*given).table_valued(*columns, name=name).render_derived()
    each = func.json_each(*given).table_valued("value")
    values: list[ColumnElement[Any]] = [each.c.value]
    if len(columns) > 1:  # else there is nothing to be taken apart
        values = [func.json_extract(each.c.value, f"$[{nth}]") for nth in range(len(columns))]
    read = (_as(c.type, value).label(c.key) for c, value in zip(columns, values, strict=True))
    return select(*read).cte(name)


def _as(kind: TypeEngine[Any], value: ColumnElement[Any]) -> ColumnElement[Any]:
    """SQLite looks up pairs in an index if the first of each says that it is text, too."""
    return cast(value, kind) if isinstance(kind, Text) else type_coerce(value, kind)
