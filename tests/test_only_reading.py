"""A session that only reads: on PostgreSQL nothing would hold together what it wrote."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Date, Select, Update, bindparam, cast, delete, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import (
    Sessions,
    Why,
    built_for_all,
    built_once,
    insert_once,
    locked,
    read,
    read_all,
    upsert,
)
from storage.db.running import OnlyReadsError
from storage.team import Member
from storage.workspace import Arrival

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
_ROW = {"key": "new", "seen_at": NOW}


@built_for_all
def _moved() -> Update:
    return update(Arrival).values(seen_at=bindparam("now"))


@built_once
def _keys() -> Select[str]:
    return select(Arrival.key)


@built_once
def _day() -> Select[Any]:
    return select(Arrival.key).where(cast(bindparam("word"), Date) == NOW.date())


async def _insert(session: AsyncSession) -> None:
    await insert_once(session, Arrival, **_ROW)


async def _hold(session: AsyncSession) -> None:
    await upsert(session, Arrival, [_ROW], update=())


async def _update(session: AsyncSession) -> None:
    await session.execute(update(Arrival).values(seen_at=NOW))


async def _delete(session: AsyncSession) -> None:
    await session.execute(delete(Arrival))


async def _flush(session: AsyncSession) -> None:
    session.add(Member(id="U1", name="new", seen_at=NOW))
    await session.flush()


async def _change_a_row(session: AsyncSession) -> None:
    row = await session.scalar(select(Arrival))
    assert row is not None
    row.key = "new"


@pytest.mark.parametrize("write", [_insert, _hold, _update, _delete, _flush, _change_a_row])
async def test_it_writes_nothing(
    sessions: Sessions, write: Callable[[AsyncSession], Awaitable[None]]
) -> None:
    async with sessions.workspace("T1") as session:
        await insert_once(session, Arrival, key="old", seen_at=NOW)
    with pytest.raises(OnlyReadsError):
        async with sessions.workspace("T1", reading=True) as session:
            await write(session)
    async with sessions.workspace("T1", reading=True) as session:
        assert list(await session.scalars(select(Arrival.key))) == ["old"]
        assert list(await session.scalars(select(Member.id))) == []


async def test_one_over_all_workspaces_writes_nothing_either(sessions: Sessions) -> None:
    with pytest.raises(OnlyReadsError):
        async with sessions.system(Why.PRUNE, reading=True) as session:
            await read_all(session, _moved(), {"now": NOW})


async def test_postgresql_refuses_what_passes_by_and_locks(sessions: Sessions) -> None:
    """SQLite knows no locks of rows. Whoever comes next on this connection writes again."""
    if sessions.engine.dialect.name != "postgresql":
        return
    with pytest.raises(DBAPIError, match="read-only transaction"):
        async with sessions.workspace("T1", reading=True) as session:
            await session.scalars(locked(select(Arrival), by=[Arrival.key]))
    async with sessions.workspace("T1") as session:
        assert await insert_once(session, Arrival, **_ROW)


async def test_both_ways_of_reading_share_a_connection_and_each_session_sees_its_own(
    sessions: Sessions,
) -> None:
    for workspace in ("T1", "T2"):
        async with sessions.workspace(workspace) as session:
            await insert_once(session, Arrival, key=f"of {workspace}", seen_at=NOW)
    for workspace in ("T1", "T2"):
        async with sessions.workspace(workspace, reading=True) as session:
            for _ in range(2):
                assert [row.key for row in await read(session, _keys(), {})] == [f"of {workspace}"]
                assert list(await session.scalars(select(Arrival.key))) == [f"of {workspace}"]
            assert sessions.connections() == 1
        assert sessions.connections() == 0


async def test_it_reads_on_after_what_failed_and_was_caught_but_does_not_end_well(
    sessions: Sessions,
) -> None:
    """SQLite makes a date of anything."""
    if sessions.engine.dialect.name != "postgresql":
        return
    async with sessions.workspace("T1") as session:
        await insert_once(session, Arrival, key="one", seen_at=NOW)
    with pytest.raises(DBAPIError, match="invalid input syntax"):
        async with sessions.workspace("T1", reading=True) as session:
            assert [row.key for row in await read(session, _keys(), {})] == ["one"]
            with pytest.raises(DBAPIError, match="invalid input syntax"):
                await read(session, _day(), {"word": "someday"})
            assert [row.key for row in await read(session, _keys(), {})] == ["one"]
    assert sessions.connections() == 0
