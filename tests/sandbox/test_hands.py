"""What a person does reaches a real Bolt app, and what it answers reaches the person."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.hands import Hands, NotPossibleError
from bot.sandbox.model import Channel
from bot.sandbox.server import Sandbox
from tests.sandbox.boltapp import Route
from tests.sandbox.shown import Payload, button, field, home, modal, row, select


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("T1", "care", members=["U1", "U2", "U3"])


async def test_a_click_carries_the_message_and_can_replace_it(
    app: AsyncApp, mei: Hands, channel: Channel, slack: AsyncWebClient
) -> None:
    heard: list[Payload] = []

    @app.action("go")
    async def go(ack: Any, body: Payload, respond: Any) -> None:
        heard.append(body)
        await respond(text="Done", replace_original=True)
        await ack()

    posted = await slack.chat_postMessage(channel=channel.id, text="Card", blocks=[row(button())])
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
        await client.views_open(trigger_id=command["trigger_id"], view=modal(field("note")))
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


async def test_guests_do_the_daily_work_but_open_no_doors(
    app: AsyncApp, sandbox: Sandbox, channel: Channel, route: Route
) -> None:
    @app.command("/okr")
    async def okr(ack: Any) -> None:
        await ack("Hello")

    guest = sandbox.person("T1", "U3")
    other = sandbox.add_channel("T1", "other", members=["U1"])

    assert (await guest.command("/okr", channel.id)).text == "Hello"
    with pytest.raises(NotPossibleError, match="cannot join"):
        await guest.join(other.id)
    with pytest.raises(NotPossibleError, match="cannot invite"):
        await guest.invite(channel.id, "U2")


async def test_one_writes_only_where_one_is_and_where_it_is_open(
    sandbox: Sandbox, mei: Hands, channel: Channel
) -> None:
    other = sandbox.add_channel("T1", "other", members=["U2"])
    secret = sandbox.add_channel("T1", "secret", members=["U2"], kind="private")

    with pytest.raises(NotPossibleError, match="Join first"):
        await mei.say(other.id, "hi")
    with pytest.raises(NotPossibleError, match="cannot see"):
        await mei.command("/okr", secret.id)
    await mei.join(other.id)
    await mei.say(other.id, "hi")
    await sandbox.person("T1", "U2").archive(channel.id)
    with pytest.raises(NotPossibleError, match="archived"):
        await mei.react(channel.id, "1.0", "tada")


async def test_an_ephemeral_is_clicked_without_its_content_and_replaced(
    app: AsyncApp, mei: Hands, channel: Channel
) -> None:
    heard: list[Payload] = []

    @app.command("/okr")
    async def okr(ack: Any) -> None:
        await ack(text="Mine", blocks=[row(button())])

    @app.action("go")
    async def go(ack: Any, body: Payload, respond: Any) -> None:
        heard.append(body)
        await respond(text="Yours", replace_original=True)
        await ack()

    shown = (await mei.command("/okr", channel.id)).message
    assert shown is not None
    reply = await mei.click(shown, "go")

    assert (reply.text, [m.text for m in mei.messages(channel.id)]) == ("Yours", ["Yours"])
    assert heard[0]["container"]["is_ephemeral"] is True
    assert "message" not in heard[0]


async def test_choices_in_a_message_are_kept_per_person_and_sent_along(
    app: AsyncApp, mei: Hands, sandbox: Sandbox, channel: Channel, slack: AsyncWebClient
) -> None:
    heard: list[Payload] = []

    @app.action("confidence")
    @app.action("go")
    async def note(ack: Any, body: Payload) -> None:
        heard.append(body)
        await ack()

    blocks = [row(select("confidence", "low", "high"), button())]
    await slack.chat_postMessage(channel=channel.id, text="Card", blocks=blocks)
    card = mei.messages(channel.id)[0]
    await mei.click(card, "confidence", value="high")
    await mei.click(card, "go")
    await sandbox.person("T1", "U2").click(card, "go")

    assert heard[0]["actions"][0]["selected_option"]["value"] == "high"
    chosen = [b["state"]["values"]["row"]["confidence"]["selected_option"] for b in heard]
    assert [c and c["value"] for c in chosen] == ["high", "high", None]


async def test_a_click_that_nobody_handles_warns(
    mei: Hands, channel: Channel, slack: AsyncWebClient
) -> None:
    await slack.chat_postMessage(channel=channel.id, text="Card", blocks=[row(button())])
    reply = await mei.click(mei.messages(channel.id)[0], "go")

    assert (reply.ok, reply.error) == (False, "This app did not respond in time. Try again?")
    assert reply.detail == "http_error 404"


async def test_what_is_not_there_cannot_be_clicked(
    mei: Hands, channel: Channel, slack: AsyncWebClient
) -> None:
    await slack.chat_postMessage(channel=channel.id, text="Card", blocks=[row(button())])

    with pytest.raises(LookupError, match="there are: go"):
        await mei.click(mei.messages(channel.id)[0], "stop")


async def test_home_is_published_when_it_is_opened_and_can_be_used(
    app: AsyncApp, mei: Hands
) -> None:
    views: list[bool] = []

    @app.event("app_home_opened")
    async def opened(event: Payload, client: AsyncWebClient) -> None:
        views.append("view" in event)
        await client.views_publish(user_id=event["user"], view=home(row(button())))

    @app.action("go")
    async def go(ack: Any, body: Payload, client: AsyncWebClient) -> None:
        blocks = home(row(button("next")))
        await client.views_publish(user_id=body["user"]["id"], view=blocks)
        await ack()

    view = await mei.open_home()
    assert view is not None
    reply = await mei.click(view, "go")

    assert reply.view is not None
    assert reply.view.payload["blocks"][0]["elements"][0]["action_id"] == "next"
    await mei.open_home()
    assert views == [False, True]
