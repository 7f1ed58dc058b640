"""What Slack's address answers to whoever is not Slack."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import urlencode

import aiohttp
import pytest

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
