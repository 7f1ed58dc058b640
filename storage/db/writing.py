"""Inserts that meet what is there already, the same on both databases."""

import uuid
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.columns import Base
from storage.db.guard import EVERY_WORKSPACE, OutsideWorkspaceError, workspace_of


def new_id() -> str:
    """An id for a row that people never type."""
    return uuid.uuid4().hex


async def insert_once(session: AsyncSession, table: type[Base], **values: Any) -> bool:
    """Insert a row unless one with a conflicting key exists; whether it was inserted."""
    return bool(await _insert(session, table, [values], (), None))


async def insert_new(
    session: AsyncSession, table: type[Base], rows: Sequence[dict[str, Any]]
) -> int:
    """Insert those of these rows whose key is free; how many that were."""
    return await _insert(session, table, rows, (), None) if rows else 0


async def upsert(
    session: AsyncSession,
    table: type[Base],
    rows: Sequence[dict[str, Any]],
    *,
    update: Sequence[str],
    where: ColumnElement[bool] | None = None,
) -> int:
    """Insert rows; where the primary key exists (and `where` holds), set these columns."""
    return await _insert(session, table, rows, update, where) if rows else 0


async def _insert(
    session: AsyncSession,
    table: type[Base],
    rows: Sequence[dict[str, Any]],
    update: Sequence[str],
    where: ColumnElement[bool] | None,
) -> int:
    workspace = workspace_of(session)
    filled = [{"workspace_id": workspace, **row} for row in rows]
    if workspace != EVERY_WORKSPACE and any(r["workspace_id"] != workspace for r in filled):
        raise OutsideWorkspaceError(f"a row of {table.__name__} belongs to another workspace")
    dialect = session.get_bind().dialect.name
    insert = (postgresql if dialect == "postgresql" else sqlite).insert(table).values(filled)
    key = [column.name for column in table.__table__.primary_key]
    if update:
        changed = {name: insert.excluded[name] for name in update}
        statement = insert.on_conflict_do_update(index_elements=key, set_=changed, where=where)
    else:
        statement = insert.on_conflict_do_nothing()
    written = statement.returning(table.__table__.c.workspace_id)
    done = await session.execute(written, execution_options={"workspace": workspace})
    return len(done.all())
