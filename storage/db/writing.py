"""Inserts that meet what is there already, the same on both databases."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    Text,
    bindparam,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.arrays import Rows, columns_of, differing, insert_from, parameters
from storage.db.columns import Base
from storage.db.guard import EVERY_WORKSPACE, OutsideWorkspaceError, workspace_of
from storage.db.kept import KEPT
from storage.db.running import hold, run

V = TypeVar("V")
Given = dict[str, Any] | list[dict[str, Any]]


def new_id() -> str:
    """An id for a row that people never type."""
    return uuid.uuid4().hex


async def insert_once(session: AsyncSession, table: type[Base], **values: Any) -> bool:
    """Insert a row unless one with a conflicting key exists; whether it was inserted."""
    into, given = _into(session, table, [values])
    return (await run(session, _new(into), given)).changed == 1


async def insert_unless(
    session: AsyncSession, table: type[Base], refusal: Exception, **values: Any
) -> None:
    """Insert a row; if one with a conflicting key exists, `refusal` is raised: by the session's
    next statement, or before it commits.
    """
    into, given = _into(session, table, [values])
    await hold(session, _new(into), given, refusal)


async def insert_new(
    session: AsyncSession, table: type[Base], rows: Rows, returning: ColumnElement[V]
) -> list[V]:
    """Insert the rows whose key is not there yet; this column of each that was inserted."""
    if not rows:
        return []
    into, given = _into(session, table, rows)
    return [row[0] for row in (await run(session, _new(into, returning), given)).rows]


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
        into, given = _into(session, table, rows)
        await hold(session, _anew(into, tuple(update), where), given)


def insert_found(dialect: str, table: type[Base], found: Select[*tuple[Any, ...]]) -> Insert:
    """To insert what `found` selects, named as the columns are, into the workspace of whom `read`
    executes it for.
    """
    names = [str(column.key) for column in found.selected_columns]
    inside = found.add_columns(bindparam("inside", type_=Text()))
    insert = _Into(dialect, table).insert()
    return insert.from_select([*names, "workspace_id"], inside)


@dataclass(frozen=True, slots=True)
class _Into:
    """How rows go into a table: as parameters; with `names`, those of `arrays` as arrays."""

    dialect: str
    table: type[Base]
    names: tuple[str, ...] = ()
    arrays: tuple[str, ...] = ()

    def insert(self) -> Insert:
        """Both dialects say it in the same words."""
        if self.names:
            return insert_from(self.table, self.names, self.arrays)
        module = postgresql if self.dialect == "postgresql" else sqlite
        return cast("Insert", module.insert(self.table))


def _into(session: AsyncSession, table: type[Base], rows: Rows) -> tuple[_Into, Given]:
    """The rows are parameters, not part of the statement: it is compiled once, for any number."""
    workspace, dialect = workspace_of(session), session.get_bind().dialect.name
    of_others = (row.get("workspace_id", workspace) != workspace for row in rows)
    if workspace != EVERY_WORKSPACE and any(of_others):
        raise OutsideWorkspaceError(f"a row of {table.__name__} belongs to another workspace")
    if dialect == "postgresql" and len(rows) > 1:
        columns = {"workspace_id": [workspace] * len(rows), **columns_of(rows)}
        arrays = differing(columns)
        return _Into(dialect, table, tuple(columns), arrays), parameters(table, columns, arrays)
    filled = [{"workspace_id": workspace, **row} for row in rows]
    return _Into(dialect, table), filled if len(filled) > 1 else filled[0]


# Kept, since building a statement takes longer than running it.
@lru_cache
def _new(into: _Into, *returning: ColumnElement[Any]) -> Executable:
    insert = into.insert().on_conflict_do_nothing().execution_options(**{KEPT: True})
    return insert.returning(*returning) if returning else insert


@lru_cache
def _anew(into: _Into, update: tuple[str, ...], where: ColumnElement[bool] | None) -> Executable:
    insert = into.insert().execution_options(**{KEPT: where is None})
    if not update:
        return insert.on_conflict_do_nothing()
    key = [column.name for column in into.table.__table__.primary_key]
    changed = {name: insert.excluded[name] for name in update}
    return insert.on_conflict_do_update(index_elements=key, set_=changed, where=where)
