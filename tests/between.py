"""A network between the bot and PostgreSQL, which may go silent without telling anybody."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

from sqlalchemy import make_url

_MUCH: Final = 65_536


class Between:
    """Hands on what comes over each connection, until that is cut off: at the latest when somebody
    says this word, if one is given.
    """

    def __init__(self, url: str, until: bytes = b"") -> None:
        address = make_url(url)
        self._address = address
        self._until = until
        self._path = f"{address.query['host']}/.s.PGSQL.5432"
        self._lines: set[asyncio.Task[None]] = set()
        self._writers: list[asyncio.StreamWriter] = []
        self.url = ""  # by which PostgreSQL is reached through this

    async def _begin(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, here = await asyncio.open_unix_connection(self._path)
        self._writers += [writer, here]
        for source, target in ((reader, here), (there, writer)):
            line = asyncio.create_task(self._hand_on(source, target))
            self._lines.add(line)
            line.add_done_callback(self._lines.discard)

    async def _hand_on(self, source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while data := await source.read(_MUCH):
                if self._until and self._until in data:
                    self.go_silent()
                    return
                target.write(data)
                await target.drain()
            target.close()

    def go_silent(self) -> None:
        """Nothing comes or goes any more over what is open, and neither side is told; new
        connections work.
        """
        for line in self._lines:
            line.cancel()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Between"]:
        server = await asyncio.start_server(self._begin, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        here = self._address.set(host="127.0.0.1", port=port, query={})
        self.url = here.render_as_string(hide_password=False)
        try:
            yield self
        finally:
            self.go_silent()
            for writer in self._writers:
                writer.transport.abort()
            server.close()
            await server.wait_closed()
