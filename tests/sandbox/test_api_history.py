"""What was said in a channel or a thread, for whom the app may read it."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import chat
from bot.sandbox.model import Channel, Message
from bot.sandbox.server import Sandbox

READING = frozenset({"channels:history", "groups:history"})
MARK = {"event_type": "mark", "event_payload": {"id": "1"}}


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    sandbox.limits.on = False
    sandbox.world.workspaces["T1"].scopes |= READING
    return sandbox.add_channel("T1", "support", members=["U1", "U2"])


def said(sandbox: Sandbox, channel: Channel, text: str, **how: Any) -> Message:
    workspace = sandbox.world.workspaces["T1"]
    return chat.post(sandbox.world, workspace, channel, "U1", {"text": text}, **how)


def texts(answer: Any) -> list[str]:
    return [message["text"] for message in answer["messages"]]


async def test_a_channel_tells_what_everybody_saw_there_the_last_first(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    first = said(sandbox, channel, "one")
    said(sandbox, channel, "below", thread_ts=first.ts)
    said(sandbox, channel, "for you", seen_by="U2")
    last = said(sandbox, channel, "two")

    assert texts(await slack.conversations_history(channel=channel.id)) == ["two", "one"]
    since = await slack.conversations_history(channel=channel.id, oldest=first.ts)
    assert texts(since) == ["two"]
    both = await slack.conversations_history(channel=channel.id, oldest=first.ts, inclusive=True)
    assert texts(both) == ["two", "one"]
    before = await slack.conversations_history(channel=channel.id, latest=last.ts)
    assert texts(before) == ["one"]
    with pytest.raises(SlackApiError, match="invalid_ts_oldest"):
        await slack.conversations_history(channel=channel.id, oldest="yesterday")


async def test_a_channel_is_told_in_pages(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    for text in ("one", "two", "three"):
        said(sandbox, channel, text)

    page = await slack.conversations_history(channel=channel.id, limit=2)
    assert (texts(page), page["has_more"]) == (["three", "two"], True)
    cursor = page["response_metadata"]["next_cursor"]
    rest = await slack.conversations_history(channel=channel.id, limit=2, cursor=cursor)
    assert (texts(rest), rest["has_more"]) == (["one"], False)


async def test_a_thread_is_told_from_its_beginning(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    first = said(sandbox, channel, "one")
    reply = said(sandbox, channel, "below", thread_ts=first.ts)
    said(sandbox, channel, "further below", thread_ts=first.ts)
    said(sandbox, channel, "two")

    thread = await slack.conversations_replies(channel=channel.id, ts=first.ts)
    assert texts(thread) == ["one", "below", "further below"]
    late = await slack.conversations_replies(channel=channel.id, ts=first.ts, oldest=reply.ts)
    assert texts(late) == ["one", "further below"]


async def test_metadata_is_told_to_whoever_asks_for_it(
    slack: AsyncWebClient, channel: Channel
) -> None:
    await slack.chat_postMessage(channel=channel.id, text="one", metadata=MARK)

    (plain,) = (await slack.conversations_history(channel=channel.id))["messages"]
    asked = await slack.conversations_history(channel=channel.id, include_all_metadata=True)
    assert "metadata" not in plain
    assert asked["messages"][0]["metadata"] == MARK


async def test_reading_takes_the_scope_of_its_kind_of_channel_and_a_place_in_it(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    answer = await slack.chat_postMessage(channel="U1", text="Good morning")
    elsewhere = sandbox.add_channel("T1", "sales", members=["U1"], with_bot=False)

    with pytest.raises(SlackApiError, match="not_in_channel"):
        await slack.conversations_history(channel=elsewhere.id)
    sandbox.world.workspaces["T1"].scopes -= READING
    assert texts(await slack.conversations_history(channel=answer["channel"])) == ["Good morning"]
    with pytest.raises(SlackApiError, match="missing_scope"):
        await slack.conversations_history(channel=channel.id)
