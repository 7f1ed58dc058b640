"""Fixtures that every test may ask for."""

import gc
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from storage.db import Sessions, make_engine
from tests import compiling
from tests.databases import Postgres, SqliteFiles
from tests.world import World, built

# Whoever begins a test of a minute last keeps all others waiting.
LONG = {"journeys", "faults", "trust", "test_plans.py", "test_many_processes.py"}
PROXIES = ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy")


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """slack_sdk goes through a proxy even to 127.0.0.1."""
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def sqlite_files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    # Not in pytest's folder: as root the server is another user, whom pytest would lock out.
    with TemporaryDirectory(prefix="delight-postgresql-", ignore_cleanup_errors=True) as folder:
        server = Postgres(Path(folder))
        server.forget_power_cuts()
        yield server
        server.stop()


def _source(request: pytest.FixtureRequest, kind: str) -> Postgres | SqliteFiles:
    name = "postgres" if kind == "postgresql" else "sqlite_files"
    source: Postgres | SqliteFiles = request.getfixturevalue(name)
    return source


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest) -> AsyncIterator[str]:
    """The address of a fresh, migrated database of each kind."""
    source = _source(request, request.param)
    await source.prepare()
    with source.fresh() as url:
        yield url


@pytest.fixture
async def sessions(database: str) -> AsyncIterator[Sessions]:
    """Sessions on a fresh database of each kind."""
    made = Sessions(make_engine(database))
    yield made
    await made.close()


async def _begin(database: str) -> None:
    async with built(database):
        pass


@pytest.fixture
async def world(request: pytest.FixtureRequest, database: str) -> AsyncIterator[World]:
    """A company in the simulated Slack, its neighbour, and the bot beside them.

    The bot has begun here before: to read who is there took it half of the time of a beginning.
    """
    await _source(request, database.partition(":")[0]).begin(database, _begin)
    async with built(database) as one:
        yield one


def pytest_configure() -> None:
    compiling.share()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first, in the order by chance that they have; workers steal from the end."""
    items.sort(key=lambda item: LONG.isdisjoint(item.path.parts))


def pytest_collection_finish() -> None:
    """What was imported stays: to look for garbage among it took a fifth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: tests wait for servers and browsers as well."""
    return (os.cpu_count() or 1) + 1
