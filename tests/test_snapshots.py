"""What a new database is made of is exactly what the migrations come to, one after the other."""

import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.db import make_engine
from storage.migrations import head, migrate, revision_of, snapshot
from storage.migrations.upgrading import upgrade, written
from tests.databases import Postgres

ANEW = "`.venv/bin/python -m storage.migrations` writes it anew"
# All that PostgreSQL knows of a schema, but for its own numbers.
CATALOGUE = """
SELECT table_name, column_name, ordinal_position, column_default, is_nullable, udt_name,
    character_maximum_length, numeric_precision, datetime_precision
    FROM information_schema.columns WHERE table_schema = 'public';
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public';
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace;
SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check FROM pg_policies;
SELECT relname, relkind, relrowsecurity, relforcerowsecurity
    FROM pg_class WHERE relnamespace = 'public'::regnamespace;
SELECT version_num FROM alembic_version;
SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal;
SELECT oid::regprocedure::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite"])
def test_a_snapshot_is_as_new_as_the_migrations(dialect: str) -> None:
    path = snapshot(dialect)
    assert path.read_text(encoding="utf-8") == written(dialect), f"{path} is stale: {ANEW}"


@asynccontextmanager
async def _engine(url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(url)
    yield engine
    await engine.dispose()


async def _grown(url: str) -> None:
    """Every migration, one after the other, as in a database that has been there from the first."""
    async with _engine(url) as engine, engine.begin() as conn:
        await conn.run_sync(upgrade)


async def _new(url: str) -> None:
    async with _engine(url) as engine:
        await migrate(engine)


def _seen_by_sqlite(path: Path) -> set[object]:
    with closing(sqlite3.connect(path)) as conn:
        made = conn.execute("SELECT name, sql FROM sqlite_master").fetchall()
        (revision,) = conn.execute("SELECT version_num FROM alembic_version").fetchall()
        rows = {name: conn.execute(f"PRAGMA table_xinfo({name})").fetchall() for name, _ in made}
    # Only the ends of lines differ.
    seen = {(name, " ".join((sql or "").split()), str(rows[name])) for name, sql in made}
    return {*seen, revision}


async def test_a_new_database_is_as_one_that_has_grown_on_sqlite(tmp_path: Path) -> None:
    await _grown(f"sqlite:///{tmp_path / 'grown.db'}")
    await _new(f"sqlite:///{tmp_path / 'new.db'}")
    new = _seen_by_sqlite(tmp_path / "new.db")
    assert len(new) > 60
    assert new == _seen_by_sqlite(tmp_path / "grown.db")


def _seen_by_postgresql(url: str) -> list[list[str]]:
    with psycopg.connect(url) as conn:
        return [sorted(map(str, conn.execute(asked))) for asked in CATALOGUE.split(";")]


async def test_a_new_database_is_as_one_that_has_grown_on_postgresql(postgres: Postgres) -> None:
    await postgres.prepare()
    with postgres.empty() as grown, postgres.empty() as new:
        await _grown(grown)
        await _new(new)
        seen = _seen_by_postgresql(new)
        assert seen == _seen_by_postgresql(grown)
    assert all(seen[:6])  # there are no triggers and functions


async def test_what_somebody_has_begun_to_make_does_not_pass_for_new(tmp_path: Path) -> None:
    async with _engine(f"sqlite:///{tmp_path / 'half.db'}") as engine:
        async with engine.begin() as conn:
            await conn.execute(text("CREATE TABLE arrival (key TEXT)"))
        with pytest.raises(DBAPIError, match="arrival already exists"):
            await migrate(engine)
        async with engine.connect() as conn:
            assert await conn.run_sync(lambda c: inspect(c).get_table_names()) == ["arrival"]


async def test_what_another_application_keeps_beside_ours_stays(tmp_path: Path) -> None:
    async with _engine(f"sqlite:///{tmp_path / 'shared.db'}") as engine:
        async with engine.begin() as conn:
            await conn.execute(text("CREATE TABLE theirs (key TEXT)"))
        await migrate(engine)
        async with engine.connect() as conn:
            assert await conn.run_sync(revision_of) == head()
