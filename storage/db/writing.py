"""Inserts that meet what is there already, the same on both databases."""

import uuid
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import ColumnElement, CursorResult, Executable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from storage.db.columns import Base
from storage.db.guard import EVERY_WORKSPACE, OutsideWorkspaceError, workspace_of

V = TypeVar("V")
Rows = Sequence[dict[str, Any]]


def new_id() -> str:
    """An id for a row that people never type."""
    return uuid.uuid4().hex


async def insert_once(session: AsyncSession, table: type[Base], **values: Any) -> bool:
    """Insert a row unless one with a conflicting key exists; whether it was inserted."""
    insert = _new(_dialect(session), table)
    return (await _execute(session, table, insert, [values])).rowcount == 1


async def insert_new(
    session: AsyncSession, table: type[Base], rows: Rows, returning: ColumnElement[V]
) -> list[V]:
    """Insert the rows whose key is not there yet; this column of each that was inserted."""
    if not rows:
        return []
    insert = _new(_dialect(session), table, returning)
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
    if rows:
        insert = _anew(_dialect(session), table, tuple(update), where)
        await _execute(session, table, insert, rows)


def _dialect(session: AsyncSession) -> str:
    return session.get_bind().dialect.name


# Kept, since building a statement takes longer than running it.
@lru_cache
def _new(dialect: str, table: type[Base], *returning: ColumnElement[Any]) -> Executable:
    insert = _insert_into(dialect, table).on_conflict_do_nothing()
    return insert.returning(*returning) if returning else insert


@lru_cache
def _anew(
    dialect: str, table: type[Base], update: tuple[str, ...], where: ColumnElement[bool] | None
) -> Executable:
    insert = _insert_into(dialect, table)
    if not update:
        return insert.on_conflict_do_nothing()
    key = [column.name for column in table.__table__.primary_key]
    changed = {name: insert.excluded[name] for name in update}
    return insert.on_conflict_do_update(index_elements=key, set_=changed, where=where)


def _insert_into(dialect: str, table: type[Base]) -> postgresql.Insert:
    """Both dialects say it in the same words."""
    module = postgresql if dialect == "postgresql" else sqlite
    return cast("postgresql.Insert", module.insert(table))


async def _execute(
    session: AsyncSession, table: type[Base], insert: Executable, rows: Rows
) -> CursorResult[Any]:
    """The rows are parameters, not part of the statement: it is compiled once, for any number."""
    workspace = workspace_of(session)
    filled = [{"workspace_id": workspace, **row} for row in rows]
    if workspace != EVERY_WORKSPACE and any(r["workspace_id"] != workspace for r in filled):
        raise OutsideWorkspaceError(f"a row of {table.__name__} belongs to another workspace")
    given = filled[0] if len(filled) == 1 else filled

    def run(sync: Session) -> CursorResult[Any]:
        sync.flush()  # what the rows refer to
        connection = Session.connection(sync)
        return connection.execute(insert, given, execution_options={"preserve_rowcount": True})

    return await session.run_sync(run)
