"""Whoever is cancelled while a SQLite session waits to begin leaves nothing locked behind."""

import sqlite3
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import pytest

from storage.db import Sessions
from tests.test_sessions import Cancelled, arrivals, kept, run_steps, was_cancelled

WAITS = range(1, 12)  # for the connection to be opened, then to begin, 20 ms each


class _Freed(Cancelled):
    """The other writer is done at that very moment."""

    def __init__(self, work: Coroutine[Any, Any, None], nth: int, free: Callable[[], None]) -> None:
        super().__init__(work, nth, on=False)
        self._free = free

    def _wait(self, what: Any) -> Any:
        if self.waits + 1 == self._nth:
            self._free()
        return super()._wait(what)


@pytest.fixture
def other(sessions: Sessions) -> Iterator[sqlite3.Connection]:
    """Another writer of the file."""
    file = sessions.engine.url.database
    assert file is not None
    connection = sqlite3.connect(file, isolation_level=None, timeout=1)
    yield connection
    connection.close()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("frees", [False, True])
async def test_whoever_is_cancelled_while_another_writes_leaves_the_file_free(
    sessions: Sessions, other: sqlite3.Connection, *, frees: bool
) -> None:
    for nth in WAITS:
        other.execute("BEGIN IMMEDIATE")
        free = other.rollback if frees else _nothing
        assert await was_cancelled(_Freed(run_steps(sessions, f"T{nth}", kept), nth, free))
        other.rollback()
        assert sessions.connections() == 0
        other.execute("BEGIN IMMEDIATE")  # nobody has locked it
        other.rollback()
        await run_steps(sessions, f"T{nth}", kept)
        async with sessions.workspace(f"T{nth}", reading=True) as session:
            assert await arrivals(session) == ["kept"]


def _nothing() -> None:
    """The other writer goes on."""
