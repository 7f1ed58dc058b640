"""A read as a value: what is asked, and what its rows come to; so that several go together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from sqlalchemy import Executable
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db.reading import read_together

S = TypeVar("S")
T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")


@dataclass(frozen=True, slots=True)
class Query(Generic[T]):
    """A statement that is built once, what it is given, and what its rows come to.

    Where databases need not be asked alike: what makes it for one, by its name. Without a
    statement nothing is asked, and it comes to what no rows come to.
    """

    statement: Executable | Callable[[str], Executable] | None
    given: Mapping[str, Any]
    comes_to: Callable[[Sequence[Any]], T]

    def then(self, make: Callable[[T], S]) -> "Query[S]":
        """The same, made into something else."""
        comes_to = self.comes_to
        return Query(self.statement, self.given, lambda rows: make(comes_to(rows)))

    async def read(self, session: AsyncSession) -> T:
        """What it comes to, read by itself."""
        (found,) = await _found(session, [self])
        return self.comes_to(found)


def already(value: T) -> Query[T]:
    """What need not be asked."""
    return Query(None, {}, lambda _: value)


@overload
async def answers(
    session: AsyncSession, a: Query[A], b: Query[B], c: Query[C], /
) -> tuple[A, B, C]: ...
@overload
async def answers(
    session: AsyncSession, a: Query[A], b: Query[B], c: Query[C], d: Query[D], /
) -> tuple[A, B, C, D]: ...
@overload
async def answers(
    session: AsyncSession, a: Query[A], b: Query[B], c: Query[C], d: Query[D], e: Query[E], /
) -> tuple[A, B, C, D, E]: ...
@overload
async def answers(session: AsyncSession, *queries: Query[Any]) -> tuple[Any, ...]: ...
async def answers(session: AsyncSession, *queries: Query[Any]) -> tuple[Any, ...]:
    """What these come to, none of which needs what another finds: read in one round trip."""
    found = await _found(session, queries)
    return tuple(one.comes_to(rows) for one, rows in zip(queries, found, strict=True))


async def _found(session: AsyncSession, queries: Sequence[Query[Any]]) -> Sequence[Sequence[Any]]:
    dialect = session.get_bind().dialect.name
    asked = [
        (one.statement(dialect) if callable(one.statement) else one.statement, one.given)
        for one in queries
        if one.statement is not None
    ]
    rows = iter(await read_together(session, asked))
    return [() if one.statement is None else next(rows) for one in queries]
