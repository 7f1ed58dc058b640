"""A connection to PostgreSQL that holds back what nobody waits for, and sends it with the next.

A transaction begins, and says whose rows it is about, in the round trip of its first statement;
what an input writes last goes with its COMMIT. Seven round trips of a typed update become four:
each has the database and the loop of this process wake up.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Self

from psycopg import AsyncConnection, AsyncCursor, AsyncServerCursor, Error
from psycopg.errors import InFailedSqlTransaction
from psycopg.pq import TransactionStatus


@dataclass(frozen=True, slots=True)
class Held:
    """A statement, and what is raised if it changes nothing."""

    text: str
    values: Any = None
    refusal: Exception | None = None


class HoldingConnection(AsyncConnection[Any]):
    """Whatever is executed or committed on it comes after what it holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: list[Held] = []
        self.server_cursor_factory = HoldingServerCursor

    def hold(self, text: str, values: Any = None, refusal: Exception | None = None) -> None:
        """Have a statement run before the next one, or before the COMMIT."""
        self._held.append(Held(text, values, refusal))

    def release(self) -> list[Held]:
        """What is held, for whoever sends it."""
        held, self._held = self._held, []
        return held

    async def commit(self) -> None:
        """Nothing is committed before what is to be refused has been looked at."""
        if any(one.refusal for one in self._held):
            await self.send_held()
        if not self._held:
            if self.pgconn.transaction_status == TransactionStatus.INERROR:
                raise InFailedSqlTransaction("rolled back: PostgreSQL says so, but not as an error")
            await super().commit()
            return
        self.hold("COMMIT")
        await self.send_held()

    async def rollback(self) -> None:
        self.release()
        await super().rollback()

    @property
    def in_transaction(self) -> bool:
        """Whether there is something to commit or to roll back."""
        return bool(self._held) or self.pgconn.transaction_status != TransactionStatus.IDLE

    async def send_held(self) -> None:
        """What is held does not wait any longer."""
        if held := self.release():
            *before, last = held
            cursor = HoldingCursor(self)
            await cursor.execute_after(before, last.text, last.values)
            _look([(cursor, last)])


class HoldingCursor(AsyncCursor[Any]):
    """Executes after what its connection holds, in the same round trip."""

    async def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        held = self.connection.release() if isinstance(self.connection, HoldingConnection) else []
        return await self.execute_after(held, query, params, **options)

    async def execute_after(
        self, held: list[Held], query: Any, params: Any = None, **options: Any
    ) -> Self:
        """Execute after these. Whichever fails first is raised; what comes after it never ran."""
        if not held:
            return await super().execute(query, params, **options)
        sent: list[tuple[AsyncCursor[Any], Held]] = []
        try:
            async with self.connection.pipeline():
                for one in held:
                    cursor = AsyncCursor(self.connection)
                    sent.append((await cursor.execute(one.text, one.values), one))
                await super().execute(query, params, **options)
        except Error as error:
            error.add_note(f"sent together with {[one.text[:60] for one in held]}")
            _look(sent)  # it may have failed for what came before, such as the same once more
            raise
        _look(sent)
        return self

    async def executemany(self, query: Any, params_seq: Any, *, returning: bool = False) -> None:
        if isinstance(self.connection, HoldingConnection):
            await self.connection.send_held()
        await super().executemany(query, params_seq, returning=returning)


class HoldingServerCursor(AsyncServerCursor[Any]):
    """The same for rows that are fetched some at a time."""

    async def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        if isinstance(self.connection, HoldingConnection):
            await self.connection.send_held()
        return await super().execute(query, params, **options)


def _look(sent: Iterable[tuple[AsyncCursor[Any], Held]]) -> None:
    for cursor, held in sent:
        if held.refusal is not None and cursor.rowcount == 0:  # -1 if it did not run
            raise held.refusal
