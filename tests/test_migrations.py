"""Migrations bring any database to the shape of the code, by many at once, and only once."""

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy import text as sa_text

from storage.db import Base, Sessions, make_engine
from storage.migrations import head, migrate, revision_of
from storage.migrations.upgrading import heads, upgrade
from storage.tables import MODULES, tables
from tests.databases import Postgres


def _differences(conn: Connection) -> list[object]:
    context = MigrationContext.configure(conn)
    return list(compare_metadata(context, Base.metadata))


async def test_a_migrated_database_has_the_shape_of_the_code(sessions: Sessions) -> None:
    assert MODULES
    async with sessions.engine.connect() as conn:
        assert await conn.run_sync(revision_of) == head()
        assert await conn.run_sync(_differences) == []


def test_the_newest_revision_is_the_one_that_has_the_highest_number() -> None:
    assert heads() == [head()]


async def test_migrating_again_changes_nothing(sessions: Sessions) -> None:
    await migrate(sessions.engine)
    async with sessions.engine.connect() as conn:
        assert await conn.run_sync(revision_of) == head()


async def test_code_starts_on_a_database_that_newer_code_has_upgraded(sessions: Sessions) -> None:
    newer = f"{int(head()) + 1:04}"
    async with sessions.engine.begin() as conn:
        await conn.execute(sa_text("UPDATE alembic_version SET version_num = :new"), {"new": newer})
    await migrate(sessions.engine)
    async with sessions.engine.connect() as conn:
        assert await conn.run_sync(revision_of) == newer


async def _start_together(url: str) -> set[str]:
    engines = [make_engine(url) for _ in range(6)]
    await asyncio.gather(*(migrate(engine) for engine in engines))
    async with engines[0].connect() as conn:
        names = await conn.run_sync(lambda c: inspect(c).get_table_names())
    for engine in engines:
        await engine.dispose()
    return set(names)


async def test_several_processes_starting_together_migrate_once_on_sqlite(tmp_path: Path) -> None:
    names = await _start_together(f"sqlite:///{tmp_path / 'new.db'}")
    assert {table.name for table in tables()} <= names


async def test_several_processes_starting_together_migrate_once_on_postgresql(
    postgres: Postgres,
) -> None:
    await postgres.prepare()
    with postgres.empty() as url:
        names = await _start_together(url)
    assert {table.name for table in tables()} <= names


@pytest.mark.parametrize("table", [table.name for table in tables()])
def test_the_workspace_leads_every_key(table: str) -> None:
    first = next(iter(Base.metadata.tables[table].primary_key.columns))
    assert first.name == "workspace_id"


async def test_a_database_of_the_first_version_gets_the_policies_of_this_one(
    postgres: Postgres,
) -> None:
    await postgres.prepare()
    with postgres.empty() as url:
        sessions = Sessions(make_engine(url))
        async with sessions.engine.begin() as conn:
            await conn.run_sync(upgrade, "0008")
            seen = "current_setting('app.workspace', true)"
            older = f"workspace_id = {seen} OR {seen} = '*'"
            await conn.execute(sa_text(f"ALTER POLICY one_workspace ON team USING ({older})"))
        await migrate(sessions.engine)
        async with sessions.engine.connect() as conn:
            found = await conn.execute(sa_text("SELECT DISTINCT qual FROM pg_policies"))
            quals = found.scalars().all()
        await sessions.close()
    assert len(quals) == 1
    assert "CASE" in quals[0]
