"""What an answer of Slack's means, and what none means."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.slack import SlackClients
from bot.wire import read_answer
from handlers.kit.errors import (
    SlackBarredError,
    SlackBusyError,
    SlackError,
    SlackFailedError,
    SlackRefusedError,
    SlackUnsureError,
)

NOBODY = "http://127.0.0.1:9/"


async def _answer(request: web.Request) -> web.Response:
    if "echo" in request.path:
        return web.json_response({"ok": True, "came": json.loads(await request.read())})
    if "silent" in request.path:
        await asyncio.get_running_loop().create_future()
    kind = "application/json" if "broken" in request.path else "text/html"
    return web.Response(body=b'{"ok": tr', content_type=kind)


@pytest.fixture
async def slack() -> AsyncIterator[SlackClients]:
    """Clients of a server whose answers are cut off, come from a gateway in between, or never."""
    app = web.Application()
    app.router.add_post("/{method}", _answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    async with aiohttp.ClientSession() as http:
        clients = SlackClients(f"http://{host}:{port}/", http, timeout=0.5)
        clients.add("T1", "xoxb-1")
        yield clients
    await runner.cleanup()


@pytest.mark.parametrize("text", ["45 %", "你好 🙂", '"\\\n', "half a character: \ud83d"])
async def test_what_is_sent_arrives_as_it_is(slack: SlackClients, text: str) -> None:
    answer = await slack.call("T1", "chat.echo", {"text": text}, written='{"channel": "C1"}')
    assert answer["came"] == {"channel": "C1", "text": text}


@pytest.mark.parametrize("method", ["chat.broken", "chat.gateway", "chat.silent"])
async def test_an_answer_that_cannot_be_read_or_had_may_mean_that_it_has_happened(
    slack: SlackClients, method: str
) -> None:
    with pytest.raises(SlackUnsureError):
        await slack.call("T1", method, {"text": "hello"})


async def test_bytes_that_do_not_get_through_may_be_sent_again(slack: SlackClients) -> None:
    with pytest.raises(SlackBusyError):
        await slack._put(NOBODY, b"a picture")


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("7", 7),
        ("9" * 30, 600),
        *[(odd, 5) for odd in ("", "-7", "nan", "1e30", "Wed, 21 Oct 2026 07:28:00 GMT")],
    ],
)
async def test_who_is_busy_without_a_sensible_time_is_asked_a_little_later(
    told: str, seconds: float
) -> None:
    with pytest.raises(SlackBusyError) as busy:
        read_answer("chat.postMessage", 429, {"Retry-After": told}, b"")
    assert busy.value.seconds == seconds


async def test_a_connection_that_is_never_made_has_sent_nothing() -> None:
    """Whoever takes it says nothing to the TLS that we begin with."""
    with socket.create_server(("127.0.0.1", 0)) as mute:
        host, port = mute.getsockname()
        async with aiohttp.ClientSession() as http:
            clients = SlackClients(f"https://{host}:{port}/", http, timeout=1.5)  # 1 to connect
            clients.add("T1", "xoxb-1")
            with pytest.raises(SlackBusyError):
                await clients.call("T1", "chat.postMessage", {"text": "hello"})


async def test_all_goes_through_the_proxy_and_nothing_has_happened_if_it_refuses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    async def refuse(request: web.BaseRequest) -> web.Response:
        asked.append(f"{request.method} {request.raw_path}")
        return web.Response(status=407)

    runner = web.ServerRunner(web.Server(refuse))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    monkeypatch.setenv("HTTPS_PROXY", "http://{}:{}".format(*runner.addresses[0]))
    async with aiohttp.ClientSession() as http:
        clients = SlackClients("https://slack.invalid/api/", http)
        clients.add("T1", "xoxb-1")
        with pytest.raises(SlackBusyError):
            await clients.call("T1", "chat.postMessage", {"text": "hello"})
        with pytest.raises(SlackBusyError):
            await clients.date()
        with pytest.raises(SlackUnsureError):
            await clients.respond("https://hooks.slack.invalid/1", {"text": "hello"})
    await runner.cleanup()
    slack, hooks = "CONNECT slack.invalid:443", "CONNECT hooks.slack.invalid:443"
    assert asked == [slack, slack, hooks]


async def test_only_what_says_whether_it_went_well_is_an_answer_of_slacks() -> None:
    with pytest.raises(SlackBusyError):
        read_answer("chat.postMessage", 403, {}, b'{"error": "Forbidden"}')
    with pytest.raises(SlackRefusedError):
        read_answer("chat.postMessage", 403, {}, b'{"ok": false, "error": "restricted_action"}')


@pytest.mark.parametrize(
    ("status", "posting", "reading"),
    [
        (302, SlackFailedError, SlackBarredError),
        (400, SlackRefusedError, SlackRefusedError),
        (403, SlackBarredError, SlackBarredError),
        (404, SlackFailedError, SlackBarredError),
        (407, SlackBarredError, SlackBarredError),
        (408, SlackFailedError, SlackBarredError),
        (413, SlackRefusedError, SlackRefusedError),
        (429, SlackBusyError, SlackBusyError),
        (502, SlackFailedError, SlackFailedError),
        (503, SlackFailedError, SlackBusyError),
        (504, SlackUnsureError, SlackUnsureError),
    ],
)
async def test_what_a_gateway_says_leaves_open_whether_a_message_has_been_posted(
    status: int, posting: type[SlackError], reading: type[SlackError]
) -> None:
    page = b"upstream connect error or disconnect/reset before headers"
    methods = {
        "chat.postMessage": posting,
        "files.completeUploadExternal": posting,
        "chat.update": reading,
        "conversations.history": reading,
    }
    for method, meant in methods.items():
        with pytest.raises(SlackError) as said:
            read_answer(method, status, {}, page)
        assert type(said.value) is meant


@pytest.mark.parametrize("status", [200, 503])
async def test_slack_itself_says_that_nothing_has_happened(status: int) -> None:
    with pytest.raises(SlackBusyError):
        told = b'{"ok": false, "error": "service_unavailable"}'
        read_answer("chat.postMessage", status, {}, told)
