"""Socket Mode: a real Bolt handler on the sandbox's end, and the protocol frame by frame."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock
from bot.sandbox.faults import Fault
from bot.sandbox.hands import Hands
from bot.sandbox.model import Channel, Payload
from bot.sandbox.server import Sandbox
from tests.sandbox.rawsocket import connect, new_url


@pytest.fixture
async def handler(sandbox: Sandbox, app: AsyncApp) -> AsyncIterator[AsyncSocketModeHandler]:
    """The handler of Bolt, connected. It looks after its connection every 50 ms."""
    handler = AsyncSocketModeHandler(app, sandbox.world.app.app_token, ping_interval=0.05)
    await handler.connect_async()  # type: ignore[no-untyped-call]  # Bolt's own gap
    await sandbox.sockets.connected()
    yield handler
    client = handler.client
    tasks = (client.message_processor, client.current_session_monitor, client.message_receiver)
    await handler.close_async()  # type: ignore[no-untyped-call]  # Bolt's own gap
    await asyncio.gather(*(t for t in tasks if t is not None), return_exceptions=True)


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("T1", "care", members=["U1"])


@pytest.fixture
def mei(sandbox: Sandbox) -> Hands:
    return sandbox.person("T1", "U1")


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack


async def test_commands_events_and_forms_work_over_a_socket(
    sandbox: Sandbox, app: AsyncApp, handler: Any, mei: Hands, channel: Channel
) -> None:
    heard: list[Payload] = []

    @app.command("/okr")
    async def okr(ack: Any, client: AsyncWebClient, command: Payload) -> None:
        title = {"type": "plain_text", "text": "Form"}
        element = {"type": "plain_text_input", "action_id": "it"}
        block = {"type": "input", "block_id": "note", "label": title, "element": element}
        view = {"type": "modal", "title": title, "submit": title, "callback_id": "form"}
        await client.views_open(trigger_id=command["trigger_id"], view=view | {"blocks": [block]})
        await ack("Here is the form.")

    @app.view("form")
    async def form(ack: Any) -> None:
        await ack(response_action="errors", errors={"note": "Longer, please."})

    @app.event("member_left_channel")
    async def left(body: Payload) -> None:
        heard.append(body)

    reply = await mei.command("/okr", channel.id)
    assert reply.view is not None
    outcome = await mei.submit(reply.view, {"note": "short"})
    await mei.leave(channel.id)
    await sandbox.settle()

    assert reply.text == "Here is the form."
    assert (outcome.kind, outcome.errors) == ("errors", {"note": "Longer, please."})
    assert [body["event"]["user"] for body in heard] == ["U1"]


async def test_the_app_comes_back_when_asked_to_reconnect(
    sandbox: Sandbox, app: AsyncApp, handler: Any, mei: Hands, channel: Channel
) -> None:
    @app.command("/okr")
    async def okr(ack: Any) -> None:
        await ack("Still here.")

    await sandbox.sockets.disconnect("refresh_requested")
    await sandbox.sockets.connected()

    assert (await mei.command("/okr", channel.id)).text == "Still here."


async def test_a_broken_socket_loses_no_event(
    sandbox: Sandbox, app: AsyncApp, handler: Any, mei: Hands, clock: ManualClock
) -> None:
    heard: list[Payload] = []

    @app.event("user_change")
    async def changed(body: Payload) -> None:
        heard.append(body)

    sandbox.faults.add(Fault("disconnect", "user_change"))
    await mei.change(title="Lead")
    await sandbox.settle()
    await sandbox.sockets.connected()
    clock.advance(60)
    await sandbox.settle()

    assert len(heard) == 1


async def test_hello_says_who_and_how_many(
    sandbox: Sandbox, session: aiohttp.ClientSession, stack: AsyncExitStack
) -> None:
    await connect(stack, sandbox, session)
    second = await connect(stack, sandbox, session)

    assert second.hello["type"] == "hello"
    assert second.hello["num_connections"] == 2
    assert second.hello["connection_info"] == {"app_id": sandbox.world.app.id}


async def test_a_ticket_works_once_and_soon(
    sandbox: Sandbox, session: aiohttp.ClientSession, clock: ManualClock
) -> None:
    used, late = await new_url(sandbox, session), await new_url(sandbox, session)
    async with session.ws_connect(used):
        pass
    clock.advance(31)

    for url in (used, late):
        with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
            await session.ws_connect(url)


async def test_each_envelope_goes_to_one_connection_and_any_may_acknowledge_it(
    sandbox: Sandbox,
    session: aiohttp.ClientSession,
    stack: AsyncExitStack,
    mei: Hands,
    channel: Channel,
) -> None:
    first = await connect(stack, sandbox, session)
    second = await connect(stack, sandbox, session)

    typing = asyncio.create_task(mei.command("/okr one", channel.id))
    envelope = await first.next()
    await second.ack(envelope, {"text": "from the other"})

    assert (await typing).text == "from the other"
    assert envelope["type"] == "slash_commands"
    assert envelope["accepts_response_payload"] is True
    assert "retry_attempt" not in envelope
    assert envelope["payload"]["text"] == "one"


async def test_an_unacknowledged_event_comes_again_with_its_number(
    sandbox: Sandbox,
    session: aiohttp.ClientSession,
    stack: AsyncExitStack,
    mei: Hands,
    clock: ManualClock,
) -> None:
    wire = await connect(stack, sandbox, session)
    await mei.change(title="Lead")
    before = await wire.next()
    clock.advance(3)
    after = await wire.next()
    await wire.ack(after)
    await sandbox.settle()

    assert (before["retry_attempt"], before["retry_reason"]) == (0, "")
    assert (after["retry_attempt"], after["retry_reason"]) == (1, "http_timeout")
    assert before["payload"]["event_id"] == after["payload"]["event_id"]
    assert before["envelope_id"] != after["envelope_id"]
    assert after["accepts_response_payload"] is False


async def test_the_eleventh_connection_is_one_too_many(
    sandbox: Sandbox, session: aiohttp.ClientSession, stack: AsyncExitStack
) -> None:
    for _ in range(10):
        await connect(stack, sandbox, session)
    eleventh = await connect(stack, sandbox, session)

    assert (eleventh.hello["type"], eleventh.hello["reason"]) == (
        "disconnect",
        "too_many_websockets",
    )
    assert sandbox.sockets.count == 10


async def test_a_warning_comes_ten_seconds_before_the_end(
    sandbox: Sandbox,
    session: aiohttp.ClientSession,
    stack: AsyncExitStack,
    clock: ManualClock,
) -> None:
    wire = await connect(stack, sandbox, session, "&debug_reconnects=true")
    clock.advance(350)
    warning = await wire.next()
    open_still = sandbox.sockets.count
    clock.advance(10)
    end = await wire.socket.receive(timeout=5)

    assert wire.hello["debug_info"]["approximate_connection_time"] == 360
    assert (warning["type"], warning["reason"], open_still) == ("disconnect", "warning", 1)
    assert end.type == aiohttp.WSMsgType.CLOSE
    assert sandbox.sockets.count == 0


async def test_pings_come_back_with_their_payload(
    sandbox: Sandbox, session: aiohttp.ClientSession, stack: AsyncExitStack
) -> None:
    wire = await connect(stack, sandbox, session)
    await wire.socket.ping(b"sdk-ping-pong:17.5")
    pong = await wire.socket.receive(timeout=5)

    assert (pong.type, pong.data) == (aiohttp.WSMsgType.PONG, b"sdk-ping-pong:17.5")


async def test_a_command_without_any_connection_fails_at_once(mei: Hands, channel: Channel) -> None:
    reply = await mei.command("/okr", channel.id)

    assert reply.error == '/okr failed with the error "dispatch_failed"'
