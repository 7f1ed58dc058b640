"""Listening on a port: uvicorn, started and stopped by us."""

import asyncio
import contextlib
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


class ListenError(Exception):
    """The address cannot be listened on."""


class _Server(uvicorn.Server):
    """uvicorn, and when it has begun to answer."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.ready.set()

    async def _wait_tasks_to_complete(self) -> None:
        """Tell whoever was let in just before the door was shut, whom uvicorn did not know of then;
        it would wait for them as if they had asked for something.
        """
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await super()._wait_tasks_to_complete()

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
        timeout_graceful_shutdown=FINISHES_WITHIN,
    )
    server = _Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await server.ready.wait()

    async def stop() -> None:
        server.should_exit = True
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
