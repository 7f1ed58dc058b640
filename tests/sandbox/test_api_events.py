"""The app hears of what it did itself, as it does in Slack."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Channel, Person
from bot.sandbox.server import Sandbox


@pytest.fixture
async def heard(sandbox: Sandbox) -> AsyncIterator[list[dict[str, Any]]]:
    """The events that arrived at the request URL of a very quiet app."""
    events: list[dict[str, Any]] = []

    async def take(request: web.Request) -> web.Response:
        events.append((await request.json())["event"])
        return web.Response()

    app = web.Application()
    app.router.add_post("/slack/events", take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sandbox.world.app.request_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
    yield events
    await runner.cleanup()


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("T1", "support", members=["U1"])


async def test_joining_a_channel_is_heard(
    sandbox: Sandbox, slack: AsyncWebClient, heard: list[dict[str, Any]]
) -> None:
    there = sandbox.add_channel("T1", "random", members=["U1"], with_bot=False)
    await slack.conversations_join(channel=there.id)
    await sandbox.settle()

    bot = sandbox.world.workspaces["T1"].bot_user
    assert [(e["type"], e["user"], e["channel"]) for e in heard] == [
        ("member_joined_channel", bot, there.id)
    ]


async def test_own_direct_message_its_edit_and_its_end_are_heard(
    sandbox: Sandbox, slack: AsyncWebClient, heard: list[dict[str, Any]]
) -> None:
    posted = await slack.chat_postMessage(channel="U1", text="before")
    await sandbox.settle()
    await slack.chat_update(channel=posted["channel"], ts=posted["ts"], text="after")
    await sandbox.settle()
    await slack.chat_delete(channel=posted["channel"], ts=posted["ts"])
    await sandbox.settle()

    said, changed, deleted = heard
    assert said["bot_id"] == sandbox.world.workspaces["T1"].bot_id
    assert changed["subtype"] == "message_changed"
    assert changed["previous_message"]["text"] == "before"
    assert changed["message"]["text"] == "after"
    assert (deleted["subtype"], deleted["deleted_ts"]) == ("message_deleted", posted["ts"])


async def test_own_message_in_a_channel_is_not_heard_without_its_subscription(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel, heard: list[dict[str, Any]]
) -> None:
    await slack.chat_postMessage(channel=channel.id, text="hello")
    await sandbox.settle()

    assert heard == []


async def test_own_reaction_is_heard_coming_and_going(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel, heard: list[dict[str, Any]]
) -> None:
    posted = await slack.chat_postMessage(channel=channel.id, text="done")
    where: dict[str, Any] = {"channel": channel.id, "timestamp": posted["ts"], "name": "tada"}
    await slack.reactions_add(**where)
    await sandbox.settle()
    await slack.reactions_remove(**where)
    await sandbox.settle()

    assert [event["type"] for event in heard] == ["reaction_added", "reaction_removed"]
    assert heard[0]["item"]["ts"] == posted["ts"]


async def test_newcomer_is_heard_of_once_the_sandbox_is_served(
    sandbox: Sandbox, heard: list[dict[str, Any]]
) -> None:
    sandbox.add_person("T1", Person("U7", "kim", "Kim New"))
    await sandbox.settle()

    assert [(event["type"], event["user"]["id"]) for event in heard] == [("team_join", "U7")]
