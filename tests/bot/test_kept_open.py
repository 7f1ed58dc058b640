"""Connections over which nothing comes for a while."""

import asyncio
from contextlib import AsyncExitStack
from typing import Final

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse

from bot.serving import serve
from tests.bot.jumping import Jumping

MINUTE: Final = 60  # for so long nginx and load balancers keep a connection that they do not use
TURNS: Final = 10  # of the loop, in which whatever was due by then is done


async def _asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    return await reader.readuntil(b"here")


async def _asked_again_after(seconds: float) -> bytes:
    loop, web = asyncio.get_running_loop(), FastAPI()
    assert isinstance(loop, Jumping)
    web.add_api_route("/", lambda: "here", response_class=PlainTextResponse)
    async with AsyncExitStack() as stack:
        port = await serve(stack, web, "127.0.0.1", 0)
        streams = await asyncio.open_connection("127.0.0.1", port)
        await _asked(*streams)
        loop.ahead += seconds
        for _ in range(TURNS):
            await asyncio.sleep(0)
        answer = await _asked(*streams)
        streams[1].close()
        await streams[1].wait_closed()
    return answer


def test_a_connection_that_a_proxy_still_keeps_is_still_answered() -> None:
    """What it sends over one that ends at that moment would be lost."""
    with asyncio.Runner(loop_factory=Jumping) as runner:
        assert b"200 OK" in runner.run(_asked_again_after(MINUTE))
