"""A migration beside others who use the database: it waits for them, and nobody for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.db import Bounds, make_engine
from storage.migrations import head, migrate, revision_of
from storage.migrations.upgrading import upgrade
from tests.databases import Postgres
from tests.processes import PATIENCE

OLDER: Final = "0015"
INPUT_WAITS: Final = Bounds(locked=2)  # seconds, as an input does at most
# What pg_dump does first, and keeps until it is done.
READ_BY_A_BACKUP: Final = "LOCK TABLE arrival, outgoing, round IN ACCESS SHARE MODE"
READ_ALTERED: Final = "LOCK TABLE round IN ACCESS SHARE MODE"
INPUT: Final = text("INSERT INTO arrival (workspace_id, key, seen_at) VALUES ('T1', :key, now())")
OURS: Final = text("SELECT set_config('app.workspace', 'T1', true)")
WAITS: Final = text(
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'relation'"
    " AND relation = to_regclass(:name)"
)


@pytest.fixture
async def older(postgres: Postgres) -> AsyncIterator[str]:
    """A database of the version before."""
    await postgres.prepare()
    with postgres.empty() as url:
        engine = make_engine(url)
        async with engine.begin() as conn:
            await conn.run_sync(upgrade, OLDER)
        await engine.dispose()
        yield url


@asynccontextmanager
async def engines(url: str) -> AsyncIterator[tuple[AsyncEngine, AsyncEngine, AsyncEngine]]:
    made = make_engine(url), make_engine(url), make_engine(url, INPUT_WAITS)
    async with asyncio.timeout(PATIENCE):
        yield made
    for engine in made:
        await engine.dispose()


async def arrived(engine: AsyncEngine, key: str) -> None:
    """As each input does first."""
    async with engine.begin() as conn:
        await conn.execute(OURS)
        await conn.execute(INPUT, {"key": key})


async def waited_for(engine: AsyncEngine, name: str) -> None:
    async with engine.connect() as conn:
        while not await conn.scalar(WAITS, {"name": name}):  # noqa: ASYNC110 another process
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("reads", "wanted"), [(READ_BY_A_BACKUP, "arrival"), (READ_ALTERED, "round")]
)
async def test_inputs_are_taken_while_a_migration_waits_for_a_backup(
    older: str, reads: str, wanted: str, caplog: pytest.LogCaptureFixture
) -> None:
    async with engines(older) as (backing_up, new, web):
        async with backing_up.begin() as backup:
            await backup.execute(text(reads))
            migrating = asyncio.create_task(migrate(new, pause=0))
            for number in range(2):
                await waited_for(web, wanted)
                await arrived(web, f"behind-{number}")
                assert not migrating.done()
        await migrating
        async with new.connect() as conn:
            assert await conn.run_sync(revision_of) == head()
            await conn.execute(OURS)
            assert await conn.scalar(text("SELECT count(*) FROM arrival")) == 2
    told = [line for line in caplog.messages if "such as a backup" in line]
    assert len(told) == 1
    assert head() in told[0]


async def test_a_migration_that_fails_otherwise_is_not_tried_again(older: str) -> None:
    async with engines(older) as (engine, *_):
        async with engine.begin() as conn:
            await conn.execute(text("DROP INDEX ix_outgoing_message"))
        with pytest.raises(ProgrammingError, match="ix_outgoing_message"):
            await migrate(engine)
        async with engine.connect() as conn:
            assert await conn.run_sync(revision_of) == OLDER
