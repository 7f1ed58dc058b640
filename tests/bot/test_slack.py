"""What an answer of Slack's means, and what none means."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest
from aiohttp import web

from bot.slack import SlackClients
from handlers.kit.errors import SlackBusyError, SlackUnsureError

NOBODY = "http://127.0.0.1:9/"


async def _answer(request: web.Request) -> web.Response:
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


@pytest.mark.parametrize("method", ["chat.broken", "chat.gateway", "chat.silent"])
async def test_an_answer_that_cannot_be_read_or_had_may_mean_that_it_has_happened(
    slack: SlackClients, method: str
) -> None:
    with pytest.raises(SlackUnsureError):
        await slack.call("T1", method, {"text": "hello"})


async def test_bytes_that_do_not_get_through_may_be_sent_again(slack: SlackClients) -> None:
    with pytest.raises(SlackBusyError):
        await slack._put(NOBODY, b"a picture")
