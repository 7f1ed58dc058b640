"""Rows that nobody else changes until the session ends."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, Text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

T = TypeVar("T")
S = TypeVar("S", bound=Select[*tuple[Any, ...]])


async def lock_one(session: AsyncSession, found: Select[T]) -> T | None:
    """The one row that this finds, if any, locked as by `locked`. MultipleResultsFound where it is
    several: those have to be locked in an order.
    """
    return (await session.scalars(_locking(found))).one_or_none()


def locked(found: S, *of: type[Any], by: Sequence[InstrumentedAttribute[Any]]) -> S:
    """What this finds is locked and read anew: what the session has read of it before is old.

    Not against rows that refer to it (PostgreSQL's FOR NO KEY UPDATE): whoever answers in a round
    need not wait for who moves it, nor they for each other. SQLite locks when a session begins.
    Of several tables only `of` these, where that is said. Several rows are locked in the order of
    these columns, which is that of Python: others lock what they have sorted themselves.
    """
    return _locking(found, *of).order_by(*map(_in_order, by))


def _locking(found: S, *of: type[Any]) -> S:
    locking = found.with_for_update(key_share=True, of=of or None)
    return locking.execution_options(populate_existing=True)


def _in_order(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    return _ByCharacter(column) if isinstance(column.type, Text) else column.expression


class _ByCharacter(FunctionElement[str]):
    """A text for ORDER BY, as Python compares it: one character after the other, by their numbers.

    PostgreSQL compares as its database was made to: in Danish aa comes after z, in Czech a digit
    after all letters. SQLite compares as Python does.
    """

    inherit_cache = True


@compiles(_ByCharacter)
def _plain(text: _ByCharacter, compiler: SQLCompiler, **how: Any) -> str:
    return compiler.process(text.clauses, **how)


@compiles(_ByCharacter, "postgresql")
def _collated(text: _ByCharacter, compiler: SQLCompiler, **how: Any) -> str:
    return f'{compiler.process(text.clauses, **how)} COLLATE "C"'
