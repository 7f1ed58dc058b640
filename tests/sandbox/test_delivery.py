"""Events and questions on their way to a real Bolt app, in time, late, twice or not at all."""

import asyncio
import re
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock
from bot.sandbox.faults import Fault, Kind
from bot.sandbox.hands import Hands
from bot.sandbox.model import Channel, Message, Payload
from bot.sandbox.server import Sandbox
from bot.sandbox.wire import signature
from tests.sandbox.boltapp import Route, served


@pytest.fixture
def heard(app: AsyncApp, route: Route) -> list[Payload]:
    """The bodies of all events that arrived; a listener takes every one."""

    @app.event(re.compile(".+"))
    async def take() -> None:
        pass

    return route.bodies


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("T1", "care", members=["U1", "U2"])


@pytest.fixture
async def message(sandbox: Sandbox, mei: Hands, channel: Channel, route: Route) -> Message:
    return await sandbox.person("T1", "U2").say(channel.id, "It works!")


def kinds(heard: list[Payload]) -> list[str]:
    return [body["event"]["type"] for body in heard]


def test_signatures_match_the_example_in_slacks_documentation() -> None:
    body = (
        b"token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow"
        b"&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner"
        b"&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2F"
        b"commands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN"
        b"&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c"
    )

    signed = signature("8f742231b10e8888abcd99yyyzzz85a5", "1531420618", body)

    assert signed == "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503"


async def test_a_failing_event_is_retried_at_once_then_after_one_and_five_minutes(
    sandbox: Sandbox, route: Route, mei: Hands, message: Message, clock: ManualClock
) -> None:
    route.refuse = [500] * 9

    await mei.react(message.channel, message.ts, "raised_hands")
    await sandbox.settle()
    assert route.retries == [None, "1"]
    clock.advance(59)
    await sandbox.settle()
    assert route.retries == [None, "1"]
    clock.advance(1)
    await sandbox.settle()
    clock.advance(300)
    await sandbox.settle()
    clock.advance(10_000)
    await sandbox.settle()

    assert route.retries == [None, "1", "2", "3"]
    assert {h.get("x-slack-retry-reason") for h in route.headers[1:]} == {"http_error"}


async def test_retries_carry_the_same_event_id_and_end_with_success(
    sandbox: Sandbox, route: Route, mei: Hands, message: Message, clock: ManualClock
) -> None:
    seen: list[str] = []
    route.refuse = [503]

    @route.app.event("reaction_added")
    async def added(body: Payload) -> None:
        seen.append(body["event_id"])

    await mei.react(message.channel, message.ts, "raised_hands")
    await mei.react(message.channel, message.ts, "raised_hands")
    await sandbox.settle()
    clock.advance(1000)
    await sandbox.settle()

    assert route.retries == [None, "1"]
    assert len(seen) == 1


async def test_an_app_can_decline_retries(
    sandbox: Sandbox, route: Route, mei: Hands, message: Message
) -> None:
    route.refuse, route.no_retry = [500] * 9, True

    await mei.react(message.channel, message.ts, "raised_hands")
    await sandbox.settle()

    assert route.retries == [None]


async def test_an_app_that_is_not_there_gets_the_event_when_it_comes(
    sandbox: Sandbox, app: AsyncApp, channel: Channel, clock: ManualClock
) -> None:
    sandbox.world.app.request_url = "http://127.0.0.1:9/slack/events"
    await sandbox.person("T1", "U1").leave(channel.id)
    await sandbox.settle()

    async with served(sandbox, app, clock) as route:
        clock.advance(60)
        await sandbox.settle()

    assert kinds(route.bodies) == ["member_left_channel"]
    assert route.headers[0]["x-slack-retry-reason"] == "connection_failed"


async def test_a_slow_command_times_out_after_three_seconds_of_the_clock(
    app: AsyncApp, mei: Hands, channel: Channel, clock: ManualClock
) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    @app.command("/okr")
    async def okr(ack: Any) -> None:
        arrived.set()
        await go_on.wait()
        await ack("too late")

    typing = asyncio.create_task(mei.command("/okr", channel.id))
    await arrived.wait()
    clock.advance(3)
    reply = await typing
    go_on.set()

    assert reply.error == '/okr failed with the error "operation_timeout"'
    assert mei.messages(channel.id) == []


async def test_a_slow_event_is_sent_again_as_http_timeout(
    sandbox: Sandbox, mei: Hands, message: Message, clock: ManualClock, route: Route
) -> None:
    arrived, go_on = asyncio.Event(), asyncio.Event()

    @route.app.event("reaction_added")
    async def added() -> None:
        arrived.set()
        await go_on.wait()

    await mei.react(message.channel, message.ts, "raised_hands")
    await arrived.wait()
    arrived.clear()
    clock.advance(3)
    await arrived.wait()
    go_on.set()
    await sandbox.settle()

    assert [h.get("x-slack-retry-reason") for h in route.headers] == [None, "http_timeout"]


FAULTS: tuple[tuple[Kind, int], ...] = (("duplicate", 2), ("cut_after", 2), ("cut_before", 1))


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_fault_delivers_the_same_event_this_often(
    sandbox: Sandbox,
    mei: Hands,
    message: Message,
    heard: list[Payload],
    fault: tuple[Kind, int],
) -> None:
    kind, times = fault
    sandbox.faults.add(Fault(kind, "reaction_*"))

    await mei.react(message.channel, message.ts, "raised_hands")
    await sandbox.settle()

    assert kinds(heard) == ["reaction_added"] * times
    assert len({body["event_id"] for body in heard}) == 1


async def test_reordered_events_change_places(
    sandbox: Sandbox, mei: Hands, message: Message, heard: list[Payload]
) -> None:
    sandbox.faults.add(Fault("reorder", "reaction_added"))

    await mei.react(message.channel, message.ts, "raised_hands")
    await mei.unreact(message.channel, message.ts, "raised_hands")
    await sandbox.settle()

    assert kinds(heard) == ["reaction_removed", "reaction_added"]


async def test_latency_eats_into_the_three_seconds(
    app: AsyncApp, sandbox: Sandbox, mei: Hands, channel: Channel, clock: ManualClock
) -> None:
    @app.command("/okr")
    async def okr(ack: Any, client: AsyncWebClient, command: Payload) -> None:
        clock.advance(1.5)
        try:
            await client.views_open(trigger_id=command["trigger_id"], view={})
        except Exception as problem:  # noqa: BLE001 the test looks at it
            await ack(str(problem))

    sandbox.faults.add(Fault("latency", "command", seconds=2))
    typing = asyncio.create_task(mei.command("/okr", channel.id))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await sandbox.settle()
    clock.advance(2)
    reply = await typing

    assert reply.error == '/okr failed with the error "operation_timeout"'
