"""A connection to PostgreSQL that holds back what nobody waits for, and sends it with the next.

A transaction begins, and says whose rows it is about, in the round trip of its first statement;
what an input writes last goes with its COMMIT. Seven round trips of a typed update become two: each
has the database and the loop of this process wake up. Whoever only reads has no COMMIT at all.
"""

from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self

from psycopg import AsyncCursor, AsyncServerCursor, adapt
from psycopg._queries import PostgresQuery
from psycopg.abc import PQGen, Transformer
from psycopg.errors import DivisionByZero, InFailedSqlTransaction, error_from_result
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

from storage.db.held import Answer, Held
from storage.db.listening import ListeningConnection
from storage.db.pipelining import Ready, sending

# It has to be an error, else the COMMIT that comes next would be one.
_OR_FAIL = "WITH done AS ({} RETURNING 1) SELECT 1 / count(*) FROM done"
_RAN = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK, ExecStatus.EMPTY_QUERY)


class HoldingConnection(ListeningConnection):
    """Whatever is executed or committed on it comes after what it holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._held: list[Held] = []
        self._leading: Held | None = None
        self.failed: Held | None = None
        self._refused: Exception | None = None
        self.server_cursor_factory = HoldingServerCursor

    @cached_property
    def _adapting(self) -> Transformer:
        """How values go in and come out. It is asked for when its adapters have been registered."""
        return adapt.Transformer(self)

    def hold(self, text: str, values: Any = None, refusal: Exception | None = None) -> None:
        """Have a statement run before the next one, or before the COMMIT. With a refusal it returns
        nothing else.
        """
        self._held.append(Held(text, values, refusal))

    def lead(self, text: str, values: Any = None) -> None:
        """Have a statement run first in each round trip: each is a transaction by itself, until
        this is committed or rolled back, which then costs nothing.
        """
        self._leading = Held(text, values)

    @property
    def leads(self) -> bool:
        """Whether it says something first."""
        return self._leading is not None

    def let_go(self) -> bool:
        """Say nothing first any more; False where there is more to end than that."""
        over = not self._held and self.pgconn.transaction_status == TransactionStatus.IDLE
        if over:
            self._leading = None
        return over

    @property
    def is_holding(self) -> bool:
        return bool(self._held or self._leading)

    @property
    def _first(self) -> list[Held]:
        """What goes before whatever comes next."""
        return self._held if self._leading is None else [self._leading, *self._held]

    async def begin(self) -> None:
        """Let what was led be one transaction after all: rows are to be fetched some at a time."""
        if self._leading is not None:
            self._held[:0] = [Held("BEGIN"), self._leading]
            self._leading = None
        await self.send_held()

    async def commit(self) -> None:
        """Nothing is committed before what is to be refused has been looked at, nor what was
        refused, also where somebody has caught that.
        """
        if self._refused is not None:
            raise self._refused
        if self._leading is not None:
            await self.send_held()
            self._leading = None
            return
        if not self._held:
            if self.pgconn.transaction_status == TransactionStatus.INERROR:
                raise InFailedSqlTransaction("rolled back: PostgreSQL says so, but not as an error")
            await super().commit()
            return
        self._held = [*map(_or_fail, self._held), Held("COMMIT")]
        await self.send_held()

    async def rollback(self) -> None:
        self._held, self._leading, self._refused = [], None, None
        await super().rollback()

    @property
    def in_transaction(self) -> bool:
        """Whether there is something to commit or to roll back."""
        return self.is_holding or self.pgconn.transaction_status != TransactionStatus.IDLE

    async def send_held(self) -> None:
        """What is held does not wait any longer."""
        if self._held:
            await self.answers([])

    async def answers(self, asked: Sequence[tuple[str, Any]]) -> list[Answer]:
        """Run texts with their values after what is held, in one round trip.

        Whichever fails first is raised, and is `failed`; what comes after it never ran.
        """
        async with self.lock:
            return await self.wait(self._answering([Held(*one) for one in asked]))

    def _answering(self, asked: Sequence[Held]) -> PQGen[list[Answer]]:
        results = yield from self.after_held([(one, self._made_ready(one)) for one in asked])
        return [self._answer(result) for result in results]

    def after_held(self, asked: Sequence[tuple[Held, PostgresQuery]]) -> PQGen[list[PGresult]]:
        """What each comes to, once all that is held has run and none of it is refused."""
        held = [(one, self._made_ready(one)) for one in self._first]  # BEGIN stays if one cannot be
        self._held, self.failed = [], None
        every = [*held, *asked]
        results = yield from sending(self, [query for _, query in every])
        for (one, _), result in zip(every, results, strict=True):
            self._look(one, result)
        yield from self._prepared.maintain_gen(self)
        return results[len(every) - len(asked) :]

    def _made_ready(self, one: Held) -> Ready:
        try:
            return Ready(self._adapting, one.text, one.values)
        except Exception:
            self.failed = one
            raise

    def _look(self, one: Held, result: PGresult) -> None:
        if result.status not in _RAN:
            self.failed = one
            error = error_from_result(result, self.info.encoding)
            if one.refusal is not None and isinstance(error, DivisionByZero):
                self._refused = one.refusal
                raise one.refusal
            error.add_note(f"it was {one.text[:60]}")  # whoever raises it may name what came next
            raise error
        if one.refusal is not None and not _changed(result):
            self._refused = one.refusal
            raise one.refusal

    def _answer(self, result: PGresult) -> Answer:
        if not result.nfields:
            return Answer([], (), _changed(result))
        types = tuple([result.ftype(at) for at in range(result.nfields)])
        self._adapting.set_pgresult(result)
        return Answer(self._adapting.load_rows(0, result.ntuples, tuple), types, result.ntuples)


class HoldingCursor(AsyncCursor[Any]):
    """Executes after what its connection holds, in the same round trip."""

    def _execute_gen(self, query: Any, params: Any = None, **options: Any) -> PQGen[None]:
        if not (isinstance(self._conn, HoldingConnection) and self._conn.is_holding):
            yield from super()._execute_gen(query, params, **options)
            return
        yield from self._start_query(query)
        asked = Held(str(query)), self._convert_query(query, params)
        self._set_results((yield from self._conn.after_held([asked])))

    async def executemany(self, query: Any, params_seq: Any, *, returning: bool = False) -> None:
        if isinstance(self.connection, HoldingConnection):
            await self.connection.send_held()
        await super().executemany(query, params_seq, returning=returning)


class HoldingServerCursor(AsyncServerCursor[Any]):
    """The same for rows that are fetched some at a time."""

    async def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        if isinstance(self.connection, HoldingConnection):
            await self.connection.begin()
        return await super().execute(query, params, **options)


def _or_fail(one: Held) -> Held:
    """The same, which PostgreSQL fails of if it changes nothing that it has to."""
    return one if one.refusal is None else one._replace(text=_OR_FAIL.format(one.text))


def _changed(result: PGresult) -> int:
    """How many rows it has found or changed; what knows of none, such as BEGIN, is not empty."""
    if result.status == ExecStatus.TUPLES_OK:
        return result.ntuples
    return -1 if result.command_tuples is None else result.command_tuples
