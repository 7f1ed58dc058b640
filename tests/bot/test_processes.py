"""The commands of the shell, as processes: web and worker apart, the doctor, the manifest."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from bot.clock import RealClock
from bot.manifest import make_manifest, scopes
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from handlers.routes import FEATURES
from tests.databases import Postgres, SqliteFiles
from tests.processes import PATIENCE, environ_of, start


@pytest.fixture
async def slack() -> AsyncIterator[Sandbox]:
    """A simulated Slack on the machine's own clock, for processes of their own."""
    sandbox = Sandbox(RealClock(), make_manifest(FEATURES, "http"))
    workspace = sandbox.add_workspace("T0PROC", "Proc", "proc", token="xoxb-proc")
    sandbox.add_person(workspace.id, Person("U0AMY", "amy", "Amy"))
    sandbox.add_person(workspace.id, Person("U0BOB", "bob", "Bob"))
    sandbox.add_channel(workspace.id, "team", members=["U0AMY", "U0BOB"])
    await sandbox.start()
    yield sandbox
    await sandbox.stop()


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_web_and_worker_are_two_processes_on_one_database(
    slack: Sandbox, kind: str, request: pytest.FixtureRequest
) -> None:
    name = "postgres" if kind == "postgresql" else "sqlite_files"
    source: Postgres | SqliteFiles = request.getfixturevalue(name)
    await source.prepare()
    with source.fresh() as database:
        environ = environ_of(slack, database)
        web = await start(environ, "run", "--role", "web")
        worker = await start(environ, "run", "--role", "worker")
        told = await web.ready()
        assert "ready (web)" in told
        assert "ready (worker)" in await worker.ready()
        address = told.split(" on ")[1].strip(" .\n")
        slack.world.app.request_url = f"{address}/slack/events"
        await _thank(slack)
        for process in (web, worker):
            code, _, errors = await process.ended(ask=True)
            assert (code, errors) == (0, "")


async def _thank(slack: Sandbox) -> None:
    """What one process received, the other sends."""
    channel = next(iter(slack.world.workspaces["T0PROC"].channels))
    amy, bob = slack.person("T0PROC", "U0AMY"), slack.person("T0PROC", "U0BOB")
    reply = await amy.command("/okr help", channel)
    assert "/okr update" in str(reply.blocks)

    async def thanked() -> bool:
        answer = await amy.command("/kudos @bob for staying so late", channel)
        return "will hear it" in answer.text

    async def heard() -> bool:
        return bool(bob.dms())

    await _until(thanked)  # the worker reads the directory first
    await _until(heard)
    assert len(bob.dms()) == 1


async def _until(check: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not await check():  # noqa: ASYNC110 other processes are at work
            await asyncio.sleep(0.1)


async def test_a_port_that_is_taken_is_named(slack: Sandbox, sqlite_files: SqliteFiles) -> None:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database, socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        code, _, errors = await (await start(environ_of(slack, database, PORT=port), "run")).ended()
    assert code == 2
    assert port in errors
    assert "Traceback" not in errors


@pytest.mark.parametrize(
    "address", ["postgresql://nobody@127.0.0.1:1/none", "sqlite:////nowhere/at/all.db"]
)
async def test_a_database_that_cannot_be_had_is_named(slack: Sandbox, address: str) -> None:
    code, _, errors = await (await start(environ_of(slack, address), "run")).ended()
    assert code == 2
    assert "DATABASE_URL: the database cannot be used" in errors
    assert "Traceback" not in errors


async def test_a_process_is_there_though_slack_is_out_of_reach_and_can_be_stopped(
    slack: Sandbox, sqlite_files: SqliteFiles
) -> None:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        away = {"SLACK_API_URL": "http://127.0.0.1:1/api/", "SLACK_APP_TOKEN": "xapp-1"}
        process = await start(environ_of(slack, database, **away), "run")
        assert "ready" in await process.ready()
        code, _, errors = await process.ended(ask=True)
    assert code == 0
    assert "Slack cannot be asked about token 1 of SLACK_BOT_TOKEN now" in errors
    assert "Socket Mode is not connected yet" in errors


async def test_the_doctor_finds_everything_well(slack: Sandbox, sqlite_files: SqliteFiles) -> None:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        code, told, _ = await (await start(environ_of(slack, database), "doctor")).ended()
    lines = told.splitlines()
    assert code == 0
    assert [line.split()[:2] for line in lines] == [
        ["ok", what]
        for what in ("settings", "database", "token", "scopes", "clock", "prompts", "process")
    ]


@pytest.mark.parametrize(
    ("change", "failed"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "token"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none"}, "database"),
        ({"SLACK_API_URL": "http://127.0.0.1:1/api/"}, "clock"),
        ({"PORT": "none"}, "settings"),
        ({"OPERATOR_PORT": "1"}, "process"),
    ],
)
async def test_the_doctor_names_what_is_wrong_and_exits_1(
    slack: Sandbox, sqlite_files: SqliteFiles, change: dict[str, str], failed: str
) -> None:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        environ = environ_of(slack, database) | change
        code, told, errors = await (await start(environ, "doctor")).ended()
    assert code == 1
    assert any(line.split()[:2] == ["FAIL", failed] for line in told.splitlines()), told
    assert "Traceback" not in errors


async def test_the_doctor_names_scopes_that_are_missing(
    slack: Sandbox, sqlite_files: SqliteFiles
) -> None:
    workspace = slack.world.workspaces["T0PROC"]
    workspace.scopes -= {"reactions:read"}
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        code, told, _ = await (await start(environ_of(slack, database), "doctor")).ended()
    assert code == 1
    assert "missing: reactions:read" in told


@pytest.mark.parametrize("mode", ["socket", "http"])
async def test_the_manifest_is_what_slack_accepts(slack: Sandbox, mode: str) -> None:
    environ = environ_of(slack, "sqlite:///none.db")
    code, told, _ = await (await start(environ, "manifest", "--mode", mode)).ended()
    manifest = json.loads(told)
    assert code == 0
    shown = manifest["display_information"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert 175 <= len(shown["long_description"]) <= 4000
    asked = manifest["oauth_config"]["scopes"]
    assert asked["bot_optional"] == ["dnd:read"]  # whoever declines it is not held back for it
    assert asked["bot"] == sorted([*scopes(FEATURES), *asked["bot_optional"]])
    for command in manifest["features"]["slash_commands"]:
        assert 2 <= len(command["command"]) <= 32
        assert ("url" in command) is (mode == "http")
    for shortcut in manifest["features"]["shortcuts"]:
        assert len(shortcut["name"]) <= 24
        assert len(shortcut["description"]) <= 150
    settings = manifest["settings"]
    assert settings["socket_mode_enabled"] is (mode == "socket")
    assert ("request_url" in settings["event_subscriptions"]) is (mode == "http")
