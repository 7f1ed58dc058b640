"""Statements past the session that fail, or that nobody waits for any more."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from sqlalchemy import Select, select
from sqlalchemy.exc import DBAPIError, IntegrityError, PendingRollbackError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import Sessions, built_once, insert_once, read, read_together, upsert
from storage.kudos import KudosRecipient
from storage.workspace import Arrival, arrive
from tests.databases import Postgres

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


class RefusedError(Exception):
    """What came before."""


@built_once
def _arrived() -> Select[str]:
    return select(Arrival.key).order_by(Arrival.key)


async def _arrivals(session: AsyncSession) -> Sequence[str]:
    return [row.key for row in await read(session, _arrived(), {})]


async def test_an_error_names_the_statement_that_it_is_about(sessions: Sessions) -> None:
    alone = {"kudos_id": "nobody's", "member_id": "U2"}
    with pytest.raises(IntegrityError) as failed:
        async with sessions.workspace("T1") as session:
            await upsert(session, KudosRecipient, [alone], update=())
            await _arrivals(session)
    assert KudosRecipient.__tablename__ in str(failed.value.statement)


async def test_whoever_is_cancelled_leaves_no_answers_to_the_next(sessions: Sessions) -> None:
    """At whichever moment: the connection is that of the next, or of nobody."""
    async with sessions.workspace("T1") as session:
        await insert_once(session, Arrival, key="there", seen_at=NOW)

    async def work() -> None:
        async with sessions.workspace("T1") as session:
            await upsert(session, Arrival, [{"key": "never", "seen_at": NOW}], update=())
            await read_together(session, [(_arrived(), {}), (_arrived(), {})])
            raise RefusedError

    for turns in range(12):
        working = asyncio.create_task(work())
        for _ in range(turns):
            await asyncio.sleep(0)
        working.cancel()
        with suppress(asyncio.CancelledError, RefusedError):
            await working
        async with sessions.workspace("T1", reading=True) as session:
            assert await _arrivals(session) == ["there"]


@pytest.mark.parametrize("reading", [False, True])
async def test_who_gives_up_waiting_within_a_session_hears_of_it(
    sessions: Sessions, *, reading: bool
) -> None:
    """And not that somebody has cancelled them."""
    with pytest.raises(PendingRollbackError):
        async with sessions.workspace("T1", reading=reading) as session:
            await _arrivals(session)
            if not reading:
                await insert_once(session, Arrival, key="never", seen_at=NOW)
            with suppress(TimeoutError):
                async with asyncio.timeout(0):
                    await _arrivals(session)
    async with sessions.workspace("T1") as session:
        assert await _arrivals(session) == []


async def test_a_connection_that_was_cut_is_not_used_again(
    sessions: Sessions, request: pytest.FixtureRequest
) -> None:
    if sessions.engine.dialect.name != "postgresql":
        return
    server: Postgres = request.getfixturevalue("postgres")
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'delight'"
    for held in (False, True):
        with pytest.raises(DBAPIError) as failed:
            async with sessions.workspace("T1") as session:
                await arrive(session, "k", NOW, RefusedError())
                if not held:
                    await _arrivals(session)
                server.run(cut)
                await _arrivals(session)
        assert failed.value.connection_invalidated
    async with sessions.workspace("T1") as session:
        assert await _arrivals(session) == []
