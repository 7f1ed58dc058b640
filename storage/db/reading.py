"""Rows of columns, straight from the connection: a session takes twice as long to hand them on."""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import Executable, Select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle

from storage.db.guard import EVERY_WORKSPACE, OutsideWorkspaceError, is_inside, workspace_of
from storage.db.running import run, run_together

Piece = Callable[[Sequence[Any]], Any]  # of a row: one of its values, or those of a Bundle


async def read(
    session: AsyncSession, statement: Executable, given: Mapping[str, Any]
) -> Sequence[Any]:
    """What a statement finds that stays inside by itself; each Bundle in it is a named tuple."""
    return (await read_together(session, [(statement, given)]))[0]


async def read_together(
    session: AsyncSession, asked: Sequence[tuple[Executable, Mapping[str, Any]]]
) -> Sequence[Sequence[Any]]:
    """What several find of which none needs another's rows: in one round trip, if all are kept."""
    if not all(is_inside(statement) for statement, _ in asked):
        raise OutsideWorkspaceError("only what is built once, or put inside, may pass the session")
    inside = {"inside": workspace_of(session)}
    found = await run_together(session, [(one, {**given, **inside}) for one, given in asked])
    return [_put_together(one, each.rows) for (one, _), each in zip(asked, found, strict=True)]


def _put_together(statement: Executable, rows: Sequence[Any]) -> Sequence[Any]:
    pieces = _pieces(statement)
    return [tuple(piece(row) for piece in pieces) for row in rows] if pieces else rows


async def read_all(
    session: AsyncSession, statement: Executable, given: Mapping[str, Any]
) -> Sequence[Any]:
    """What a statement finds in all workspaces, or has changed there; for a system session."""
    if workspace_of(session) != EVERY_WORKSPACE:
        raise OutsideWorkspaceError("only a system session reads past the guard")
    return (await run(session, statement, given)).rows


@lru_cache
def _pieces(statement: Executable) -> list[Piece]:
    """How a row is put together; nothing for one without Bundles."""
    columns = statement.column_descriptions if isinstance(statement, Select) else []
    if not any(isinstance(column["expr"], Bundle) for column in columns):
        return []
    pieces: list[Piece] = []
    first = 0
    for column in columns:
        of = column["expr"]
        names = list(of.c.keys()) if isinstance(of, Bundle) else []
        pieces.append(_bundle(of.name, names, first) if names else _value(first))
        first += len(names) or 1
    return pieces


def _value(at: int) -> Piece:
    return lambda row: row[at]


def _bundle(name: str, names: Sequence[str], first: int) -> Piece:
    make = cast("Any", namedtuple)(name, names)._make  # noqa: PYI024 its fields are not known before
    whole = slice(first, first + len(names))
    return lambda row: make(row[whole])
