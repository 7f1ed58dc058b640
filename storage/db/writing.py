"""Inserts that meet what is there already, the same on both databases."""

import uuid
from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Executable, Result
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.columns import Base
from storage.db.guard import EVERY_WORKSPACE, OutsideWorkspaceError, workspace_of

Rows = Sequence[dict[str, Any]]


def new_id() -> str:
    """An id for a row that people never type."""
    return uuid.uuid4().hex


async def insert_once(session: AsyncSession, table: type[Base], **values: Any) -> bool:
    """Insert a row unless one with a conflicting key exists; whether it was inserted."""
    return bool(await insert_new(session, table, [values], "workspace_id"))


async def insert_new(
    session: AsyncSession, table: type[Base], rows: Rows, returning: str
) -> list[Any]:
    """Insert the rows whose key is not there yet; this column of each that was inserted."""
    if not rows:
        return []
    insert = (
        _insert_into(session, table)
        .on_conflict_do_nothing()
        .returning(table.__table__.c[returning])
    )
    return list((await _execute(session, table, insert, rows)).scalars())


async def upsert(
    session: AsyncSession,
    table: type[Base],
    rows: Rows,
    *,
    update: Sequence[str],
    where: ColumnElement[bool] | None = None,
) -> None:
    """Insert rows; where the primary key exists (and `where` holds), set these columns, if any."""
    if not rows:
        return
    insert = _insert_into(session, table)
    key = [column.name for column in table.__table__.primary_key]
    changed = {name: insert.excluded[name] for name in update}
    anew = (
        insert.on_conflict_do_update(index_elements=key, set_=changed, where=where)
        if changed
        else insert.on_conflict_do_nothing()
    )
    await _execute(session, table, anew, rows)


def _insert_into(session: AsyncSession, table: type[Base]) -> postgresql.Insert:
    """Both dialects say it in the same words."""
    is_postgresql = session.get_bind().dialect.name == "postgresql"
    return cast("postgresql.Insert", (postgresql if is_postgresql else sqlite).insert(table))


async def _execute(
    session: AsyncSession, table: type[Base], insert: Executable, rows: Rows
) -> Result[Any]:
    """The rows are parameters, not part of the statement: it is compiled once, for any number."""
    workspace = workspace_of(session)
    filled = [{"workspace_id": workspace, **row} for row in rows]
    if workspace != EVERY_WORKSPACE and any(r["workspace_id"] != workspace for r in filled):
        raise OutsideWorkspaceError(f"a row of {table.__name__} belongs to another workspace")
    options = {"workspace": workspace, "dml_strategy": "raw"}  # plain values, no objects
    return await session.execute(insert, filled, execution_options=options)
