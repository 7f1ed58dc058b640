"""Commands and shortcuts on their way to a real Bolt app, and what comes back."""

from copy import deepcopy
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.hands import Hands, NotPossibleError
from bot.sandbox.model import Channel
from bot.sandbox.server import Sandbox
from tests.sandbox.boltapp import Route
from tests.sandbox.shown import Payload, button, field, modal, row


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("T1", "care", members=["U1", "U2", "U3"])


async def test_a_command_is_answered_to_the_person_alone(
    app: AsyncApp, mei: Hands, channel: Channel, sandbox: Sandbox
) -> None:
    heard: list[Payload] = []

    @app.command("/okr")
    async def okr(ack: Any, command: Payload) -> None:
        heard.append(command)
        await ack("Saved.")

    reply = await mei.command("/okr update KR-3 45 for @ana & co in #care", channel.id)

    assert (reply.ok, reply.text) == (True, "Saved.")
    assert heard[0]["text"] == f"update KR-3 45 for <@U2|ana> &amp; co in <#{channel.id}|care>"
    assert heard[0]["channel_name"] == "care"
    assert [m.text for m in mei.messages(channel.id)] == ["Saved."]
    assert sandbox.person("T1", "U2").messages(channel.id) == []


async def test_an_unknown_command_never_leaves_slack(
    mei: Hands, channel: Channel, route: Route
) -> None:
    reply = await mei.command("/nope at all", channel.id)

    assert not reply.ok
    assert reply.error.startswith("/nope is not a valid command.")
    assert route.headers == []


async def test_a_command_that_nobody_handles_fails_as_in_slack(
    mei: Hands, channel: Channel
) -> None:
    reply = await mei.command("/okr", channel.id)

    assert reply.error == '/okr failed with the error "dispatch_failed"'


async def test_an_answer_for_all_is_seen_by_all(
    app: AsyncApp, mei: Hands, channel: Channel, sandbox: Sandbox
) -> None:
    @app.command("/kudos")
    async def kudos(ack: Any) -> None:
        await ack(response_type="in_channel", text="Kudos!", blocks=[row(button())])

    reply = await mei.command("/kudos @ana", channel.id)

    assert reply.blocks[0]["elements"][0]["action_id"] == "go"
    assert [m.text for m in sandbox.person("T1", "U2").messages(channel.id)] == ["Kudos!"]


async def test_an_answer_with_wrong_blocks_is_not_shown(
    app: AsyncApp, mei: Hands, channel: Channel
) -> None:
    @app.command("/okr")
    async def okr(ack: Any) -> None:
        await ack(text="Look", blocks=[{"type": "section"}])

    reply = await mei.command("/okr", channel.id)

    assert reply.error == '/okr failed with the error "invalid_command_response"'
    assert "json-pointer:/blocks/0" in reply.detail
    assert mei.messages(channel.id) == []


async def test_shortcuts_of_messages_and_of_everywhere_reach_the_app(
    app: AsyncApp, mei: Hands, channel: Channel
) -> None:
    heard: list[Payload] = []

    @app.shortcut("quote.save")
    @app.shortcut("okr.new")
    async def note(ack: Any, body: Payload, client: AsyncWebClient) -> None:
        heard.append(body)
        await client.views_open(trigger_id=body["trigger_id"], view=modal(field("quote")))
        await ack()

    said = await mei.say(channel.id, "They love it")
    saved = await mei.message_shortcut("quote.save", channel.id, said.ts)
    new = await mei.global_shortcut("okr.new")

    assert saved.view is not None
    assert new.view is mei.modal
    assert heard[0]["message"]["text"] == "They love it"
    assert not {"channel", "response_url"} & set(heard[1])
    with pytest.raises(NotPossibleError, match="no global shortcut"):
        await mei.global_shortcut("quote.save")


async def test_mentions_are_plain_for_commands_that_do_not_want_them_encoded(
    app: AsyncApp, mei: Hands, sandbox: Sandbox, channel: Channel
) -> None:
    heard: list[str] = []

    @app.command("/okr")
    async def okr(ack: Any, command: Payload) -> None:
        heard.append(command["text"])
        await ack()

    await mei.command("/okr <@U2> & @everyone", channel.id)
    manifest = sandbox.world.app.manifest = deepcopy(sandbox.world.app.manifest)
    manifest["features"]["slash_commands"][0]["should_escape"] = False
    await mei.command("/okr <@U2> & @everyone", channel.id)

    assert heard == ["<@U2|ana> &amp; <!everyone>", "@ana & @everyone"]
