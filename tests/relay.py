"""The way of one process to Slack, which a test cuts while others keep theirs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit


class Relay:
    """Hands all on to `address`, until it is cut or swallows what it is given, or a part of it."""

    def __init__(self, address: str) -> None:
        there = urlsplit(address)
        self._there = there.hostname, there.port
        self._path = there.path
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self.port = 0
        self.swallows = False
        self.loses: bytes | None = None  # whoever says this is cut off

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self._path}"

    async def open(self) -> None:
        """Whoever connects gets there, by the same port as before."""
        self._server = await asyncio.start_server(self._taken, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def cut(self) -> None:
        """Nobody can connect any more, and who was connected is not."""
        if self._server is not None:
            self._server.close()
        for writer in self._writers:
            writer.transport.abort()
        while self._writers:  # noqa: ASYNC110 both sides hear of it by the loop
            await asyncio.sleep(0)

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(*self._there)
        await asyncio.gather(self._handed(reader, back), self._handed(there, writer))

    async def _handed(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        with suppress(OSError):
            while (said := await reader.read(65536)) and not self._is_lost(said):
                if not self.swallows:
                    writer.write(said)
        self._writers.discard(writer)
        writer.close()

    def _is_lost(self, said: bytes) -> bool:
        return self.loses is not None and self.loses in said


@asynccontextmanager
async def relayed(address: str) -> AsyncIterator[Relay]:
    relay = Relay(address)
    await relay.open()
    try:
        yield relay
    finally:
        await relay.cut()
