"""Listening on a port: uvicorn, started and stopped by us."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Iterator
from typing import Final

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.door import CAME

FINISHES_WITHIN: Final = 3  # seconds for requests in hand when it stops: Slack waits no longer
# Seconds for which a connection is kept that nothing comes over. Proxies keep theirs for a minute:
# of one that ends here sooner some hear too late, and what they send over it then is lost.
KEPT_FOR: Final = 75
TICK: Final = 1.0  # seconds
A_MOMENT: Final = 1e-6
LOOK: Final = 0.01  # seconds between two looks whether all are answered
TURNS: Final = 10  # of the loop: whom it has accepted it has told the server of after three

log = logging.getLogger(__name__)


class ListenError(Exception):
    """The address cannot be listened on."""


class _Server(uvicorn.Server):
    """uvicorn, and when it has begun to answer. It ends when it is told to: uvicorn would look for
    that ten times a second, and rest for as long before it looks who is still there.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()
        self.ending = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.ready.set()

    async def main_loop(self) -> None:
        """Until it is to end; answers name the second that the last tick has seen."""
        while not await self.on_tick(0):
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TICK):
                    await self.ending.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Shut the door, and finish what is in hand.

        Whom the loop has just let in, asyncio could not hand over behind a door that is shut, and
        would forget. A timer comes after them, however short it is.
        """
        await asyncio.sleep(A_MOMENT)
        for door in (*self.servers, *(sockets or ())):
            door.close()
        try:
            async with asyncio.timeout(FINISHES_WITHIN):
                await self._all_gone()
        except TimeoutError:
            log.error("what took longer than %s s to answer is cut off", FINISHES_WITHIN)  # noqa: TRY400 no traceback of ours
            for task in self.server_state.tasks:
                task.cancel()

    async def _all_gone(self) -> None:
        """Who was let in just before the door was shut is known some turns of the loop later."""
        state = self.server_state
        while True:
            for _ in range(TURNS):
                for connection in list(state.connections):
                    connection.shutdown()
                await asyncio.sleep(0)
            if not (state.connections or state.tasks):
                return
            await asyncio.sleep(LOOK)

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to bot/cli.py: it stops everything in order, and this not first."""
        yield


class _Noting(H11Protocol):
    """uvicorn's, and when the first bytes of a request were read: where many come at once, the app
    is called for the last of them long after that.
    """

    def data_received(self, data: bytes) -> None:
        self.app_state = {CAME: self.loop.time()}
        super().data_received(data)


async def serve(stack: contextlib.AsyncExitStack, web: FastAPI, host: str, port: int) -> int:
    """Serve until the stack is closed, then finish what is in hand; the port. ListenError."""
    listening = _listen(host, port)
    config = uvicorn.Config(
        web,
        http=_Noting,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_keep_alive=KEPT_FOR,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await server.ready.wait()

    async def stop() -> None:
        server.should_exit = True
        server.ending.set()
        await serving

    stack.push_async_callback(stop)
    return int(listening.getsockname()[1])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only of what says that it is TCP does asyncio send each piece at once: else the body of an
    # answer waits for the other side to acknowledge the head, up to 40 ms.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise ListenError(f"{host}:{port}: {error.strerror}") from error
    listening.set_inheritable(True)
    return listening
