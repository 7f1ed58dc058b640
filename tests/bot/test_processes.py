"""The commands of the shell, as processes: web and worker apart."""

import asyncio
import os
import socket
import sys
from collections.abc import Awaitable, Callable

import pytest

from bot.sandbox.server import Sandbox
from tests.databases import ROLE, Postgres, SqliteFiles
from tests.processes import PATIENCE, environ_of, start


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


async def test_a_role_that_nothing_holds_is_warned_of_once(
    slack: Sandbox, postgres: Postgres
) -> None:
    await postgres.prepare()
    postgres.run("CREATE ROLE almighty LOGIN SUPERUSER")
    with postgres.fresh() as url:
        environ = environ_of(slack, url.replace(f"{ROLE}:@", "almighty:@"))
        process = await start(environ, "run", "--role", "worker")
        assert "ready" in await process.ready()
        code, _, errors = await process.ended(ask=True)
    postgres.run("DROP ROLE almighty")
    assert code == 0
    (line,) = errors.splitlines()
    assert "DATABASE_URL: the role almighty is a superuser: row-level security does not" in line
    assert "Use a plain role" in line


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


async def test_what_does_not_end_by_itself_is_ended() -> None:
    hangs = "import bot.shell, threading; bot.shell.end_by_force(0.1); threading.Event().wait()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", hangs, stderr=asyncio.subprocess.PIPE
    )
    async with asyncio.timeout(PATIENCE):
        _, said = await process.communicate()
    assert process.returncode == 1
    assert b"ended by force" in said


async def test_what_does_not_end_by_itself_is_ended_also_when_nobody_reads_its_log() -> None:
    stuck = (
        "import bot.logs, bot.shell, logging; bot.logs.set_up_logging('INFO');"
        " bot.shell.end_by_force(1); log = logging.getLogger('bot');"
        " [log.warning('x' * 1000) for _ in iter(int, 1)]"
    )
    reads, writes = os.pipe()
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", stuck, stderr=writes)
    os.close(writes)
    try:
        async with asyncio.timeout(PATIENCE):
            assert await process.wait() == 1
    finally:
        os.close(reads)
