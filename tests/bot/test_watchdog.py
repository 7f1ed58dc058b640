"""A Socket Mode line on which nothing is heard any more is made anew, from outside of the SDK."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.clock import RealClock
from bot.manifest import make_manifest
from bot.process import Process, running
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from bot.settings import read_settings
from bot.watchdog import Patience
from handlers.routes import FEATURES
from tests.databases import SqliteFiles

QUICK = Patience(ping=0.2, look=0.1, silence=1.5)
PATIENCE = 30.0


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """A simulated Slack over sockets, on the machine's own clock: silence takes real time."""
    sandbox = Sandbox(RealClock(), make_manifest(FEATURES, "socket"))
    workspace = sandbox.add_workspace("T0LINE", "Line", "line", token="xoxb-line")
    sandbox.add_person(workspace.id, Person("U0AMY", "amy", "Amy"))
    sandbox.add_channel(workspace.id, "team", members=["U0AMY"])
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.fixture
async def bot(slack: Sandbox, sqlite_files: SqliteFiles) -> AsyncIterator[Process]:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        environ = {
            "SLACK_BOT_TOKEN": "xoxb-line",
            "SLACK_APP_TOKEN": slack.world.app.app_token,
            "SLACK_API_URL": slack.api_url,
            "DATABASE_URL": database,
            "PORT": "0",
            "OPERATOR_PORT": "0",
        }
        settings = read_settings(environ)
        async with running(
            settings, RealClock(), role="web", beating=False, patience=QUICK
        ) as process:
            await slack.sockets.connected()
            yield process


async def _answers(slack: Sandbox) -> bool:
    channel = next(iter(slack.world.workspaces["T0LINE"].channels))
    reply = await slack.person("T0LINE", "U0AMY").command("/okr help", channel)
    return "/okr update" in str(reply.blocks)


async def test_a_line_that_froze_and_a_handshake_that_nobody_answers_are_given_up(
    slack: Sandbox, bot: Process
) -> None:
    """The SDK would wait for that handshake for five minutes."""
    assert await _answers(slack)
    slack.sockets.freeze(handshakes=1)
    async with asyncio.timeout(PATIENCE):
        while slack.sockets.count:  # noqa: ASYNC110 the bot has to let go of the frozen one
            await asyncio.sleep(0.05)
        await slack.sockets.connected()
    assert await _answers(slack)
    assert (await bot.health.parts())["socket"] == "ok"


async def test_who_asks_hears_that_the_line_is_dead_and_the_rest_is_well(
    slack: Sandbox, bot: Process
) -> None:
    slack.sockets.freeze(handshakes=100)
    async with asyncio.timeout(PATIENCE):
        while (await bot.health.parts())["socket"] == "ok":  # noqa: ASYNC110 as above
            await asyncio.sleep(0.05)
    assert (await bot.health.parts())["database"] == "ok"
