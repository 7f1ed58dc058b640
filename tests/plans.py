"""How the databases would go about a statement, and whether that is too much."""

import re
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.tables import tables

# A workspace has few rows in these; every other table is one that grows.
SMALL: Final = {
    "workspace",
    "counter",
    "cycle",
    "team",
    "team_member",
    "metric",
    "budget",
    "day_off",
    "checkin_draft",  # of those who are in the middle of a form
}
BIG: Final = {table.name for table in tables()} - SMALL
# Of few rows by themselves: what is due, what may be forgotten.
PARTIAL: Final = {
    str(index.name)
    for table in tables()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
BROAD: Final = {"workspace_id", "kind", "state"}  # by these alone too much is found
# What looks as if it were too much, and is not: a part of the statement, and why.
FINE: Final = {
    "max(occurrence.first_due_at)": "when the directory was last read: a row a day",
    "min(occurrence.due_at)": "the first of an index that is in this order",
    "ORDER BY occurrence.due_at": "the same",
    "objective.cycle_id = %(cycle_id_1)s": "a cycle's objectives, of all teams",
    "objective.level IN": "the same, of cycles that run or come: what may be supported",
}
# SQLite counts nothing, so it takes any index of a workspace for as good as another; it serves
# one machine, whose few workspaces have few of these. Of several keys with two parts each it looks
# up none by an index: it reads the table.
FINE_IN_SQLITE: Final = FINE | {
    "key_result": "a company's key results",
    "objective.cycle_id = ?": "the same",
    "objective.supports IN": "a company's objectives, in the order of their numbers",
    "occurrence.kind = ?": "a company's prompts of one kind",
    "occurrence.kind IN (?": "the same",
    ") IN (VALUES": "a company's rows of one table",
}


async def too_much(conn: AsyncConnection, sql: str, parameters: Any) -> list[str]:
    """The steps of a statement that go through all of a growing table, or all of a workspace's."""
    is_sqlite = conn.dialect.name == "sqlite"
    if any(part in sql for part in (FINE_IN_SQLITE if is_sqlite else FINE)):
        return []
    look = _in_sqlite if is_sqlite else _in_postgresql
    return [
        f"{table} by {index}: {asked}"
        async for table, index, asked in look(conn, sql, parameters)
        if table in BIG and _is_broad(index, asked)
    ]


def _is_broad(index: str, asked: str) -> bool:
    """Whether what an index is asked leaves more rows than are looked for."""
    return index not in PARTIAL and set(re.findall(r"(\w+) ?[=<>]", asked)) <= BROAD


Step = tuple[str, str, str]  # a table, an index and what it is asked


async def _in_postgresql(conn: AsyncConnection, sql: str, parameters: Any) -> AsyncIterator[Step]:
    found = await conn.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {sql}", parameters)
    for node in _nodes(found.scalar_one()[0]["Plan"]):
        if node["Node Type"] == "Seq Scan":
            yield node["Relation Name"], "none", "all"
        if "Index Name" in node:
            yield node["Relation Name"], node["Index Name"], node.get("Index Cond", "all")


async def ran(engine: AsyncEngine, workspace: str, sql: str, given: Any) -> list[Mapping[str, Any]]:
    """The steps that PostgreSQL took, with rows and loops; what the statement wrote is undone."""
    async with engine.connect() as conn:
        await conn.execute(
            text("SELECT set_config('app.workspace', :id, false)"), {"id": workspace}
        )
        told = f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql.removeprefix('BEGIN; ')}"
        plan = (await conn.exec_driver_sql(told, given)).scalar_one()[0]["Plan"]
        await conn.rollback()
    return list(_nodes(plan))


def _nodes(plan: Mapping[str, Any], table: str = "") -> Iterator[Mapping[str, Any]]:
    """Each step; a bitmap's looks into an index are about the table of the step above."""
    table = plan.get("Relation Name", table)
    yield {**plan, "Relation Name": table}
    for below in plan.get("Plans", ()):
        yield from _nodes(below, table)


async def _in_sqlite(conn: AsyncConnection, sql: str, parameters: Any) -> AsyncIterator[Step]:
    found = await conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", parameters)
    for *_, detail in found:
        words = detail.split()
        if words[0] in ("SCAN", "SEARCH"):
            table = re.sub(r"_\d+$", "", words[1])  # a second look at a table is numbered
            index = words[words.index("INDEX") + 1] if "INDEX" in words else "none"
            yield table, index.replace(f"sqlite_autoindex_{table}_1", f"pk_{table}"), detail
