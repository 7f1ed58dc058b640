"""What a person does reaches a real Bolt app, and what it answers reaches the person."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock
from bot.sandbox.hands import Hands, NotPossibleError
from bot.sandbox.model import Channel
from bot.sandbox.server import Sandbox
from tests.sandbox.boltapp import Route, bolt_app, served

Payload = dict[str, Any]


@pytest.fixture
def app(slack: AsyncWebClient) -> AsyncApp:
    return bolt_app(slack)


@pytest.fixture
async def route(sandbox: Sandbox, app: AsyncApp, clock: ManualClock) -> AsyncIterator[Route]:
    async with served(sandbox, app, clock) as route:
        yield route


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("T1", "care", members=["U1", "U2", "U3"])


@pytest.fixture
def mei(sandbox: Sandbox, route: Route) -> Hands:
    return sandbox.person("T1", "U1")


def text_input(block_id: str, **element: Any) -> Payload:
    return {
        "type": "input",
        "block_id": block_id,
        "label": {"type": "plain_text", "text": block_id},
        "element": {"type": "plain_text_input", "action_id": "it", **element},
    }


def modal(*blocks: Payload, **more: Any) -> Payload:
    return {
        "type": "modal",
        "callback_id": "form",
        "title": {"type": "plain_text", "text": "Form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": list(blocks),
        **more,
    }


def button(action_id: str = "go") -> Payload:
    text = {"type": "plain_text", "text": "Go"}
    element = {"type": "button", "action_id": action_id, "text": text, "value": "KR-3"}
    return {"type": "actions", "block_id": "row", "elements": [element]}


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


async def test_a_click_carries_the_message_and_can_replace_it(
    app: AsyncApp, mei: Hands, channel: Channel, slack: AsyncWebClient
) -> None:
    heard: list[Payload] = []

    @app.action("go")
    async def go(ack: Any, body: Payload, respond: Any) -> None:
        heard.append(body)
        await respond(text="Done", replace_original=True)
        await ack()

    posted = await slack.chat_postMessage(channel=channel.id, text="Card", blocks=[button()])
    message = mei.messages(channel.id)[0]
    reply = await mei.click(message, "go")

    assert reply.ok
    assert [m.text for m in mei.messages(channel.id)] == ["Done"]
    assert heard[0]["container"] == {
        "type": "message",
        "message_ts": posted["ts"],
        "channel_id": channel.id,
        "is_ephemeral": False,
    }
    assert heard[0]["actions"][0]["value"] == "KR-3"
    assert heard[0]["message"]["text"] == "Card"


async def test_a_form_opens_by_trigger_and_closes_when_submitted(
    app: AsyncApp, mei: Hands, channel: Channel
) -> None:
    heard: list[Payload] = []

    @app.command("/okr")
    async def okr(ack: Any, client: AsyncWebClient, command: Payload) -> None:
        await client.views_open(trigger_id=command["trigger_id"], view=modal(text_input("note")))
        await ack()

    @app.view("form")
    async def form(ack: Any, view: Payload) -> None:
        heard.append(view)
        await ack()

    reply = await mei.command("/okr", channel.id)
    assert reply.view is not None
    outcome = await mei.submit(reply.view, {"note": "Faster replies"})

    assert (outcome.kind, mei.modal) == ("closed", None)
    value = {"type": "plain_text_input", "value": "Faster replies"}
    assert heard[0]["state"]["values"] == {"note": {"it": value}}


async def test_a_deactivated_person_cannot_act(
    sandbox: Sandbox, channel: Channel, route: Route
) -> None:
    with pytest.raises(NotPossibleError, match="deactivated"):
        await sandbox.person("T1", "U4").command("/okr", channel.id)
    assert route.headers == []
