"""Uploads in three steps, and when a file may be shown."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock
from bot.sandbox.model import Channel
from bot.sandbox.server import Sandbox

PNG = b"\x89PNG\r\n\x1a\n"


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("T1", "support", members=["U1"])


async def test_sdk_uploads_a_file_into_a_thread(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel, clock: ManualClock
) -> None:
    parent = await slack.chat_postMessage(channel=channel.id, text="digest")
    clock.advance(1)

    await slack.files_upload_v2(
        channel=channel.id,
        thread_ts=parent["ts"],
        filename="nps.png",
        content=PNG,
        title="NPS",
        initial_comment="NPS since March",
    )

    (shared,) = channel.threads(parent["ts"])
    file = sandbox.world.workspaces["T1"].files[shared.files[0]]
    assert (shared.text, file.title, file.content) == ("NPS since March", "NPS", PNG)


async def test_uploaded_file_can_be_looked_at(
    sandbox: Sandbox, slack: AsyncWebClient, session: aiohttp.ClientSession, channel: Channel
) -> None:
    answer = await slack.files_upload_v2(channel=channel.id, filename="nps.png", content=PNG)

    async with session.get(answer["files"][0]["url_private"]) as response:
        assert response.content_type == "image/png"
        assert await response.read() == PNG


async def test_upload_of_another_length_is_refused(
    slack: AsyncWebClient, session: aiohttp.ClientSession
) -> None:
    asked = await slack.files_getUploadURLExternal(filename="a.png", length=9)

    async with session.post(asked["upload_url"], data=PNG) as response:
        assert response.status == 400
    with pytest.raises(SlackApiError, match="file_not_found"):
        await slack.files_completeUploadExternal(files=[{"id": asked["file_id"]}])


async def test_multipart_upload_says_how_many_bytes_came(
    slack: AsyncWebClient, session: aiohttp.ClientSession
) -> None:
    asked = await slack.files_getUploadURLExternal(filename="a.png", length=len(PNG))
    form = aiohttp.FormData()
    form.add_field("file", PNG, filename="a.png")

    async with session.post(asked["upload_url"], data=form) as response:
        assert await response.text() == f"OK - {len(PNG)}"


async def test_file_cannot_be_shared_where_the_bot_is_not(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    there = sandbox.add_channel("T1", "random", members=["U1"], with_bot=False)

    with pytest.raises(SlackApiError, match="not_in_channel"):
        await slack.files_upload_v2(channel=there.id, filename="a.png", content=PNG)


async def test_block_may_show_a_file_only_when_slack_is_done_with_it(
    slack: AsyncWebClient, channel: Channel, clock: ManualClock
) -> None:
    uploaded = await slack.files_upload_v2(filename="a.png", content=PNG)
    file = {"id": uploaded["files"][0]["id"]}
    image: dict[str, Any] = {"type": "image", "alt_text": "NPS", "slack_file": file}

    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel=channel.id, text="NPS", blocks=[image])
    assert refused.value.response["errors"] == [
        "invalid slack file [json-pointer:/blocks/0/slack_file]"
    ]

    clock.advance(2)
    assert (await slack.chat_postMessage(channel=channel.id, text="NPS", blocks=[image]))["ok"]
