"""chat.* as the bot meets it."""

from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import chat
from bot.sandbox.model import Channel
from bot.sandbox.server import Sandbox

DIVIDER = {"type": "divider"}


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    sandbox.limits.on = False
    return sandbox.add_channel("T1", "support", members=["U1", "U2"])


async def test_message_to_a_person_opens_the_dm_and_names_it(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    answer = await slack.chat_postMessage(channel="U1", text="Good morning")

    im = sandbox.world.workspaces["T1"].im("U1")
    assert im is not None
    assert answer["channel"] == im.id
    assert im.messages[answer["ts"]].text == "Good morning"


@pytest.mark.parametrize(
    ("kind", "error"), [("public", "not_in_channel"), ("private", "channel_not_found")]
)
async def test_channel_without_the_bot_refuses_a_message(
    sandbox: Sandbox, slack: AsyncWebClient, kind: Any, error: str
) -> None:
    there = sandbox.add_channel("T1", "sales", members=["U1"], kind=kind, with_bot=False)

    with pytest.raises(SlackApiError, match=error):
        await slack.chat_postMessage(channel=there.id, text="Hello")


async def test_archived_channel_refuses_a_message(slack: AsyncWebClient, channel: Channel) -> None:
    channel.archived = True

    with pytest.raises(SlackApiError, match="is_archived"):
        await slack.chat_postMessage(channel=channel.id, text="Hello")


async def test_dm_between_other_people_does_not_exist(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    private = Channel("D0OTHER", "", "im", {"U1", "U2"})
    sandbox.world.workspaces["T1"].channels[private.id] = private

    with pytest.raises(SlackApiError, match="channel_not_found"):
        await slack.chat_postMessage(channel=private.id, text="Hello")


async def test_messages_tab_that_is_off_refuses_direct_messages(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    app = sandbox.world.app
    features = app.manifest["features"] | {"app_home": {"messages_tab_enabled": False}}
    app.manifest = app.manifest | {"features": features}

    with pytest.raises(SlackApiError, match="messages_tab_disabled"):
        await slack.chat_postMessage(channel="U1", text="Hello")


async def test_message_without_words_is_refused(slack: AsyncWebClient, channel: Channel) -> None:
    with pytest.raises(SlackApiError, match="no_text"):
        await slack.api_call("chat.postMessage", json={"channel": channel.id, "text": ""})


async def test_bad_blocks_are_refused_with_the_place_that_is_wrong(
    slack: AsyncWebClient, channel: Channel
) -> None:
    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel=channel.id, text="x", blocks=[{"type": "gird"}])

    assert refused.value.response["error"] == "invalid_blocks"
    assert refused.value.response["errors"] == [
        "unsupported type: gird [json-pointer:/blocks/0/type]"
    ]
    assert refused.value.response["response_metadata"]["messages"] == [
        "[ERROR] unsupported type: gird [json-pointer:/blocks/0/type]"
    ]
    assert not channel.messages


async def test_refused_message_does_not_use_up_the_second(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    sandbox.limits.on = True
    with pytest.raises(SlackApiError, match="invalid_blocks"):
        await slack.chat_postMessage(channel=channel.id, text="x", blocks=[{"type": "gird"}])

    assert (await slack.chat_postMessage(channel=channel.id, text="right"))["ok"]


async def test_reply_to_nothing_is_refused_and_does_not_use_up_the_second(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    sandbox.limits.on = True
    with pytest.raises(SlackApiError, match="thread_not_found"):
        await slack.chat_postMessage(channel=channel.id, text="late", thread_ts="1.000001")

    assert (await slack.chat_postMessage(channel=channel.id, text="late"))["ok"]


async def test_blocks_of_an_attachment_are_checked_too(
    slack: AsyncWebClient, channel: Channel
) -> None:
    attachment = {"fallback": "grid", "blocks": [{"type": "gird"}]}

    with pytest.raises(SlackApiError, match="invalid_attachments"):
        await slack.chat_postMessage(channel=channel.id, text="a", attachments=[attachment])


async def test_reply_to_a_reply_goes_to_its_parent(slack: AsyncWebClient, channel: Channel) -> None:
    parent = await slack.chat_postMessage(channel=channel.id, text="summary")
    reply = await slack.chat_postMessage(channel=channel.id, text="late", thread_ts=parent["ts"])
    await slack.chat_postMessage(channel=channel.id, text="later", thread_ts=reply["ts"])

    assert [message.text for message in channel.threads(parent["ts"])] == ["late", "later"]


async def test_update_with_text_alone_takes_the_blocks_away(
    slack: AsyncWebClient, channel: Channel
) -> None:
    posted = await slack.chat_postMessage(channel=channel.id, text="a", blocks=[DIVIDER])
    await slack.chat_update(channel=channel.id, ts=posted["ts"], text="b")

    message = channel.messages[posted["ts"]]
    assert (message.text, message.blocks, message.edited) == ("b", [], True)


async def test_update_with_blocks_alone_is_not_marked_as_edited(
    slack: AsyncWebClient, channel: Channel
) -> None:
    posted = await slack.chat_postMessage(channel=channel.id, text="a")
    blocks_only = {"channel": channel.id, "ts": posted["ts"], "blocks": [DIVIDER]}
    await slack.api_call("chat.update", json=blocks_only)

    message = channel.messages[posted["ts"]]
    assert (message.text, len(message.blocks), message.edited) == ("a", 1, False)


async def test_update_of_more_than_four_thousand_characters_is_refused(
    slack: AsyncWebClient, channel: Channel
) -> None:
    posted = await slack.chat_postMessage(channel=channel.id, text="x" * 4_001)

    with pytest.raises(SlackApiError, match="msg_too_long"):
        await slack.chat_update(channel=channel.id, ts=posted["ts"], text="x" * 4_001)


async def test_very_long_message_is_cut(slack: AsyncWebClient, channel: Channel) -> None:
    posted = await slack.chat_postMessage(channel=channel.id, text="x" * 40_001)

    assert len(channel.messages[posted["ts"]].text) == 40_000


async def test_somebody_elses_message_cannot_be_changed(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    world = sandbox.world
    theirs = chat.post(world, world.workspaces["T1"], channel, "U1", {"text": "mine"})

    with pytest.raises(SlackApiError, match="cant_update_message"):
        await slack.chat_update(channel=channel.id, ts=theirs.ts, text="yours")
    with pytest.raises(SlackApiError, match="cant_delete_message"):
        await slack.chat_delete(channel=channel.id, ts=theirs.ts)


async def test_deleted_message_is_gone(slack: AsyncWebClient, channel: Channel) -> None:
    posted = await slack.chat_postMessage(channel=channel.id, text="oops")
    await slack.chat_delete(channel=channel.id, ts=posted["ts"])

    assert not channel.messages
    with pytest.raises(SlackApiError, match="message_not_found"):
        await slack.chat_update(channel=channel.id, ts=posted["ts"], text="again")


async def test_update_by_user_id_is_refused(slack: AsyncWebClient) -> None:
    posted = await slack.chat_postMessage(channel="U1", text="hello")

    with pytest.raises(SlackApiError, match="channel_not_found"):
        await slack.chat_update(channel="U1", ts=posted["ts"], text="again")


async def test_ephemeral_is_seen_by_one_person_and_cannot_be_updated(
    slack: AsyncWebClient, channel: Channel
) -> None:
    answer = await slack.chat_postEphemeral(channel=channel.id, user="U1", text="psst")

    assert channel.messages[answer["message_ts"]].seen_by == "U1"
    with pytest.raises(SlackApiError, match="message_not_found"):
        await slack.chat_update(channel=channel.id, ts=answer["message_ts"], text="again")


async def test_ephemeral_for_someone_elsewhere_is_refused(
    slack: AsyncWebClient, channel: Channel
) -> None:
    with pytest.raises(SlackApiError, match="user_not_in_channel"):
        await slack.chat_postEphemeral(channel=channel.id, user="U3", text="psst")


async def test_permalink_names_the_workspace_and_the_message(
    slack: AsyncWebClient, channel: Channel
) -> None:
    posted = await slack.chat_postMessage(channel=channel.id, text="here")

    answer = await slack.chat_getPermalink(channel=channel.id, message_ts=posted["ts"])

    digits = posted["ts"].replace(".", "")
    assert answer["permalink"] == f"https://acme.slack.com/archives/{channel.id}/p{digits}"


async def test_markdown_text_stands_alone(slack: AsyncWebClient, channel: Channel) -> None:
    with pytest.raises(SlackApiError, match="markdown_text_conflict"):
        await slack.chat_postMessage(channel=channel.id, text="a", markdown_text="**b**")

    posted = await slack.chat_postMessage(channel=channel.id, markdown_text="**b**")
    assert posted["message"]["blocks"][0]["type"] == "markdown"


async def test_metadata_has_a_type_and_a_payload(slack: AsyncWebClient, channel: Channel) -> None:
    kept = {"event_type": "round", "event_payload": {"id": "1"}}
    posted = await slack.chat_postMessage(channel=channel.id, text="a", metadata=kept)

    assert posted["message"]["metadata"] == kept
    with pytest.raises(SlackApiError, match="invalid_metadata_schema"):
        await slack.chat_postMessage(channel=channel.id, text="a", metadata={"event_type": "x"})
