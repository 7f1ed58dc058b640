"""The guard: nothing leaves its workspace, on either floor."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Select, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle

from storage.db import (
    OutsideWorkspaceError,
    Sessions,
    Why,
    any_of,
    built_once,
    insert_found,
    insert_once,
    put_inside,
    read,
    read_all,
    upsert,
)
from storage.team import Member
from storage.workspace import Arrival, arrive, next_numbers
from tests.databases import Postgres

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def _member(id_: str, workspace: str | None = None) -> Member:
    row = Member(id=id_, name=id_, seen_at=NOW)
    if workspace:
        row.workspace_id = workspace
    return row


async def _people(sessions: Sessions) -> None:
    for workspace in ("T1", "T2"):
        async with sessions.workspace(workspace) as session:
            session.add(_member(f"U{workspace}"))


async def test_each_workspace_reads_only_its_own_rows(sessions: Sessions) -> None:
    await _people(sessions)
    async with sessions.workspace("T1", reading=True) as session:
        assert list(await session.scalars(select(Member.id))) == ["UT1"]
        assert await session.scalar(select(func.count()).select_from(Member)) == 1
        assert await session.get(Member, ("T2", "UT2")) is None


@built_once
def _named() -> Select[str]:
    return select(Member.id).where(Member.name.in_(any_of("names")))


async def test_a_statement_that_is_built_once_serves_each_workspace(sessions: Sessions) -> None:
    await _people(sessions)
    for workspace in ("T1", "T2", "T1"):
        async with sessions.workspace(workspace, reading=True) as session:
            found = await session.scalars(_named(), {"names": ["UT1", "UT2"]})
            assert list(found) == [f"U{workspace}"]
            assert list(await session.scalars(_named(), {"names": ["UT1"], "inside": "T1"})) == (
                ["UT1"] if workspace == "T1" else []
            )


@built_once
def _in_full() -> Select[Any]:
    columns: list[Any] = [Member.zone, Bundle("who", Member.id, Member.name)]
    return select(*columns)


@built_once
def _arrived(dialect: str) -> Insert:
    found = select(Member.id.label("key"), Member.seen_at).where(Member.name.in_(any_of("names")))
    return insert_found(dialect, Arrival, found).on_conflict_do_nothing()


async def test_rows_of_columns_stay_inside_without_the_session(sessions: Sessions) -> None:
    await _people(sessions)
    for workspace in ("T1", "T2"):
        async with sessions.workspace(workspace, reading=True) as session:
            ((zone, who),) = await read(session, _in_full(), {"inside": "T1"})
            assert (zone, who.id, who.name) == (None, f"U{workspace}", f"U{workspace}")


async def test_what_is_found_is_inserted_inside(sessions: Sessions) -> None:
    await _people(sessions)
    async with sessions.workspace("T1") as session:
        noted = _arrived(sessions.engine.dialect.name)
        assert await read(session, noted, {"names": ["UT1", "UT2"]}) == []
        assert list(await session.scalars(select(Arrival.key))) == ["UT1"]
    async with sessions.workspace("T2", reading=True) as session:
        assert list(await session.scalars(select(Arrival.key))) == []


async def test_updates_and_deletes_reach_only_its_own_rows(sessions: Sessions) -> None:
    await _people(sessions)
    async with sessions.workspace("T1") as session:
        await session.execute(update(Member).values(name="new"))
        await session.execute(delete(Member).where(Member.id == "UT2"))
    async with sessions.workspace("T2", reading=True) as session:
        assert list(await session.scalars(select(Member.name))) == ["UT2"]


async def test_a_row_of_another_workspace_is_refused(sessions: Sessions) -> None:
    with pytest.raises(OutsideWorkspaceError):
        async with sessions.workspace("T1") as session:
            session.add(_member("U1", "T2"))
    with pytest.raises(OutsideWorkspaceError):
        async with sessions.workspace("T1") as session:
            await upsert(session, Member, [{"workspace_id": "T2", "id": "U1"}], update=())
    one, other = {"key": "k1", "seen_at": NOW}, {"key": "k2", "seen_at": NOW, "workspace_id": "T2"}
    with pytest.raises(OutsideWorkspaceError):
        async with sessions.workspace("T1") as session:
            await upsert(session, Arrival, [one, other], update=())


async def _textual(session: AsyncSession) -> None:
    await session.execute(text("SELECT 1"))


async def _bare_table(session: AsyncSession) -> None:
    await session.execute(select(Member.__table__.c.id))


async def _connection(session: AsyncSession) -> None:
    await session.connection()


async def _plain_insert(session: AsyncSession) -> None:
    await session.execute(insert(Arrival).values(workspace_id="T2", key="k", seen_at=NOW))


async def _read_plainly(session: AsyncSession) -> None:
    await read(session, select(Member.id), {})


async def _read_bare_table(session: AsyncSession) -> None:
    await read(session, put_inside(select(Member.__table__.c.id)), {})


async def _read_all(session: AsyncSession) -> None:
    await read_all(session, select(Member.id), {})


async def _many_by_key(session: AsyncSession) -> None:
    rows = [{"workspace_id": "T2", "id": id_, "name": "new"} for id_ in ("UT1", "UT2")]
    await session.execute(update(Member), rows)


@pytest.mark.parametrize(
    "around",
    [
        _textual,
        _bare_table,
        _connection,
        _plain_insert,
        _read_plainly,
        _read_bare_table,
        _read_all,
        _many_by_key,
    ],
)
async def test_ways_around_the_guard_are_refused(sessions: Sessions, around: object) -> None:
    assert callable(around)
    with pytest.raises(OutsideWorkspaceError):
        async with sessions.workspace("T1") as session:
            await around(session)


async def test_postgresql_repeats_the_guard_for_whoever_passes_by_it(
    sessions: Sessions, request: pytest.FixtureRequest
) -> None:
    if sessions.engine.dialect.name != "postgresql":
        return
    await _people(sessions)
    server: Postgres = request.getfixturevalue("postgres")
    assert server.is_plain_role()
    async with sessions.engine.connect() as raw:
        assert (await raw.execute(text("SELECT count(*) FROM member"))).scalar() == 0
        await raw.execute(text("SELECT set_config('app.workspace', 'T1', true)"))
        assert (await raw.execute(text("SELECT id FROM member"))).scalars().all() == ["UT1"]
        with pytest.raises(DBAPIError, match="row-level security"):
            await raw.execute(text("UPDATE member SET workspace_id = 'T2'"))


async def test_every_table_has_its_policy_on_postgresql(sessions: Sessions) -> None:
    if sessions.engine.dialect.name != "postgresql":
        return
    unforced = text(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND"
        " relkind = 'r' AND relname <> 'alembic_version' AND NOT relforcerowsecurity"
    )
    async with sessions.engine.connect() as raw:
        assert (await raw.execute(unforced)).scalars().all() == []


async def test_a_number_is_never_given_twice_and_each_workspace_counts_for_itself(
    sessions: Sessions,
) -> None:
    async with sessions.workspace("T1") as session:
        assert list(await next_numbers(session, "KR", 3)) == [1, 2, 3]
    async with sessions.workspace("T1") as session:
        assert list(await next_numbers(session, "KR")) == [4]
    async with sessions.workspace("T2") as session:
        assert list(await next_numbers(session, "KR")) == [1]


async def test_what_came_to_one_workspace_has_not_come_to_another(sessions: Sessions) -> None:
    for workspace in ("T1", "T2"):
        async with sessions.workspace(workspace) as session:
            await arrive(session, "event:Ev1", NOW, LookupError("it came before"))
    with pytest.raises(LookupError, match="it came before"):
        async with sessions.workspace("T1") as session:
            await arrive(session, "event:Ev1", NOW, LookupError("it came before"))


async def test_nothing_of_a_failed_transaction_stays(sessions: Sessions) -> None:
    with pytest.raises(ZeroDivisionError):
        async with sessions.workspace("T1") as session:
            await insert_once(session, Arrival, key="k", seen_at=NOW)
            raise ZeroDivisionError
    async with sessions.workspace("T1") as session:
        assert await insert_once(session, Arrival, key="k", seen_at=NOW)


async def test_sessions_over_all_workspaces_give_a_reason_from_the_list(
    sessions: Sessions,
) -> None:
    await _people(sessions)
    async with sessions.system(Why.DOCTOR) as session:
        assert await session.scalar(select(func.count()).select_from(Member)) == 2
