"""Where rows lie: each is found there at once, where a key of five columns is looked up."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    Integer,
    Select,
    any_,
    column,
    func,
    literal_column,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import UserDefinedType

from storage.db import given_rows, given_table

_GIVEN: Final = "places"


class _Tid(UserDefinedType[str]):
    """PostgreSQL's name for a place."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        return "tid"


# Nothing moves a row while the statement that has locked it runs; after that another may lie there,
# but that SQLite moves none which is changed.
_HERE: Final = {"postgresql": "occurrence.ctid", "sqlite": "occurrence.rowid"}
_PLACE: Final[Mapping[str, ColumnClause[Any]]] = {
    "postgresql": column("place", _Tid()),
    "sqlite": column("place", Integer()),
}


def here(dialect: str) -> ColumnElement[Any]:
    """Where a row lies."""
    place: ColumnElement[Any] = literal_column(_HERE[dialect])
    return place.label("place")


def lies_in(dialect: str, places: Select[Any]) -> ColumnElement[bool]:
    """As an array for PostgreSQL: else it may go through all that waits once more, to join it."""
    place: ColumnElement[Any] = literal_column(_HERE[dialect])
    if dialect == "postgresql":
        return place == any_(func.array(places.scalar_subquery()))
    return place.in_(places)


def lies_in_given(dialect: str) -> ColumnElement[bool]:
    """Whether a row lies in one of the places; its parameters are `places_given`."""
    return lies_in(dialect, select(given_table(dialect, _GIVEN, [_PLACE[dialect]]).c.place))


def places_given(session: AsyncSession, places: Sequence[Any]) -> dict[str, Any]:
    """The parameters of `lies_in_given`."""
    kind = _PLACE[session.get_bind().dialect.name]
    return given_rows(session, _GIVEN, [kind], [(place,) for place in places])
