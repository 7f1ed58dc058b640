"""`copy`, as somebody types it."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from rich.console import Console

from bot.copying import copy
from bot.exchange import ExchangeError
from bot.settings import read_local_settings


async def copied(file: Path, url: str, screen: io.StringIO | None = None) -> str:
    """Copy; what was said."""
    said = screen or io.StringIO()
    local = read_local_settings({"DATABASE_URL": url} if url else {})
    assert await copy(file, local, Console(file=said, width=200)) == 0
    return said.getvalue()


@contextmanager
def refused(*words: str) -> Iterator[pytest.ExceptionInfo[ExchangeError]]:
    with pytest.raises(ExchangeError) as caught:
        yield caught
    for word in words:
        assert word in str(caught.value)
