"""Statements that are kept, as the driver takes them: SQLAlchemy writes each of them once.

It also says how values go in and come out. Having it do so each time that one runs, and hand on
its rows, takes thrice as long as the driver does.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from operator import itemgetter
from typing import Any, Final, cast

from sqlalchemy import BindParameter, Executable, Select
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Bundle
from sqlalchemy.sql.compiler import SQLCompiler

KEPT: Final = "kept"  # the option of a statement that is built once
_MOST: Final = 1_000  # statements, and texts of them for collections of some length
_LONG: Final = 100  # values, from which on a text is not kept: a thousand would be 100 MB
Process = Callable[[Any], Any] | None
Make = Callable[[Sequence[Any]], Any]  # a row, or a part of one, of its values
_ONLY: Final = itemgetter(0)


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """A statement that is given parameters of certain names; `collections` are those that are."""

    dialect: Dialect
    compiled: SQLCompiler
    given: frozenset[str]
    collections: Sequence[str]

    def told(self, given: Mapping[str, Any]) -> tuple[str, Any]:
        """Its text, and a value for each place in it."""
        lengths = tuple([len(given[name]) for name in self.collections])
        write = _written if sum(lengths) < _LONG else _written.__wrapped__
        written = write(self, lengths)
        return written.text, written.values(given)

    def rows(self, found: Sequence[Sequence[Any]], types: tuple[int, ...]) -> Sequence[Any]:
        """What it found, in columns that have these types, where the database knows any."""
        return _reader(self, types)(found)


@lru_cache(_MOST)
def kept(statement: Executable, dialect: Dialect, given: tuple[str, ...]) -> Kept | None:
    """A statement that is given these; None for what has to be seen to each time that it runs."""
    written = cast("Any", statement).compile(dialect=dialect, column_keys=sorted(given))
    compiled = cast("SQLCompiler", written)
    binds = compiled.bind_names
    if (
        compiled.insert_prefetch  # what a column is when nothing is said, which may be a function
        or compiled.update_prefetch
        or compiled.literal_execute_params
        or any(bind.callable or bind.type._is_tuple_type for bind in binds)  # noqa: SLF001 nothing else says so
    ):
        return None
    names = frozenset(given)
    collections = {bind.key for bind in binds if bind.expanding} & names
    return Kept(dialect, compiled, names, sorted(collections))


@dataclass(frozen=True, slots=True, eq=False)
class _Written:
    """A text for collections of some length: its places, by what is given for them."""

    text: str
    fixed: dict[str, Any]
    single: list[tuple[str, str, Process]]
    many: list[tuple[str, Sequence[str], Process]]
    order: Sequence[str] | None  # where places have no names

    def values(self, given: Mapping[str, Any]) -> Any:
        found = dict(self.fixed)
        for name, place, process in self.single:
            value = given[name]
            found[place] = value if process is None else process(value)
        for name, places, process in self.many:
            each = given[name] if process is None else map(process, given[name])
            found.update(zip(places, each, strict=True))
        return found if self.order is None else tuple([found[place] for place in self.order])


@lru_cache(_MOST)
def _written(of: Kept, lengths: tuple[int, ...]) -> _Written:
    sample: dict[str, Any] = dict.fromkeys(of.given)
    sample |= {n: [None] * long for n, long in zip(of.collections, lengths, strict=True)}
    state = of.compiled.construct_expanded_state(sample)
    made = _Written(state.statement, {}, [], [], state.positiontup)
    for name, bind in {name: bind for bind, name in of.compiled.bind_names.items()}.items():
        process = bind.type.dialect_impl(of.dialect).bind_processor(of.dialect)
        places = state.parameter_expansion.get(name)
        if bind.key not in of.given:
            made.fixed.update(_fixed(bind, name, places, process))
        elif places is None:
            made.single.append((bind.key, name, process))
        else:
            made.many.append((bind.key, places, process))
    return made


def _fixed(
    bind: BindParameter[Any], name: str, places: Sequence[str] | None, process: Process
) -> dict[str, Any]:
    """What a statement says itself in its places."""
    said = [bind.value] if places is None else list(bind.value or ())
    values = said if process is None else map(process, said)
    return dict(zip(places or [name], values, strict=True))


@lru_cache(_MOST)
def _reader(of: Kept, types: tuple[int, ...]) -> Callable[[Sequence[Sequence[Any]]], Sequence[Any]]:
    """Rows as named tuples, of values as their columns say."""
    columns = of.compiled._result_columns  # noqa: SLF001 nothing else says so
    coming = zip(columns, types or [None] * len(columns), strict=True)
    processes = [c.type.dialect_impl(of.dialect).result_processor(of.dialect, t) for c, t in coming]
    needed = [(at, process) for at, process in enumerate(processes) if process is not None]
    whole = put_together(cast("Executable", of.compiled.statement))
    make = whole or _named("Row", [column.keyname for column in columns])

    if not needed:
        return lambda rows: list(map(make, rows))

    def read(values: Sequence[Any]) -> Any:
        changed = list(values)
        for at, process in needed:
            changed[at] = process(changed[at])
        return make(changed)

    return lambda rows: [read(values) for values in rows]


@lru_cache(_MOST)
def put_together(statement: Executable) -> Make | None:
    """How a row is put together, each Bundle of which is a named tuple; None without Bundles."""
    columns = statement.column_descriptions if isinstance(statement, Select) else []
    if not any(isinstance(column["expr"], Bundle) for column in columns):
        return None
    pieces: list[tuple[Make, slice]] = []
    first = 0
    for column in columns:
        of = column["expr"]
        names = list(of.c.keys()) if isinstance(of, Bundle) else []
        after = first + (len(names) or 1)
        pieces.append((_named(of.name, names) if names else _ONLY, slice(first, after)))
        first = after
    return lambda row: tuple([make(row[part]) for make, part in pieces])


def _named(name: str, names: Sequence[str]) -> Make:
    """Makes named tuples. Their own `_make` takes thrice as long: it looks whether there are as
    many values as names.
    """
    fields = cast("Any", namedtuple)(name, names, rename=True)  # noqa: PYI024 not known before
    return partial(tuple.__new__, fields)
