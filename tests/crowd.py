"""Many times what is in a database, made inside of it: for plans and timings that need a crowd."""

from typing import Any, Final

from sqlalchemy import CTE, Column, ColumnElement, Integer, Select, Text, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import tables

IDENTITIES: Final = ("id", "key", "number", "message", "parent", "ts", "bucket")


async def neighbours(conn: AsyncConnection, workspace: str, count: int) -> None:
    """So many other workspaces that are like this one."""
    for table in tables():
        nth = _numbers(count)
        name = literal("T") + nth.c.n.cast(Text)
        new = [name if c.name == "workspace_id" else c for c in table.columns]
        await _insert(conn, table, select(*new).where(table.c.workspace_id == workspace), nth)


async def within(conn: AsyncConnection, workspace: str, rows: int) -> None:
    """About so many rows in each table of this workspace: more teams, people and history."""
    times: dict[str, int] = {}
    for table in tables():
        there = select(func.count()).where(table.c.workspace_id == workspace)
        found = await conn.scalar(there.select_from(table)) or rows
        above = [times[key.referred_table.name] for key in table.foreign_key_constraints]
        times[table.name] = min([rows // found, *above])
        nth = _numbers(times[table.name])
        new = [_another(c, nth.c.n) for c in table.columns]
        await _insert(conn, table, select(*new).where(table.c.workspace_id == workspace), nth)


def _numbers(count: int) -> CTE:
    """The numbers from 1 on."""
    first = select(literal(1).label("n")).cte("nth", recursive=True)
    return first.union_all(select(first.c.n + 1).where(first.c.n < count))


async def _insert(conn: AsyncConnection, table: Any, rows: Select[Any], nth: CTE) -> None:
    """What is there already stays: what has no identity of its own is not repeated."""
    insert = (postgresql if conn.dialect.name == "postgresql" else sqlite).insert(table)
    many = rows.select_from(table).join(nth, literal(value=True))
    await conn.execute(insert.from_select(table.columns.keys(), many).on_conflict_do_nothing())


def _another(column: Column[Any], nth: ColumnElement[int]) -> ColumnElement[Any]:
    """The same with an identity of its own, wherever it is named."""
    _, _, last = column.name.rpartition("_")
    if last not in IDENTITIES or column.name in ("workspace_id", "cycle_id"):
        return column
    if isinstance(column.type, Integer):
        return column + 1000 * nth
    return column + "-" + nth.cast(Text)
