"""A connection to a SQLite file, whose thread is handed what nobody waits for.

It works at that while the loop makes ready what comes next: of many rows each takes as long as the
other, on two cores.
"""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import aiosqlite
from aiosqlite.core import set_result

from storage.db.held import Answer, Held

_CHUNK = 64  # rows that come some at a time


class HandingConnection(aiosqlite.Connection):
    """Whatever is executed or committed on it comes after what it holds, and fails if that did."""

    def __init__(self, database: str, **options: Any) -> None:
        super().__init__(partial(sqlite3.connect, database, **options), _CHUNK)
        self._thread.daemon = True  # nobody ends a process by closing each of its connections
        self._begun: asyncio.Future[None] | None = None
        self._broken: Exception | None = None  # by what was held
        self.failed: Held | None = None
        self._ended: asyncio.Future[Any] | None = None

    def hold(self, text: str, values: Any = (), refusal: Exception | None = None) -> None:
        """Have a statement run before the next one, or before the COMMIT. If it fails, or is
        refused, those fail of that until all is rolled back.
        """
        self._begun = asyncio.get_running_loop().create_future()
        one = Held(text, values, refusal)
        self._tx.put_nowait((None, partial(self._run_held, one, self._begun)))

    async def begun(self) -> None:
        """Until it works at what it holds: it could not begin before this thread stands still."""
        if self._begun is not None:
            await self._begun

    def _run_held(self, one: Held, begun: "asyncio.Future[None]") -> None:
        begun.get_loop().call_soon_threadsafe(set_result, begun, None)
        if self._broken is not None:
            return
        try:
            if not self._answer(one.text, one.values).changed:
                self._broken = one.refusal
        except Exception as error:  # noqa: BLE001 whatever comes next raises it
            error.add_note(f"it was {one.text[:60]}")  # who raises it may name what came next
            self._broken = error

    async def answers(self, asked: Sequence[tuple[str, Any]]) -> list[Answer]:
        """Run texts with their values, in one go: to change threads takes as long as most of them.

        Whichever fails first is raised, and is `failed`; what comes after it never ran.
        """
        found: list[Answer] = await self._execute(self._answers, asked)
        return found

    def _answers(self, asked: Sequence[tuple[str, Any]]) -> list[Answer]:
        return [self._answer(*one) for one in asked]

    def _answer(self, text: str, values: Any) -> Answer:
        self.failed, before = Held(text, values), self._conn.total_changes
        rows = self._conn.execute(text, values).fetchall()
        self.failed = None
        return Answer(rows, (), self._conn.total_changes - before)

    async def _execute(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        way = partial(self._unless_broken, fn)
        return await super()._execute(way, *args, **kwargs)  # type: ignore[no-untyped-call] # it has no types

    def _unless_broken(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        # A cursor comes and goes all the same: SQLAlchemy takes that for an error of its own.
        is_free = getattr(fn, "__name__", "") in ("cursor", "close")
        if self._broken is not None and not is_free:
            raise self._broken
        was_begun = self._conn.in_transaction
        try:
            return fn(*args, **kwargs)
        except sqlite3.Error as error:
            if was_begun and not self._conn.in_transaction:
                self._broken = error  # SQLite has rolled back itself, as it does on a full disk
            raise

    async def rollback(self) -> None:
        await super()._execute(self._mend)  # type: ignore[no-untyped-call] # as above

    def _mend(self) -> None:
        self._broken = self.failed = None
        self._conn.rollback()

    def stop(self) -> "asyncio.Future[Any] | None":
        """End the thread, once. Whoever is cancelled while SQLAlchemy closes ends it beside that;
        aiosqlite would then wait for ever for a thread that has ended to do so again.
        """
        if self._ended is None:
            self._ended = super().stop()
        return self._ended

    async def close(self) -> None:
        if self._running:
            await super().close()
        elif self._ended is not None:
            await self._ended

    @property
    def in_transaction(self) -> bool:
        """Whether there is something to commit or to roll back."""
        return self._broken is not None or super().in_transaction
