"""What is copied, and where to."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Postgres, SqliteFiles


@pytest.fixture
async def file(sqlite_files: SqliteFiles) -> AsyncIterator[Path]:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as url:
        yield Path(url.removeprefix("sqlite:///"))


@pytest.fixture
async def empty(postgres: Postgres) -> AsyncIterator[str]:
    await postgres.prepare()
    with postgres.fresh() as url:
        yield url
