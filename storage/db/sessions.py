"""Sessions that are one transaction each."""

import asyncio
from functools import lru_cache
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession
from sqlalchemy.pool import QueuePool

from storage.db.deadline import not_committed, seconds_left, to_be_committed
from storage.db.guard import EVERY_WORKSPACE, GuardedSession, Why, end
from storage.db.lanes import REFUSALS, let_go
from storage.db.lining_up import BUSY
from storage.db.pool import MovingPool
from storage.db.silence import ANSWERS_WITHIN, Silence
from storage.db.ticking import TICKER, Ticker

# That one job opens beside each other: one's rows are made ready while the database writes those
# of others, on as many cores as it has. More would take the connections of what somebody waits for.
WRITERS: Final = 3
ENGINES: Final = 1_000  # engines that know of a workspace: each is made in a tenth of a millisecond
_MAY_BE_LOST: Final = {Why.CLAIM_OCCURRENCES}


def _told(bind: AsyncEngine, workspace: str) -> AsyncEngine:
    return bind.execution_options(workspace=workspace)


class _Begun:
    """A session from where its block begins to where that ends.

    What SQLAlchemy has for it, for each of session and transaction a context manager of its own,
    takes thrice the time, a task among it.
    """

    __slots__ = ("_line", "_session", "_woken")

    def __init__(
        self, session: AsyncSession, line: asyncio.Lock | None, woken: asyncio.Event
    ) -> None:
        self._session = session
        self._line = line
        self._woken = woken

    async def __aenter__(self) -> AsyncSession:
        """A SQLite file has one writer at a time. It would have the others look again and again,
        and forget some: those of one process stand in line here. TimeoutError as it would.
        """
        if self._line is not None:
            loop = asyncio.get_running_loop()
            began = loop.time()
            async with asyncio.timeout(seconds_left(BUSY / 1000)):
                await self._line.acquire()
            self._wait_for_others(BUSY - int(1000 * (loop.time() - began)))
        return self._session

    def _wait_for_others(self, left: int) -> None:
        """So many milliseconds; a few more or less are not worth an engine of their own."""
        if left < 0.9 * BUSY:
            session = self._session.sync_session
            session.bind = session.get_bind().execution_options(busy=left)

    async def __aexit__(self, *raised: object) -> None:
        late = None
        if raised[0] is None and not self._session.info["reading"]:
            late = to_be_committed()
        if late is not None:
            raised = type(late), late, None
        try:
            if raised[0] is not None or not let_go(self._session.sync_session):
                await self._session.run_sync(end, raised)
        except Exception as error:
            if error in self._session.info.get(REFUSALS, ()):
                not_committed()
            raise
        finally:
            if self._line is not None:
                self._line.release()
        if late is not None:
            raise late
        if raised[0] is None and self._session.info.get("wake"):
            self._woken.set()


class Sessions:
    """Where sessions come from. Each is one transaction: committed at the end, or rolled back."""

    def __init__(self, engine: AsyncEngine, answers_within: float = ANSWERS_WITHIN) -> None:
        self.engine = engine
        self._silence = Silence(engine, answers_within)
        self.woken = asyncio.Event()
        self._reading = engine.execution_options(reading=True)
        self._losing = engine.execution_options(may_be_lost=True)
        self.writers = 1 if engine.dialect.name == "sqlite" else WRITERS
        self._writing = asyncio.Lock() if engine.dialect.name == "sqlite" else None
        self._told = lru_cache(ENGINES)(_told)
        self._ticker = Ticker()

    def workspace(self, id_: str, *, reading: bool = False) -> _Begun:
        """A session that reads and writes rows of this workspace only."""
        return self._begun(id_, self.engine, reading=reading)

    def system(self, why: Why, *, reading: bool = False) -> _Begun:
        """A session over all workspaces, for keys only, for a reason on the list."""
        engine = self._losing if why in _MAY_BE_LOST else self.engine
        return self._begun(EVERY_WORKSPACE, engine, reading=reading, why=why)

    def _begun(
        self, workspace: str, engine: AsyncEngine, *, reading: bool, **info: object
    ) -> _Begun:
        session = AsyncSession(
            self._told(self._reading if reading else engine, workspace),
            sync_session_class=GuardedSession,
            expire_on_commit=False,
            autoflush=True,
            close_resets_only=False,  # it never begins anew: nobody would end that
            join_transaction_mode="control_fully",  # of the transaction that it finds begun
            info={"workspace": workspace, "reading": reading, TICKER: self._ticker, **info},
        )
        return _Begun(session, None if reading else self._writing, self.woken)

    async def watch(self) -> None:
        """Give up connections over which no answer comes, for ever."""
        await self._silence.watch()

    def connections(self) -> int:
        """How many connections of the pool are in use."""
        pool = self.engine.pool
        return pool.checkedout() if isinstance(pool, QueuePool) else 0

    def renew(self) -> None:
        """Go on over new connections: those that are open lead to where nothing can be done."""
        if isinstance(pool := self.engine.pool, MovingPool):
            pool.renew()

    async def close(self) -> None:
        await self.engine.dispose()
