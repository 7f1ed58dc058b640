"""A Socket Mode line on which nothing is heard any more is made anew, from outside of the SDK."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.clock import RealClock
from bot.manifest import make_manifest
from bot.process import Process, running
from bot.sandbox.faults import Fault
from bot.sandbox.hands import Reply
from bot.sandbox.model import Person
from bot.sandbox.server import Sandbox
from bot.sandbox.wire import Kind, Retry
from bot.settings import Settings, read_settings
from bot.watchdog import Patience
from handlers.routes import FEATURES
from tests.databases import SqliteFiles
from tests.processes import PATIENCE, environ_of

QUICK = Patience(ping=0.2, look=0.1, silence=1.5)


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
async def settings(slack: Sandbox, sqlite_files: SqliteFiles) -> AsyncIterator[Settings]:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as database:
        more = {"SLACK_APP_TOKEN": slack.world.app.app_token}
        yield read_settings(environ_of(slack, database, **more))


@pytest.fixture
async def bot(slack: Sandbox, settings: Settings) -> AsyncIterator[Process]:
    async with running(settings, RealClock(), role="web", patience=QUICK) as process:
        await slack.sockets.connected()
        yield process


async def _typed(slack: Sandbox, line: str) -> Reply:
    channel = next(iter(slack.world.workspaces["T0LINE"].channels))
    return await slack.person("T0LINE", "U0AMY").command(line, channel)


async def test_a_zero_byte_comes_over_no_socket(slack: Sandbox, bot: Process) -> None:
    reply = await _typed(slack, "/okr updat\0e")
    assert "/okr update" in reply.text + str(reply.blocks)
    assert "\0" not in reply.text + str(reply.blocks)


@pytest.mark.parametrize(
    ("kind", "payload"),
    [
        ("event", {"type": "event_callback", "event_id": 7, "event": {"type": "app_home_opened"}}),
        ("event", {"event": {"type": "app_home_opened", "user": "U0AMY"}}),
        (
            "interactive",
            {"type": "block_actions", "user": {"id": "U0AMY"}, "actions": ["okr.show"]},
        ),
        ("interactive", {"type": "view_submission", "view": ["SECRET"]}),
        ("command", {"command": ["/okr"], "user_id": "U0AMY"}),
        ("command", {"command": "/okr", "user_id": 7}),
        ("command", ["SECRET"]),
        ("command", "SECRET"),
        ("command", None),
    ],
)
async def test_what_slack_does_not_send_is_acknowledged_and_comes_no_further(
    slack: Sandbox,
    bot: Process,
    caplog: pytest.LogCaptureFixture,
    kind: Kind,
    payload: Any,
) -> None:
    """Over HTTP it is 400, and here it would come again if it was not."""
    async with asyncio.timeout(PATIENCE):
        answer = await slack.sockets.send(kind, payload, Retry())
    assert (answer.status, answer.body) == (200, {})
    (told,) = [record.getMessage() for record in caplog.records if record.levelname != "INFO"]
    assert told.startswith("refused, in a shape that Slack does not send")
    assert "SECRET" not in caplog.text
    assert await _answers(slack)


@pytest.mark.parametrize("user", [{}, {"id": ""}, None, "U1"])
@pytest.mark.parametrize("kind", ["user_change", "team_join"])
async def test_a_change_of_nobody_is_taken_calmly_over_a_socket_too(
    slack: Sandbox, bot: Process, kind: str, user: object
) -> None:
    event = {"type": kind, "user": user}
    body = {"type": "event_callback", "team_id": "T0LINE", "event_id": "Ev1", "event": event}
    async with asyncio.timeout(PATIENCE):
        answer = await slack.sockets.send("event", body, Retry())
    assert (answer.status, answer.body) == (200, {})


async def _answers(slack: Sandbox) -> bool:
    return "/okr update" in str((await _typed(slack, "/okr help")).blocks)


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
    assert (await bot.health.parts())["socket"].ready


async def test_who_asks_hears_that_the_line_is_dead_and_the_rest_is_well(
    slack: Sandbox, bot: Process
) -> None:
    slack.sockets.freeze(handshakes=100)
    async with asyncio.timeout(PATIENCE):
        while (parts := await bot.health.parts())["socket"].ready:  # noqa: ASYNC110 as above
            await asyncio.sleep(0.05)
    assert parts["socket"].said == "is not connected"
    assert parts["database"].ready


async def test_whose_handshake_is_refused_tries_again_with_another_ticket(
    slack: Sandbox, settings: Settings
) -> None:
    """Each opens one connection. The SDK would try the same one until the watchdog ends it."""
    patient = Patience(ping=0.2)
    slack.sockets.refuse(handshakes=2)
    async with running(settings, RealClock(), role="web", patience=patient), asyncio.timeout(30):
        await slack.sockets.connected()
        slack.sockets.refuse(handshakes=2)
        await slack.sockets.disconnect()
        await slack.sockets.connected()
        assert await _answers(slack)


async def test_what_is_in_hand_is_answered_before_the_line_is_closed(
    slack: Sandbox, settings: Settings
) -> None:
    async with running(settings, RealClock(), role="web") as process:
        await slack.sockets.connected()
        slack.faults.add(Fault("latency", "views.open", seconds=0.5))
        typing = asyncio.create_task(_typed(slack, "/okr team"))
        line = process.health.line
        assert line is not None
        async with asyncio.timeout(PATIENCE):
            while not line.in_hand:  # noqa: ASYNC110 it is on its way over the wire
                await asyncio.sleep(0)
    reply = await typing
    assert reply.ok, reply
    assert reply.view is not None
