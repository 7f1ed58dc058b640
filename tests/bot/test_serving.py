"""Listening on a port: what somebody who asks over TCP meets."""

import asyncio
import os
import socket
from collections import deque
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
from fastapi import FastAPI

from bot.serving import FINISHES_WITHIN, serve
from tests.bot.jumping import Jumping

MOST = 50  # callers that stay
TURNS = 100  # of the loop, in which whatever waits for no time is done
CUT_OFF = "is cut off"


def _sockets() -> Iterator[socket.socket]:
    """A copy of every socket that this process has open."""
    for link in Path("/proc/self/fd").iterdir():
        with suppress(OSError):
            yield socket.socket(fileno=os.dup(int(link.name)))


async def test_each_piece_of_an_answer_is_sent_at_once() -> None:
    """A body that waited until its head is acknowledged would come up to 40 ms later."""
    async with AsyncExitStack() as stack:
        port = await serve(stack, FastAPI(), "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 404")
        client = writer.get_extra_info("sockname")
        waits = []
        for one in _sockets():
            with one, suppress(OSError):
                if one.getpeername() == client:
                    waits.append(not one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        assert waits == [False]
        writer.close()
        await writer.wait_closed()


async def test_who_connects_as_it_stops_is_not_waited_for(caplog: pytest.LogCaptureFixture) -> None:
    """Who has been accepted uvicorn may know a moment later than it tells those that it knows."""
    stack = AsyncExitStack()
    port = await serve(stack, FastAPI(), "127.0.0.1", 0)
    stopping = asyncio.create_task(stack.aclose())
    callers: deque[socket.socket] = deque()
    with suppress(ConnectionError):
        while True:
            callers.append(socket.create_connection(("127.0.0.1", port)))
            if len(callers) > MOST:
                callers.popleft().close()
            await asyncio.sleep(0)
    await stopping
    for caller in callers:
        caller.close()
    assert CUT_OFF not in caplog.text


async def test_it_ends_at_once_where_nobody_waits_for_an_answer() -> None:
    stack = AsyncExitStack()
    port = await serve(stack, FastAPI(), "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    await reader.readuntil(b"Not Found")  # and the connection is kept
    stopping = asyncio.create_task(stack.aclose())
    for _ in range(TURNS):
        await asyncio.sleep(0)
    assert stopping.done()
    writer.close()
    await writer.wait_closed()


async def _ended_beside_what_takes(seconds: float) -> None:
    """Ended while a request is in hand, and seconds after that."""
    loop, web, begun = asyncio.get_running_loop(), FastAPI(), asyncio.Event()
    assert isinstance(loop, Jumping)

    async def endless() -> None:
        begun.set()
        await asyncio.Event().wait()

    web.add_api_route("/", endless)
    stack = AsyncExitStack()
    port = await serve(stack, web, "127.0.0.1", 0)
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: here\r\n\r\n")
    await begun.wait()
    stopping = asyncio.create_task(stack.aclose())
    for _ in range(TURNS):
        await asyncio.sleep(0)
    loop.ahead += seconds
    await stopping
    writer.close()


def test_what_takes_too_long_is_cut_off(caplog: pytest.LogCaptureFixture) -> None:
    with asyncio.Runner(loop_factory=Jumping) as runner:
        runner.run(_ended_beside_what_takes(FINISHES_WITHIN + 1))
    assert CUT_OFF in caplog.text
