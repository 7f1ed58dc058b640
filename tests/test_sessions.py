"""Where a session begins and where it ends, whatever comes between."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Select, select, text
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import Sessions, Why, begin_by, built_once, insert_once, read, upsert
from storage.workspace import Arrival, arrive

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
NEVER = float("inf")


@built_once
def _arrived() -> Select[str]:
    return select(Arrival.key).order_by(Arrival.key)


async def arrivals(session: AsyncSession) -> Sequence[str]:
    return [row.key for row in await read(session, _arrived(), {})]


async def kept(session: AsyncSession) -> None:
    await insert_once(session, Arrival, key="kept", seen_at=NOW)


async def _held(session: AsyncSession) -> None:
    await upsert(session, Arrival, [{"key": "held", "seen_at": NOW}], update=())


async def _mapped(session: AsyncSession) -> None:
    session.add(Arrival(key="mapped", seen_at=NOW))
    await session.flush()


async def _selected(session: AsyncSession) -> None:
    await session.scalars(select(Arrival))


class Cancelled(Coroutine[Any, Any, None]):
    """Work that is cancelled as it waits for the nth time, or from then on whenever it waits."""

    def __init__(self, work: Coroutine[Any, Any, None], nth: int, *, on: bool) -> None:
        self._work = work
        self._nth = nth
        self._on = on
        self.waits = 0

    def send(self, value: Any) -> Any:
        return self._wait(self._work.send(value))

    def throw(self, *error: Any) -> Any:
        return self._wait(self._work.throw(*error))

    def _wait(self, what: Any) -> Any:
        self.waits += 1
        task = asyncio.current_task()
        if task is not None and (self.waits == self._nth or (self._on and self.waits > self._nth)):
            task.cancel()
        return what

    def close(self) -> None:
        self._work.close()

    def __await__(self) -> Generator[Any, Any, None]:
        return (yield from self._work.__await__())


STEPS = (kept, _mapped, _held, _selected)


async def run_steps(
    sessions: Sessions, workspace: str, *steps: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    async with sessions.workspace(workspace) as session:
        for step in steps:
            await step(session)


async def was_cancelled(work: Cancelled) -> bool:
    try:
        await asyncio.create_task(work)
    except asyncio.CancelledError:
        return True
    return False


@pytest.mark.parametrize("on", [False, True])
@pytest.mark.parametrize("steps", [STEPS, STEPS[::-1], (kept, _held)])
async def test_whoever_is_cancelled_leaves_nothing_behind(
    sessions: Sessions, steps: Sequence[Callable[[AsyncSession], Awaitable[None]]], *, on: bool
) -> None:
    """Wherever it waits: for the connection, for an answer, for the commit.

    Each time in a workspace of its own: PostgreSQL may carry out a COMMIT that nobody waits for
    any more a moment later.
    """
    written = sorted(step.__name__.strip("_") for step in steps if step is not _selected)
    for nth in range(1, 100):
        work = Cancelled(run_steps(sessions, f"T{nth}", *steps), nth, on=on)
        cancelled = await was_cancelled(work)
        assert sessions.connections() == 0
        async with sessions.workspace(f"T{nth}", reading=True) as session:
            left = await arrivals(session)
        assert left in ([], written)
        assert cancelled == (work.waits >= nth)
        if not cancelled:
            break
    assert left == written


async def test_one_that_does_nothing_needs_no_connection(sessions: Sessions) -> None:
    async with sessions.workspace("T1"):
        assert sessions.connections() == 0
    assert sessions.engine.pool.status().endswith("Current Checked out connections: 0")


@pytest.mark.parametrize("before", [None, kept, _mapped, _selected])
@pytest.mark.parametrize("late", [kept, _held, _mapped, _selected])
async def test_nothing_runs_after_its_block(
    sessions: Sessions,
    before: Callable[[AsyncSession], Awaitable[None]] | None,
    late: Callable[[AsyncSession], Awaitable[None]],
) -> None:
    async with sessions.workspace("T1") as session:
        if before is not None:
            await before(session)
    with pytest.raises(InvalidRequestError):
        await late(session)
    assert sessions.connections() == 0


ENDS = (AsyncSession.commit, AsyncSession.rollback, AsyncSession.close, AsyncSession.reset)


@pytest.mark.parametrize("end", ENDS)
async def test_only_its_block_ends_it(
    sessions: Sessions, end: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    async with sessions.workspace("T1") as session:
        await kept(session)
        with pytest.raises(InvalidRequestError):
            await end(session)
        await _mapped(session)
    async with sessions.workspace("T1") as session:
        assert await arrivals(session) == ["kept", "mapped"]


@pytest.mark.parametrize("steps", [STEPS, STEPS[::-1], (_mapped, kept), (_held, _selected)])
async def test_whatever_runs_is_one_transaction(
    sessions: Sessions, steps: Sequence[Callable[[AsyncSession], Awaitable[None]]]
) -> None:
    with pytest.raises(RuntimeError, match="at last"):
        async with sessions.workspace("T1") as session:
            for step in steps:
                await step(session)
            assert sessions.connections() == 1
            raise RuntimeError("at last")
    async with sessions.workspace("T1") as session:
        assert await arrivals(session) == []


async def test_what_comes_back_to_the_pool_is_in_no_transaction(sessions: Sessions) -> None:
    """Also if SQLAlchemy does not know that it is."""
    async with sessions.engine.connect() as connection:
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        await driver.execute("BEGIN")
        assert driver.in_transaction
    assert not driver.in_transaction


async def test_only_a_claim_of_occurrences_does_not_wait_for_the_disk(sessions: Sessions) -> None:
    if sessions.engine.dialect.name != "postgresql":
        return
    waits = {}
    for why in (Why.CLAIM_OCCURRENCES, *Why):  # what it has not waited for, the next ones do
        async with sessions.system(why) as session:
            waits[why] = await session.scalar(text("SHOW synchronous_commit"))
    assert [why for why, waited in waits.items() if waited != "on"] == [Why.CLAIM_OCCURRENCES]


async def test_what_is_refused_as_it_is_committed_is_known_not_to_be_done(
    sessions: Sessions,
) -> None:
    """Whoever sent it need not read that nobody can see whether it was done."""
    seen = []
    async with sessions.workspace("T1") as session:
        await arrive(session, "k", NOW, LookupError())
    with begin_by(NEVER) as attempt:
        for key in ("k", "other", "k"):
            with suppress(LookupError):
                async with sessions.workspace("T1") as session:
                    await arrive(session, key, NOW, LookupError())
            seen.append(attempt.may_be_done)
    assert seen == [False, True, True]  # the one in the middle was
