"""Rows of columns, straight from the connection: a session takes twice as long to hand them on."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncSession

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
    return [each.rows for each in found]


async def read_all(
    session: AsyncSession, statement: Executable, given: Mapping[str, Any]
) -> Sequence[Any]:
    """What a statement finds in all workspaces, or has changed there; for a system session."""
    if workspace_of(session) != EVERY_WORKSPACE:
        raise OutsideWorkspaceError("only a system session reads past the guard")
    return (await run(session, statement, given)).rows
