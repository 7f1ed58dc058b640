"""What Slack's address answers to whoever is not Slack."""

import hashlib
import hmac
import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlencode

import aiohttp
import pytest

from bot.logs import Discreet
from tests.databases import SqliteFiles
from tests.world import HOME, World

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
async def database(sqlite_files: SqliteFiles) -> AsyncIterator[str]:
    """One kind is enough here: nothing below is stored."""
    await sqlite_files.prepare()
    with sqlite_files.fresh() as url:
        yield url


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


def _order(trigger: str = "t1") -> bytes:
    fields = {
        "command": "/okr",
        "text": "help",
        "team_id": HOME,
        "user_id": "U0ANNA",
        "channel_id": "C1",
        "trigger_id": trigger,
        "response_url": "http://127.0.0.1:9/",
    }
    return urlencode(fields).encode()


def _signed(world: World, body: bytes, *, age: float = 0) -> dict[str, str]:
    stamp = str(int((world.clock.now() - timedelta(seconds=age)).timestamp()))
    secret = world.sandbox.world.app.signing_secret.encode()
    digest = hmac.new(secret, f"v0:{stamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


async def _post(
    http: aiohttp.ClientSession, world: World, body: bytes, headers: dict[str, str]
) -> int:
    url = world.sandbox.world.app.request_url or ""
    async with http.post(url, data=body, headers={"Content-Type": FORM} | headers) as answer:
        return answer.status


async def test_a_signed_request_is_answered(http: aiohttp.ClientSession, world: World) -> None:
    body = _order()
    assert await _post(http, world, body, _signed(world, body)) == 200


async def test_an_unsigned_request_is_401(http: aiohttp.ClientSession, world: World) -> None:
    assert await _post(http, world, _order(), {}) == 401


async def test_a_wrong_signature_is_401(http: aiohttp.ClientSession, world: World) -> None:
    headers = _signed(world, _order()) | {"X-Slack-Signature": "v0=" + "0" * 64}
    assert await _post(http, world, _order(), headers) == 401


async def test_a_replayed_request_is_401(http: aiohttp.ClientSession, world: World) -> None:
    body = _order()
    assert await _post(http, world, body, _signed(world, body, age=301)) == 401
    assert await _post(http, world, body, _signed(world, body, age=-301)) == 401


@pytest.mark.parametrize("stamp", ["", "abc", "1e9", "١٢٣".encode().decode("latin-1"), "9" * 40])
async def test_a_stamp_that_is_no_number_is_401(
    http: aiohttp.ClientSession, world: World, stamp: str
) -> None:
    body = _order()
    headers = _signed(world, body) | {"X-Slack-Request-Timestamp": stamp}
    assert await _post(http, world, body, headers) == 401


async def test_a_body_over_a_megabyte_is_413(http: aiohttp.ClientSession, world: World) -> None:
    body = b"text=" + b"x" * 1_000_001
    assert await _post(http, world, body, _signed(world, body)) == 413


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"[1, 2]"),
        ("application/json", b"{broken"),
        ("application/json", b'"text"'),
        ("application/json", b'{"type": 5}'),
        ("application/json", b"\xff\xfe{}"),
        ("application/json", b"[" * 100_000),
        (FORM, b"\xff\xfe"),
        (FORM, b"payload=not-json"),
        (FORM, b"payload=%5B%5D"),
        (FORM, b""),
        (FORM, b"nothing=of-slack"),
        ("text/plain", b"hello"),
    ],
)
async def test_a_body_that_is_not_what_it_says_is_400(
    http: aiohttp.ClientSession, world: World, content_type: str, body: bytes
) -> None:
    headers = _signed(world, body) | {"Content-Type": content_type}
    assert await _post(http, world, body, headers) == 400


@pytest.mark.parametrize("wrong", [5, True, ["U1"]])
@pytest.mark.parametrize("where", ["user", "channel", "team", "item", "type"])
async def test_an_event_whose_ids_are_no_texts_is_400(
    http: aiohttp.ClientSession, world: World, where: str, wrong: object
) -> None:
    event = {"type": "reaction_added", "user": "U1", "item": {"channel": "C1"}, where: wrong}
    body = {"type": "event_callback", "team_id": HOME, "event_id": "Ev1", "event": event}
    sent = json.dumps(body).encode()
    headers = _signed(world, sent) | {"Content-Type": "application/json"}
    assert await _post(http, world, sent, headers) == 400


@pytest.mark.parametrize("user", [{}, {"id": ""}, {"name": "amy"}, None, "", "U1"])
@pytest.mark.parametrize("kind", ["user_change", "team_join"])
async def test_a_change_of_nobody_is_taken_calmly(
    http: aiohttp.ClientSession, world: World, kind: str, user: object
) -> None:
    event = {"type": kind, "user": user}
    body = {"type": "event_callback", "team_id": HOME, "event_id": "Ev1", "event": event}
    sent = json.dumps(body).encode()
    headers = _signed(world, sent) | {"Content-Type": "application/json"}
    assert await _post(http, world, sent, headers) == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"user": 5},
        {"team": ["T"]},
        {"actions": []},
        {"actions": [5]},
        {"actions": [{"action_id": 5}]},
        {"container": None},
        {"view": "V1"},
        {"command": ["/okr"]},
        {"command": {"name": "/okr"}},
        {"response_url": ["http://127.0.0.1:9/"]},
    ],
)
async def test_a_tap_whose_parts_are_something_else_is_400(
    http: aiohttp.ClientSession, world: World, wrong: dict[str, object]
) -> None:
    tap: dict[str, object] = {"type": "block_actions", "team": {"id": HOME}, "user": {"id": "U1"}}
    tap |= {"trigger_id": "t", "actions": [{"action_id": "okr.gone"}]}
    for body, status in ((tap, 200), (tap | wrong, 400)):
        sent = urlencode({"payload": json.dumps(body)}).encode()
        assert await _post(http, world, sent, _signed(world, sent)) == status


def _told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.name == "bot.refusing"]


async def test_operators_read_that_the_secret_is_wrong_once_a_minute(
    http: aiohttp.ClientSession, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        body = _order()
        headers = _signed(world, body) | {"X-Slack-Signature": "v0=" + "0" * 64}
        assert await _post(http, world, body, headers) == 401
    (told,) = _told(caplog)
    assert "SLACK_SIGNING_SECRET" in told


async def test_operators_read_by_how_much_the_clock_is_off(
    http: aiohttp.ClientSession, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    body = _order()
    assert await _post(http, world, body, _signed(world, body, age=-720)) == 401
    (told,) = _told(caplog)
    assert "stamped 720 s off our clock" in told


@pytest.mark.parametrize(("given", "kept"), [("proxy-0123456789", True), ("a b", False)])
async def test_a_refusal_can_be_followed_to_its_line_in_the_proxys_log(
    http: aiohttp.ClientSession,
    world: World,
    caplog: pytest.LogCaptureFixture,
    given: str,
    kept: bool,
) -> None:
    caplog.handler.addFilter(Discreet())
    assert await _post(http, world, _order(), {"X-Request-Id": given}) == 401
    (line,) = [r for r in caplog.records if r.name == "bot.refusing"]
    shown = str(vars(line)["trail"])
    assert (shown == f" request={given}") is kept
    assert re.fullmatch(r" request=[\w.-]{8,64}", shown)
