"""Trigger ids and response URLs: once, soon, and only so often."""

import aiohttp
import pytest

from bot.clock import ManualClock
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Message, Payload
from bot.sandbox.server import Sandbox


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("T1", "care", members=["U1", "U2"])


@pytest.fixture
async def message(sandbox: Sandbox, channel: Channel) -> Message:
    return await sandbox.person("T1", "U2").say(channel.id, "It works!")


async def test_a_response_url_answers_five_times_within_half_an_hour(
    sandbox: Sandbox, channel: Channel, clock: ManualClock, session: aiohttp.ClientSession
) -> None:
    workspace = sandbox.world.workspaces["T1"]
    mint = sandbox.triggers.urls.mint

    async def post(url: str, payload: Payload) -> tuple[int, Payload]:
        async with session.post(url, json=payload) as response:
            return response.status, await response.json()

    url = mint(workspace, channel, "U1")
    answers = [await post(url, {"text": f"answer {n}"}) for n in range(6)]
    late = mint(workspace, channel, "U1")
    clock.advance(1801)

    assert answers[:5] == [(200, {"ok": True})] * 5
    assert answers[5] == (404, {"ok": False, "error": "used_url"})
    assert await post(late, {"text": "late"}) == (404, {"ok": False, "error": "expired_url"})
    assert [m.seen_by for m in channel.messages.values()] == ["U1"] * 5


async def test_a_response_url_speaks_to_all_or_takes_the_message_away(
    sandbox: Sandbox, channel: Channel, message: Message, session: aiohttp.ClientSession
) -> None:
    workspace = sandbox.world.workspaces["T1"]
    url = sandbox.triggers.urls.mint(workspace, channel, "U1", message)

    for payload in ({"text": "all", "response_type": "in_channel"}, {"delete_original": True}):
        async with session.post(url, json=payload) as response:
            assert response.status == 200
    async with session.post(url, json={"replace_original": True, "text": "gone"}) as response:
        assert await response.json() == {"ok": False, "error": "message_not_found"}

    assert [(m.text, m.seen_by) for m in channel.messages.values()] == [("all", None)]


def refusal(sandbox: Sandbox, trigger: str, workspace: str = "") -> str:
    with pytest.raises(SlackError) as problem:
        sandbox.triggers.take(trigger, workspace=workspace)
    return problem.value.code


async def test_a_trigger_opens_once_within_three_seconds_at_home(
    sandbox: Sandbox, clock: ManualClock
) -> None:
    triggers = sandbox.triggers
    once, late, foreign = (triggers.mint("U1", workspace="T1") for _ in range(3))

    assert refusal(sandbox, foreign, "T2") == "invalid_trigger_id"
    assert triggers.take(once, workspace="T1") == "U1"
    assert refusal(sandbox, once) == "exchanged_trigger_id"
    clock.advance(3.001)
    assert refusal(sandbox, late) == "expired_trigger_id"
    assert refusal(sandbox, "made.up") == "invalid_trigger_id"
