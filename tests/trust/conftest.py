"""Fixtures of the tests that try to break the schedule."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.db import make_engine


@pytest.fixture
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    """Connections to a fresh database of each kind."""
    made = make_engine(database)
    yield made
    await made.dispose()
