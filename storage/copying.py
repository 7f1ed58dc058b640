"""All that one database holds, in another one that is empty: from a SQLite file to PostgreSQL."""

import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping, Sequence
from contextlib import aclosing
from typing import Any, Final

from sqlalchemy import JSON, MetaData, RowMapping, Table, Text, cast, func, insert, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DataError, IntegrityError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.db import EVERY_WORKSPACE
from storage.tables import tables

AT_ONCE: Final = 1_000  # rows that are read before they are written
# None is NULL here, as `upkeep` forgets a payload; JSON's own null is said by its name.
_JSON: Final = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class RowError(Exception):
    """A row that cannot be copied, by its table and its key: what people wrote is never told."""


async def count(engine: AsyncEngine) -> dict[str, int]:
    """How many rows each table has, of those that have any; parents first."""
    async with engine.execution_options(workspace=EVERY_WORKSPACE, reading=True).begin() as conn:
        counted = {
            table.name: await conn.scalar(select(func.count()).select_from(table))
            for table in tables()
        }
    return {name: rows for name, rows in counted.items() if rows}


async def copy(
    source: AsyncEngine,
    target: AsyncEngine,
    copied: Callable[[int], None],
    make_sure: Callable[[], Awaitable[None]],
) -> None:
    """Every row as it is, in one transaction; `copied` hears how many have come. What `make_sure`
    raises, when all has been read and nothing is committed yet, takes all of it back.

    Both are at this code's revision, and nobody else works on either. It goes past the guard, which
    keeps what people wrote inside a workspace: here each row says itself whose it is.
    """
    everything = {"workspace": EVERY_WORKSPACE}
    async with target.execution_options(**everything).begin() as here:
        async with source.execution_options(**everything).begin() as there:
            for table in tables():
                await _copy(there, here, table, copied)
        await make_sure()
        await here.execute(text("ANALYZE"))  # else PostgreSQL plans for empty tables at first


async def _copy(
    there: AsyncConnection, here: AsyncConnection, table: Table, copied: Callable[[int], None]
) -> None:
    same = _with_null(table)
    async with aclosing(_found(there, table)) as found:
        async for rows in found:
            await _write(here, same, rows)
            copied(len(rows))


async def _found(there: AsyncConnection, table: Table) -> AsyncGenerator[list[dict[str, Any]]]:
    written = {column.name for column in table.c if isinstance(column.type, JSON)}
    as_text = (cast(c, Text).label(c.name) if c.name in written else c for c in table.c)
    try:
        async with there.stream(select(*as_text)) as found:
            async for rows in found.mappings().partitions(AT_ONCE):
                yield [_read(row, written, table) for row in rows]
    except (
        SQLAlchemyError,
        ValueError,
    ) as error:  # SQLite's own message quotes what it cannot read
        raise RowError(f"a row of the table {table.name} cannot be read") from error


async def _write(here: AsyncConnection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """All at once, and where one is refused each by itself, to say which one it is."""
    await here.execute(text("SAVEPOINT before"))
    try:
        await here.execute(insert(table), rows)
    except (DataError, IntegrityError, ValueError):
        await here.execute(text("ROLLBACK TO SAVEPOINT before"))
        for row in rows:
            await _write_one(here, table, row)
    await here.execute(text("RELEASE SAVEPOINT before"))


async def _write_one(here: AsyncConnection, table: Table, row: dict[str, Any]) -> None:
    try:
        await here.execute(insert(table), row)
    except (DataError, IntegrityError, ValueError) as error:
        kind = type(getattr(error, "orig", error)).__name__
        raise RowError(f"{_named(row, table)} cannot be written as it is ({kind})") from error


def _named(row: Mapping[Any, Any], table: Table) -> str:
    key = ", ".join(f"{column.name} {row[column.name]}" for column in table.primary_key)
    return f"the row of the table {table.name} with {key}"


def _with_null(table: Table) -> Table:
    """The same table, whose JSON may be NULL."""
    same = table.to_metadata(MetaData())
    for column in same.c:
        if isinstance(column.type, JSON):
            column.type = _JSON
    return same


def _read(row: RowMapping, written: set[str], table: Table) -> dict[str, Any]:
    try:
        return {name: _json(value) if name in written else value for name, value in row.items()}
    except ValueError as error:
        raise RowError(f"{_named(row, table)} holds what is no JSON") from error


def _json(written: str | None) -> Any:
    """What is NULL stays NULL, and JSON's null stays that."""
    return JSON.NULL if written == "null" else None if written is None else json.loads(written)
