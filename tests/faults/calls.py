"""What processes ask the simulated Slack to post: whoever is killed leaves it in doubt."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

SETTLES: Final = 10.0  # seconds from an answer; mostly 0.02, but PostgreSQL may be away as well
ENDS: Final = 1.0  # seconds until the connections of a killed process are seen to be gone
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass(slots=True)
class Posting:
    """A call: over which connection, of what text, and when it came and was answered."""

    text: str
    wire: asyncio.Transport
    asked_at: float
    answered_at: float | None = None


class Calls:
    """The calls under way and those just answered, each known by its connection."""

    def __init__(self) -> None:
        self._postings: deque[Posting] = deque()

    @web.middleware
    async def watch(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Stands before the simulated Slack."""
        wire = request.transport
        if wire is None or not request.path.endswith("/chat.postMessage"):
            return await handler(request)
        text = str(json.loads(await request.read()).get("text", ""))
        posting = Posting(text, wire, asyncio.get_running_loop().time())
        self._postings.append(posting)
        try:
            return await handler(request)
        finally:
            posting.answered_at = asyncio.get_running_loop().time()
            self._forget()

    def _forget(self) -> None:
        while self._postings and self._is_settled(self._postings[0]):
            self._postings.popleft()

    @staticmethod
    def _is_settled(posting: Posting) -> bool:
        at = posting.answered_at
        return at is not None and asyncio.get_running_loop().time() - at > SETTLES

    def now(self) -> list[Posting]:
        """What may not be written down yet, of processes that live."""
        return [p for p in self._postings if not (self._is_settled(p) or p.wire.is_closing())]

    async def lost(self, under_way: list[Posting], killed_at: float) -> list[str]:
        """The texts of those whose process was killed then. What it had asked by that moment may
        be read here only after it.
        """
        await asyncio.sleep(ENDS)
        since = [p for p in self._postings if p.asked_at >= killed_at and p not in under_way]
        return [p.text for p in (*under_way, *since) if p.wire.is_closing()]
