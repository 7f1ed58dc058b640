"""What is copied, and where to; and a command line beside a team."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.databases import Postgres, SqliteFiles
from tests.exchange.shell import Shell
from tests.okr.stage import ANNA, BEN, CHEN, EVE, add_team
from tests.world import HOME, World


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


@pytest.fixture
async def shell(world: World, tmp_path: Path) -> Shell:
    """Care is set up; Anna and the others have e-mail addresses in Slack."""
    for person in world.home.people.values():
        person.email = f"{person.name}@home.example"
    async with world.bot.deps.sessions.workspace(HOME) as session:
        channel = world.channel("care")
        await add_team(session, "Care", channel, [BEN, CHEN, EVE, ANNA], zone="Europe/Berlin")
    return Shell(world, tmp_path)
