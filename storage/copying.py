"""All that one database holds, in another one that is empty: from a SQLite file to PostgreSQL."""

import json
from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import JSON, MetaData, RowMapping, Table, Text, cast, func, insert, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.db import EVERY_WORKSPACE
from storage.tables import tables

AT_ONCE: Final = 1_000  # rows that are read before they are written
# None is NULL here, as `upkeep` forgets a payload; JSON's own null is said by its name.
_JSON: Final = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


async def count(engine: AsyncEngine) -> dict[str, int]:
    """How many rows each table has, of those that have any; parents first."""
    async with engine.execution_options(workspace=EVERY_WORKSPACE, reading=True).begin() as conn:
        counted = {
            table.name: await conn.scalar(select(func.count()).select_from(table))
            for table in tables()
        }
    return {name: rows for name, rows in counted.items() if rows}


async def copy(source: AsyncEngine, target: AsyncEngine, copied: Callable[[int], None]) -> None:
    """Every row as it is, in one transaction; `copied` hears how many have come.

    Both are at this code's revision, and nobody else works on either. It goes past the guard, which
    keeps what people wrote inside a workspace: here each row says itself whose it is.
    """
    everything = {"workspace": EVERY_WORKSPACE}
    async with (
        source.execution_options(**everything).begin() as there,
        target.execution_options(**everything).begin() as here,
    ):
        for table in tables():
            await _copy(there, here, table, copied)
        await here.execute(text("ANALYZE"))  # else PostgreSQL plans for empty tables at first


async def _copy(
    there: AsyncConnection, here: AsyncConnection, table: Table, copied: Callable[[int], None]
) -> None:
    written = {column.name for column in table.c if isinstance(column.type, JSON)}
    as_text = (cast(c, Text).label(c.name) if c.name in written else c for c in table.c)
    taken = insert(_with_null(table))
    async with there.stream(select(*as_text)) as found:
        async for rows in found.mappings().partitions(AT_ONCE):
            await here.execute(taken, [_read(row, written) for row in rows])
            copied(len(rows))


def _with_null(table: Table) -> Table:
    """The same table, whose JSON may be NULL."""
    same = table.to_metadata(MetaData())
    for column in same.c:
        if isinstance(column.type, JSON):
            column.type = _JSON
    return same


def _read(row: RowMapping, written: set[str]) -> dict[str, Any]:
    return {name: _json(value) if name in written else value for name, value in row.items()}


def _json(written: str | None) -> Any:
    """What is NULL stays NULL, and JSON's null stays that."""
    return JSON.NULL if written == "null" else None if written is None else json.loads(written)
