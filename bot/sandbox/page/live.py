"""Live updates: every open page hears which workspace changed (server-sent events)."""

import asyncio

from aiohttp import web

from bot.sandbox.page.guard import HEADERS


class Live:
    """The open pages. Changes that come faster than a page reads are told once."""

    def __init__(self) -> None:
        self._pages: set[asyncio.Queue[str | None]] = set()

    def tell(self, workspace: str) -> None:
        for page in self._pages:
            if page.empty():
                page.put_nowait(workspace)

    async def close(self, _app: web.Application) -> None:
        """Let every page go, so that the server can stop."""
        for page in self._pages:
            page.put_nowait(None)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        headers = {**HEADERS, "Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        answer = web.StreamResponse(headers=headers)
        await answer.prepare(request)
        page: asyncio.Queue[str | None] = asyncio.Queue()
        self._pages.add(page)
        try:
            await answer.write(b"retry: 1000\n\n")
            while (workspace := await page.get()) is not None:
                await answer.write(f"data: {workspace}\n\n".encode())
        except ConnectionError:
            pass  # the tab was closed
        finally:
            self._pages.discard(page)
        return answer
