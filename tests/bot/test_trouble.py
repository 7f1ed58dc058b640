"""Why there is no database stands in the log in one line, which says which reason it is."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator

import pytest
from psycopg import Error
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.logs import Discreet
from storage.db import Bounds, make_engine
from tests.databases import ROLE, Postgres
from tests.processes import PATIENCE, free_port


@pytest.fixture
async def address(postgres: Postgres) -> AsyncIterator[str]:
    await postgres.prepare()
    with postgres.fresh() as url:
        yield url


async def _logged(url: str, asked: str, caplog: pytest.LogCaptureFixture) -> str:
    """All that is written of what this statement comes to."""
    engine: AsyncEngine = make_engine(url, Bounds(locked=1))
    try:
        async with asyncio.timeout(PATIENCE), engine.begin() as connection:
            await connection.execute(text(asked))
    except (SQLAlchemyError, Error):
        logging.getLogger("bot.test").exception("nothing was read")
    await engine.dispose()
    record = caplog.records[-1]
    Discreet().filter(record)
    return logging.Formatter("%(message)s").format(record)


async def test_each_reason_has_a_line_of_its_own(
    address: str, postgres: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    nobody = f"postgresql://delight@127.0.0.1:{free_port()}/delight"
    unknown = address.replace(f"{ROLE}:", "stranger:", 1)
    try:
        postgres.run(f"ALTER ROLE {ROLE} CONNECTION LIMIT 0")
        full = await _logged(address, "SELECT 1", caplog)
    finally:
        postgres.run(f"ALTER ROLE {ROLE} CONNECTION LIMIT -1")
    down, stranger, ended = [
        await _logged(url, asked, caplog)
        for url, asked in (
            (nobody, "SELECT 1"),
            (unknown, "SELECT 1"),
            (address, "SELECT pg_terminate_backend(pg_backend_pid())"),
        )
    ]
    for line, why in (
        (full, 'too many connections for role "delight"'),
        (down, "Connection refused"),
        (stranger, 'role "stranger" does not exist'),
        (ended, "terminating connection|closed the connection unexpectedly"),
    ):
        assert line.startswith("nothing was read: ")
        assert re.search(why, line)
        assert "\n" not in line


async def test_what_may_quote_a_row_keeps_its_traceback_and_loses_its_words(
    address: str, caplog: pytest.LogCaptureFixture
) -> None:
    logged = await _logged(address, "SELECT CAST('walrus' AS INTEGER)", caplog)
    assert "Traceback" in logged
    assert "22P02" in logged
    assert "walrus" not in logged.splitlines()[-1]
