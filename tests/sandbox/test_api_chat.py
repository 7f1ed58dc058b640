"""chat.* as the bot meets it."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import Sandbox


async def test_message_to_a_person_opens_the_dm_and_names_it(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    answer = await slack.chat_postMessage(channel="U1", text="Good morning")

    channel = sandbox.world.workspaces["T1"].im("U1")
    assert channel is not None
    assert answer["channel"] == channel.id
    assert channel.messages[answer["ts"]].text == "Good morning"


async def test_channel_that_the_bot_is_not_in_refuses_a_message(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    channel = sandbox.add_channel("T1", "sales", members=["U1"], with_bot=False)

    with pytest.raises(SlackApiError, match="not_in_channel"):
        await slack.chat_postMessage(channel=channel.id, text="Hello")
