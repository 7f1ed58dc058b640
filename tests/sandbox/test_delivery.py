"""Events and questions on their way to a real Bolt app, in time, late, twice or not at all."""

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock
from bot.sandbox.errors import SlackError
from bot.sandbox.faults import Fault, Kind
from bot.sandbox.hands import Hands
from bot.sandbox.model import Channel, Message, Payload, Person
from bot.sandbox.server import Sandbox
from bot.sandbox.wire import signature
from tests.sandbox.boltapp import Route, bolt_app, served


@pytest.fixture
def app(slack: AsyncWebClient) -> AsyncApp:
    return bolt_app(slack)


@pytest.fixture
async def route(sandbox: Sandbox, app: AsyncApp, clock: ManualClock) -> AsyncIterator[Route]:
    async with served(sandbox, app, clock) as route:
        yield route


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
def mei(sandbox: Sandbox, route: Route) -> Hands:
    return sandbox.person("T1", "U1")


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


async def test_what_the_manifest_does_not_subscribe_to_is_not_sent(
    sandbox: Sandbox, mei: Hands, channel: Channel, heard: list[Payload]
) -> None:
    await mei.say(channel.id, "message.channels is not in the manifest")
    await sandbox.person("T1", "U2").archive(channel.id)
    await sandbox.person("T1", "U2").unarchive(channel.id)
    await sandbox.settle()

    assert kinds(heard) == ["channel_archive"]


async def test_the_app_hears_nothing_from_channels_without_it_but_their_life(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    apart = sandbox.add_channel("T1", "apart", members=["U1"], with_bot=False)
    secret = sandbox.add_channel("T1", "secret", members=["U1"], kind="private", with_bot=False)
    for place in (apart, secret):
        said = await mei.say(place.id, "hello @delight")
        await mei.react(place.id, said.ts, "raised_hands")
        await mei.rename(place.id, f"{place.name} 2")
    await sandbox.settle()

    assert [(b["event"]["type"], b["event"]["channel"]["name"]) for b in heard] == [
        ("channel_rename", "apart-2")
    ]


async def test_the_bot_hears_that_it_was_invited_and_sent_out(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    apart = sandbox.add_channel("T1", "apart", members=["U1"], with_bot=False)
    bot = sandbox.world.workspaces["T1"].bot_user
    await mei.invite(apart.id, bot)
    await sandbox.settle()
    await mei.remove(apart.id, bot)
    await sandbox.settle()

    assert [(b["event"]["type"], b["event"]["user"]) for b in heard] == [
        ("member_joined_channel", bot),
        ("member_left_channel", bot),
    ]
    assert heard[0]["event"]["inviter"] == "U1"


async def test_a_mention_and_a_direct_message_arrive_as_events(
    sandbox: Sandbox, mei: Hands, channel: Channel, heard: list[Payload]
) -> None:
    im = await mei.open_messages()
    await sandbox.settle()
    await mei.say(channel.id, "thanks @delight")
    await sandbox.settle()
    await mei.say(im.id, "help <please>")
    await sandbox.settle()

    assert kinds(heard) == ["app_home_opened", "app_mention", "message"]
    direct = heard[2]["event"]
    assert (direct["channel_type"], direct["text"]) == ("im", "help &lt;please&gt;")


async def test_profile_changes_and_newcomers_are_told(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    await mei.change(zone="Asia/Tokyo", status_text="On leave")
    await sandbox.settle()
    sandbox.add_person("T1", Person("U7", "kim", "Kim New"))
    await sandbox.settle()

    assert kinds(heard) == ["user_change", "team_join"]
    changed = heard[0]["event"]["user"]
    assert (changed["tz"], changed["profile"]["status_text"]) == ("Asia/Tokyo", "On leave")


async def test_an_uninstalled_workspace_hears_nothing(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    sandbox.world.workspaces["T1"].inactive = True
    await mei.change(title="Nobody told")
    await sandbox.settle()

    assert heard == []


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
