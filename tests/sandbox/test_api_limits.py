"""Budgets by the clock, and trouble on order."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock
from bot.sandbox.faults import Fault
from bot.sandbox.model import Channel
from bot.sandbox.server import Sandbox

BEARER = {"Authorization": "Bearer xoxb-acme"}


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("T1", "support", members=["U1", "U2"])


async def test_channel_takes_one_message_a_second(
    slack: AsyncWebClient, channel: Channel, clock: ManualClock
) -> None:
    await slack.chat_postMessage(channel=channel.id, text="one")
    clock.advance(0.999)
    with pytest.raises(SlackApiError) as refused:
        await slack.chat_postMessage(channel=channel.id, text="two")
    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "1"

    clock.advance(0.001)
    await slack.chat_postMessage(channel=channel.id, text="two")

    assert [message.text for message in channel.messages.values()] == ["one", "two"]


async def test_other_channels_and_workspaces_have_seconds_of_their_own(
    sandbox: Sandbox, slack: AsyncWebClient, neighbour: AsyncWebClient, channel: Channel
) -> None:
    await slack.chat_postMessage(channel=channel.id, text="one")
    await slack.chat_postMessage(channel="U1", text="two")

    assert (await neighbour.chat_postMessage(channel="U9", text="three"))["ok"]


async def test_tier_counts_by_method_and_workspace_over_a_minute(
    slack: AsyncWebClient, neighbour: AsyncWebClient, clock: ManualClock
) -> None:
    for _ in range(20):
        await slack.users_list()
        clock.advance(1)
    with pytest.raises(SlackApiError) as refused:
        await slack.users_list()

    assert refused.value.response.headers["Retry-After"] == "40"
    assert (await slack.users_info(user="U1"))["ok"]
    assert (await neighbour.users_list())["ok"]
    clock.advance(40)
    assert (await slack.users_list())["ok"]


async def test_limits_can_be_switched_off(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    sandbox.limits.on = False

    for number in range(3):
        await slack.chat_postMessage(channel=channel.id, text=str(number))

    assert len(channel.messages) == 3


async def test_connection_cut_before_leaves_no_message(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    sandbox.faults.add(Fault("cut_before", method="chat.*"))

    with pytest.raises(aiohttp.ClientConnectionError):
        await slack.chat_postMessage(channel=channel.id, text="lost")

    assert not channel.messages
    assert (await slack.chat_postMessage(channel=channel.id, text="again"))["ok"]


async def test_connection_cut_after_leaves_the_message(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel
) -> None:
    sandbox.faults.add(Fault("cut_after", method="chat.postMessage"))

    with pytest.raises(aiohttp.ClientConnectionError):
        await slack.chat_postMessage(channel=channel.id, text="said")

    assert [message.text for message in channel.messages.values()] == ["said"]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault("token_revoked"), "token_revoked"),
        (Fault("archived"), "is_archived"),
        (Fault("error", error="fatal_error"), "fatal_error"),
        (Fault("ratelimited", seconds=7), "ratelimited"),
    ],
)
async def test_fault_answers_with_its_error_as_often_as_asked(
    sandbox: Sandbox, slack: AsyncWebClient, channel: Channel, fault: Fault, error: str
) -> None:
    sandbox.faults.add(fault)

    with pytest.raises(SlackApiError, match=error):
        await slack.chat_postMessage(channel=channel.id, text="one")

    assert (await slack.chat_postMessage(channel=channel.id, text="one"))["ok"]


async def test_server_error_has_a_status_and_no_json(
    sandbox: Sandbox, session: aiohttp.ClientSession
) -> None:
    sandbox.faults.add(Fault("server_error", status=502))

    async with session.post(sandbox.api_url + "auth.test", headers=BEARER) as response:
        assert response.status == 502
        assert "json" not in response.content_type


async def test_server_error_after_leaves_the_message(
    sandbox: Sandbox, session: aiohttp.ClientSession, channel: Channel
) -> None:
    sandbox.faults.add(Fault("server_error_after", method="chat.*"))

    said = {"channel": channel.id, "text": "said"}
    url = sandbox.api_url + "chat.postMessage"
    async with session.post(url, headers=BEARER, json=said) as response:
        assert response.status == 503
        assert "json" not in response.content_type

    assert [message.text for message in channel.messages.values()] == ["said"]


async def test_late_answer_comes_when_its_time_has_come(
    sandbox: Sandbox, slack: AsyncWebClient, clock: ManualClock
) -> None:
    asked_at = clock.now()
    sandbox.faults.add(Fault("latency", method="auth.test", seconds=5))

    answer = asyncio.ensure_future(slack.auth_test())
    while not answer.done():
        clock.advance(1)
        await asyncio.sleep(0)

    assert (await answer)["ok"]
    assert clock.now() - asked_at >= timedelta(seconds=5)


async def test_socket_is_opened_with_the_app_token_only(
    sandbox: Sandbox, slack: AsyncWebClient
) -> None:
    opened = await slack.apps_connections_open(app_token=sandbox.world.app.app_token)

    assert opened["url"].startswith("ws://127.0.0.1:")
    with pytest.raises(SlackApiError, match="not_allowed_token_type"):
        await slack.apps_connections_open(app_token="xoxb-acme")


async def test_fault_for_one_workspace_spares_the_other(
    sandbox: Sandbox, slack: AsyncWebClient, neighbour: AsyncWebClient
) -> None:
    sandbox.faults.add(Fault("error", workspace="T2", times=2))

    assert (await slack.auth_test())["ok"]
    with pytest.raises(SlackApiError, match="internal_error"):
        await neighbour.auth_test()
