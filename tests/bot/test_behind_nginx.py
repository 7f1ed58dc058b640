"""Whom the nginx of docs/running.md asks, when web processes come and go, or stand still."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

import aiohttp
import pytest
from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from bot.serving import serve
from bot.settings import EVENTS
from tests.nginx import Proxy, program, proxied
from tests.processes import PATIENCE, free_port

SLACK_LISTENS: Final = aiohttp.ClientTimeout(total=3)
HUNG_UP: Final = 0
TIMES: Final = 6  # each of both processes is asked by then


@pytest.fixture(autouse=True)
def nginx() -> None:
    program()


class Web:
    """What listens where a web process would, and answers everything."""

    def __init__(self) -> None:
        self.port, self._running = free_port(), AsyncExitStack()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def start(self) -> None:
        web = FastAPI()
        web.add_api_route(EVENTS, lambda: "", methods=["POST"], response_class=PlainTextResponse)
        await serve(self._running, web, "127.0.0.1", self.port)

    async def stop(self) -> None:
        await self._running.aclose()


@asynccontextmanager
async def webs() -> AsyncIterator[tuple[Web, Web]]:
    """Two that run."""
    async with AsyncExitStack() as stack:
        both = Web(), Web()
        for web in both:
            stack.push_async_callback(web.stop)
            await web.start()
        yield both


@asynccontextmanager
async def standing_still() -> AsyncIterator[str]:
    """The address of one that is connected to, and never answers."""

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"{host}:{port}"


async def posted(proxy: Proxy) -> int:
    """What Slack is answered, by its status."""
    async with aiohttp.ClientSession(timeout=SLACK_LISTENS) as slack:
        try:
            async with slack.post(f"{proxy.url}{EVENTS}", data=b"{}") as answer:
                return answer.status
        except TimeoutError:
            return HUNG_UP


async def test_the_second_may_be_restarted_as_soon_as_the_first_is_back(tmp_path: Path) -> None:
    async with webs() as (one, two), proxied(tmp_path, [one.address, two.address]) as proxy:
        for web in (one, two, one):
            await web.stop()
            before = proxy.served()[web.address]
            assert [await posted(proxy) for _ in range(TIMES)] == [200] * TIMES
            assert proxy.served()[web.address] > before  # it was tried in vain, and left alone
            await web.start()


async def test_one_that_stands_still_is_left_alone_before_slack_hangs_up(tmp_path: Path) -> None:
    async with (
        asyncio.timeout(PATIENCE),
        webs() as (well, _),
        standing_still() as still,
        proxied(tmp_path, [well.address, still]) as proxy,
    ):
        before = [await posted(proxy)]
        while before[-1] != 504:  # nginx answers so when it has waited for long enough
            before.append(await posted(proxy))
        assert [await posted(proxy) for _ in range(TIMES)] == [200] * TIMES
        # It writes down whom it has asked after it has answered: by now that of all those before.
        assert proxy.served()[still] == sum(status != 200 for status in before)
