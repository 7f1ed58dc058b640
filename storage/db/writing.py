"""Inserts that meet what is there already, the same on both databases."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ColumnElement,
    Executable,
    Select,
    Text,
    bindparam,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.arrays import (
    Rows,
    columns_of,
    differing,
    insert_from,
    insert_into,
    parameters,
    same,
)
from storage.db.columns import Base
from storage.db.guard import EVERY_WORKSPACE, OutsideWorkspaceError, is_inside, workspace_of
from storage.db.kept import KEPT
from storage.db.running import hold, run

V = TypeVar("V")
NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


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
    session: AsyncSession,
    table: type[Base],
    rows: Rows,
    returning: ColumnElement[V],
    *,
    common: Mapping[str, Any] = NOTHING,
) -> list[V]:
    """Insert the rows whose key is not there yet; this column of each that was inserted.

    `common`: what they have in common, save those that say otherwise.
    """
    if not rows:
        return []
    into, given = _into(session, table, rows, common)
    return [row[0] for row in (await run(session, _new(into, returning), given)).rows]


async def upsert(
    session: AsyncSession,
    table: type[Base],
    rows: Rows,
    *,
    update: Sequence[str],
    where: ColumnElement[bool] | None = None,
    common: Mapping[str, Any] = NOTHING,
) -> None:
    """Insert rows; where the primary key exists (and `where` holds), set these columns, if any.

    The statement is kept: `where` is to be built once. `common` as in `insert_new`.
    """
    if rows:
        into, given = _into(session, table, rows, common)
        await hold(session, _anew(into, tuple(update), where), given)


async def change(
    session: AsyncSession,
    statement: Executable,
    given: Mapping[str, Any],
    refusal: Exception | None = None,
) -> None:
    """Run what changes rows and stays inside by itself, before the session's next statement.

    If it changes none, `refusal` is raised as by `insert_unless`.
    """
    if not is_inside(statement):
        raise OutsideWorkspaceError("only what is built once, or put inside, may pass the session")
    await hold(session, statement, {**given, "inside": workspace_of(session)}, refusal)


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
    """How rows go into a table: one as parameters; many with `names`, of which they own some."""

    dialect: str
    table: type[Base]
    names: tuple[str, ...] = ()
    own: tuple[str, ...] = ()

    def insert(self) -> Insert:
        if self.names:
            return insert_from(self.dialect, self.table, self.names, self.own)
        return insert_into(self.dialect, self.table)


def _into(
    session: AsyncSession, table: type[Base], rows: Rows, common: Mapping[str, Any] = NOTHING
) -> tuple[_Into, dict[str, Any]]:
    """The rows are parameters, not part of the statement: it is compiled once, for any number."""
    workspace, dialect = workspace_of(session), session.get_bind().dialect
    common = {"workspace_id": workspace, **common}
    told = [row["workspace_id"] for row in (common, *rows) if "workspace_id" in row]
    of_others = [id_ for id_ in told if id_ != workspace]
    if workspace != EVERY_WORKSPACE and of_others:
        raise OutsideWorkspaceError(f"a row of {table.__name__} belongs to another workspace")
    if len(rows) == 1:
        return _Into(dialect.name, table), {**common, **rows[0]}
    columns = columns_of(rows)
    alike = {name: value for name, value in common.items() if name not in columns}
    own = differing(columns)
    into = _Into(dialect.name, table, (*alike, *columns), own)
    return into, parameters(dialect, table, columns, own) | same(alike)


# Kept, since building a statement takes longer than running it.
@lru_cache
def _new(into: _Into, *returning: ColumnElement[Any]) -> Executable:
    insert = into.insert().on_conflict_do_nothing().execution_options(**{KEPT: True})
    return insert.returning(*returning) if returning else insert


@lru_cache
def _anew(into: _Into, update: tuple[str, ...], where: ColumnElement[bool] | None) -> Executable:
    insert = into.insert().execution_options(**{KEPT: True})
    if not update:
        return insert.on_conflict_do_nothing()
    key = [column.name for column in into.table.__table__.primary_key]
    changed = {name: insert.excluded[name] for name in update}
    return insert.on_conflict_do_update(index_elements=key, set_=changed, where=where)
