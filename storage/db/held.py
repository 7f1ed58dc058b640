"""What a connection is to run before the next statement, and what statements come to."""

from collections.abc import Sequence
from typing import Any, NamedTuple


class Held(NamedTuple):
    """A statement, and what is raised if it changes nothing."""

    text: str
    values: Any = None
    refusal: Exception | None = None


class Answer(NamedTuple):
    """Rows, in columns of these types, where the database knows any; and how many it has changed.

    PostgreSQL counts those that it has found, too.
    """

    rows: Sequence[tuple[Any, ...]]
    types: tuple[int, ...]
    changed: int
