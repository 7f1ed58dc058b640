"""The Web API's door: encodings, tokens, scopes, budgets, and trouble on order."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock
from bot.sandbox.model import Channel
from bot.sandbox.server import Sandbox

BEARER = {"Authorization": "Bearer xoxb-acme"}


@pytest.fixture
def channel(sandbox: Sandbox) -> Channel:
    return sandbox.add_channel("T1", "support", members=["U1", "U2"])


@pytest.fixture
def call(sandbox: Sandbox, session: aiohttp.ClientSession) -> Any:
    """Bare POSTs, as no SDK would make them."""

    async def post(method: str, **request: Any) -> dict[str, Any]:
        request.setdefault("headers", BEARER)
        async with session.post(sandbox.api_url + method, **request) as response:
            body: dict[str, Any] = await response.json()
            return body

    return post


@pytest.mark.parametrize("encoding", ["json", "form", "multipart"])
async def test_every_encoding_says_the_same(call: Any, channel: Channel, encoding: str) -> None:
    words = {"channel": channel.id, "text": "您好 & hello"}
    multipart = aiohttp.FormData(default_to_multipart=True)
    for name, value in words.items():
        multipart.add_field(name, value)
    bodies: dict[str, Any] = {
        "json": {"json": words},
        "form": {"data": words},
        "multipart": {"data": multipart},
    }

    answer = await call("chat.postMessage", **bodies[encoding])

    assert answer["ok"], answer
    assert channel.messages[answer["ts"]].text == "您好 & hello"


async def test_blocks_may_come_as_json_text_in_a_form(call: Any, channel: Channel) -> None:
    blocks = '[{"type": "divider"}]'

    answer = await call("chat.postMessage", data={"channel": channel.id, "blocks": blocks})

    assert answer["message"]["blocks"][0]["type"] == "divider"


@pytest.mark.parametrize(
    ("request_", "error"),
    [
        ({"data": b"{", "headers": {"Content-Type": "application/json"}}, "invalid_json"),
        ({"data": b"[" * 5000, "headers": {"Content-Type": "application/json"}}, "invalid_json"),
        ({"data": b'["\\ud83d"]', "headers": {"Content-Type": "application/json"}}, "invalid_json"),
        ({"data": b"[]", "headers": {"Content-Type": "application/json"}}, "json_not_object"),
        ({"data": b"\xff", "headers": {"Content-Type": "application/json"}}, "invalid_charset"),
        ({"data": b"a", "headers": {"Content-Type": "text/plain"}}, "invalid_post_type"),
        (
            {"data": b"a", "headers": {"Content-Type": "application/x-www-form-urlencoded"}},
            "invalid_form_data",
        ),
    ],
)
async def test_body_that_is_not_what_it_says_is_named(
    call: Any, request_: dict[str, Any], error: str
) -> None:
    request_["headers"] = BEARER | request_["headers"]

    assert (await call("auth.test", **request_))["error"] == error


async def test_number_for_a_timestamp_is_refused(call: Any, channel: Channel) -> None:
    answer = await call("chat.delete", json={"channel": channel.id, "ts": 1700000000.123})

    assert answer["error"] == "invalid_arguments"
    assert "[json-pointer:/ts]" in answer["response_metadata"]["messages"][0]


async def test_method_that_takes_no_json_refuses_it(call: Any) -> None:
    assert (await call("users.info", json={"user": "U1"}))["error"] == "invalid_arguments"
    assert (await call("users.info", data={"user": "U1"}))["ok"]


async def test_unknown_method_is_never_fine(call: Any) -> None:
    assert (await call("okr.update", json={}))["error"] == "unknown_method"


@pytest.mark.parametrize(
    ("headers", "error"),
    [
        ({}, "not_authed"),
        ({"Authorization": "Bearer xoxb-nobody"}, "invalid_auth"),
        ({"Authorization": "Bearer xapp-1-A0DELIGHT-sandbox"}, "not_allowed_token_type"),
    ],
)
async def test_token_of_no_use_is_refused(call: Any, headers: dict[str, str], error: str) -> None:
    assert (await call("auth.test", headers=headers))["error"] == error


async def test_token_may_stand_in_a_form_but_not_in_an_address(call: Any) -> None:
    in_form = await call("auth.test", headers={}, data={"token": "xoxb-acme"})
    in_address = await call("auth.test?token=xoxb-acme", headers={})

    assert in_form["team_id"] == "T1"
    assert in_address["error"] == "not_authed"


async def test_revoked_and_uninstalled_are_told_apart(sandbox: Sandbox, call: Any) -> None:
    workspace = sandbox.world.workspaces["T1"]
    workspace.revoked = True
    assert (await call("auth.test"))["error"] == "token_revoked"

    workspace.inactive = True
    assert (await call("auth.test"))["error"] == "account_inactive"


async def test_auth_test_names_the_workspace_of_its_token(
    slack: AsyncWebClient, neighbour: AsyncWebClient
) -> None:
    ours, theirs = await slack.auth_test(), await neighbour.auth_test()

    assert (ours["team_id"], theirs["team_id"]) == ("T1", "T2")
    assert ours["user_id"] != theirs["user_id"]
    assert "chat:write" in ours.headers["x-oauth-scopes"].split(",")


async def test_call_outside_the_scopes_says_which_one_is_missing(slack: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await slack.users_lookupByEmail(email="mei@acme.example")

    assert refused.value.response["error"] == "missing_scope"
    assert refused.value.response["needed"] == "users:read.email"
    assert "chat:write" in refused.value.response["provided"]


async def test_neighbours_channel_does_not_exist(sandbox: Sandbox, slack: AsyncWebClient) -> None:
    theirs = sandbox.add_channel("T2", "secret", members=["U9"])

    with pytest.raises(SlackApiError, match="channel_not_found"):
        await slack.chat_postMessage(channel=theirs.id, text="Hello")
    with pytest.raises(SlackApiError, match="user_not_found"):
        await slack.users_info(user="U9")


@pytest.mark.parametrize(
    ("header", "value", "status"),
    [
        ("Host", "evil.example", 403),
        ("Host", "127.0.0.1.evil.example:80", 403),
        ("Host", "localhost:8065", 200),
        ("Origin", "https://evil.example", 403),
        ("Origin", "null", 403),
        ("Origin", "http://127.0.0.1:8065", 200),
    ],
)
async def test_only_this_machine_is_let_in(
    sandbox: Sandbox, session: aiohttp.ClientSession, header: str, value: str, status: int
) -> None:
    async with session.get(sandbox.api_url + "api.test", headers={header: value}) as reply:
        assert reply.status == status


async def test_taken_port_gives_way_to_a_free_one(
    sandbox: Sandbox, clock: ManualClock, manifest: dict[str, Any]
) -> None:
    taken = int(sandbox.url.rpartition(":")[2])
    second = Sandbox(clock, manifest, port=taken)

    await second.start()
    try:
        assert second.url != sandbox.url
    finally:
        await second.stop()


async def test_blocks_validate_explains_where_without_a_token(call: Any) -> None:
    fine = await call("blocks.validate", headers={}, json={"blocks": [{"type": "divider"}]})
    wrong = await call("blocks.validate", headers={}, json={"blocks": [{"type": "grid"}]})
    both = await call("blocks.validate", headers={}, json={"blocks": [], "view": {}})

    assert fine["ok"]
    assert wrong["errors"][0]["pointer"] == "/blocks/0/type"
    assert both["error"] == "invalid_arguments"
