"""Socket Mode, Slack's end: tickets, hello, envelopes to one of many, acks from any of them."""

import asyncio
import json
import secrets
import uuid
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Final, Literal

from aiohttp import WSMsgType, web
from pydantic_core import to_json

from bot.sandbox.model import Payload, World
from bot.sandbox.wire import Answer, Kind, Retry

Reason = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets"]
MOST: Final = 10
TICKET_LIFE: Final = 30.0  # seconds; Slack only says "short"
LIFE: Final = 18_060
DEBUG_LIFE: Final = 360
NOTICE: Final = 10.0  # seconds between a warning and the end
_TYPES: Final[dict[Kind, str]] = {
    "event": "events_api",
    "command": "slash_commands",
    "interactive": "interactive",
}
_WANT_ANSWERS: Final = ("view_submission", "block_suggestion")


class Sockets:
    """The app's connections; `url` says where the sandbox is served."""

    def __init__(self, world: World, url: Callable[[], str]) -> None:
        self._url = url
        self._world = world
        self._tickets: dict[str, datetime] = {}
        self._open: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Answer]] = {}
        self._arrived = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._frozen: set[web.WebSocketResponse] = set()
        self._unanswered = 0  # handshakes to come that nobody answers
        self._refused = 0  # and those that are, whose tickets are used up all the same
        self._end_of_all = asyncio.Event()

    @property
    def count(self) -> int:
        """How many connections the app holds."""
        return len(self._open)

    async def connected(self, count: int = 1) -> None:
        """Return once the app holds this many connections."""
        while self.count < count:
            self._arrived.clear()
            await self._arrived.wait()

    def mount(self, app: web.Application) -> None:
        app.router.add_get("/link/", self.handle)

    def ticket(self) -> str:
        """A WebSocket address that works once, soon."""
        ticket = secrets.token_urlsafe(16)
        self._tickets[ticket] = self._world.clock.deadline(TICKET_LIFE)
        host = self._url().removeprefix("http://")
        return f"ws://{host}/link/?ticket={ticket}&app_id={self._world.app.id}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """One connection, from hello to its end."""
        until = self._tickets.pop(request.query.get("ticket", ""), None)
        if until is None or self._world.clock.now() > until:
            return web.Response(status=403, text="This ticket is not good any more.")
        if self._refused > 0:
            self._refused -= 1
            return web.Response(status=503)
        if self._unanswered > 0:
            self._unanswered -= 1
            await self._end_of_all.wait()
            return web.Response(status=503)
        socket = web.WebSocketResponse(timeout=1, heartbeat=30, autoping=False)
        await socket.prepare(request)
        if len(self._open) >= MOST:
            await self._say_goodbye(socket, "too_many_websockets")
            await socket.close()
            return socket
        debug = request.query.get("debug_reconnects") == "true"
        self._open.append(socket)
        self._arrived.set()
        try:
            await self._hello(socket, DEBUG_LIFE if debug else LIFE)
            if debug:
                self._spawn(self._end(socket, DEBUG_LIFE - NOTICE))
            await self._listen(socket)
        finally:
            self._forget(socket)
        return socket

    async def send(self, kind: Kind, payload: Payload, retry: Retry) -> Answer:
        """Give an envelope to one connection and wait until any of them acknowledges it."""
        if not self._open:
            return Answer(error="connection_failed")
        socket = self._open.pop(0)
        self._open.append(socket)
        envelope = _envelope(kind, payload, retry)
        id_ = envelope["envelope_id"]
        waiting: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[id_] = waiting
        try:
            await socket.send_str(to_json(envelope).decode())
            return await waiting
        except ConnectionError:
            self._forget(socket)
            return Answer(error="connection_failed")
        finally:
            del self._waiting[id_]

    async def disconnect(self, reason: Reason = "refresh_requested") -> None:
        """Ask every connection to come back; all but warned ones are closed at once."""
        for socket in list(self._open):
            if reason == "warning":
                self._spawn(self._end(socket, 0))
            else:
                self._forget(socket)
                await self._say_goodbye(socket, reason)
                await socket.close()

    async def cut(self) -> None:
        """Break the connection whose turn it is, without a word."""
        if self._open:
            socket = self._open.pop(0)
            await socket.close()

    def freeze(self, handshakes: int = 0) -> None:
        """Every connection stays open and says nothing more; nor are so many new ones answered."""
        self._frozen.update(self._open)
        self._unanswered = handshakes

    def refuse(self, handshakes: int) -> None:
        """So many new connections are refused."""
        self._refused = handshakes

    async def stop(self) -> None:
        self._end_of_all.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for socket in list(self._open):
            self._forget(socket)
            await socket.close()

    async def _hello(self, socket: web.WebSocketResponse, life: int) -> None:
        await socket.send_json(
            {
                "type": "hello",
                "num_connections": len(self._open),
                "connection_info": {"app_id": self._world.app.id},
                "debug_info": self._debug_info() | {"approximate_connection_time": life},
            }
        )

    def _debug_info(self) -> Payload:
        started = self._world.clock.now().isoformat()
        return {"host": "applink-sandbox", "started": started, "build_number": 1}

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        """Take acks, and echo pings, payload and all; frozen, neither."""
        async for message in socket:
            if socket in self._frozen:
                continue
            if message.type == WSMsgType.TEXT:
                self._acknowledged(message.data)
            elif message.type == WSMsgType.PING:
                await socket.pong(message.data)

    def _acknowledged(self, text: str) -> None:
        try:
            ack = json.loads(text)
        except ValueError:
            return
        waiting = self._waiting.get(ack.get("envelope_id", "")) if isinstance(ack, dict) else None
        if waiting is not None and not waiting.done():
            waiting.set_result(Answer(200, ack.get("payload") or {}))

    async def _end(self, socket: web.WebSocketResponse, after: float) -> None:
        await self._world.clock.sleep(after)
        await self._say_goodbye(socket, "warning")
        await self._world.clock.sleep(NOTICE)
        self._forget(socket)
        await socket.close()

    async def _say_goodbye(self, socket: web.WebSocketResponse, reason: Reason) -> None:
        if not socket.closed:
            goodbye = {"type": "disconnect", "reason": reason, "debug_info": self._debug_info()}
            await socket.send_json(goodbye)

    def _forget(self, socket: web.WebSocketResponse) -> None:
        self._frozen.discard(socket)
        if socket in self._open:
            self._open.remove(socket)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _envelope(kind: Kind, payload: Payload, retry: Retry) -> Payload:
    wants = kind == "command" or payload.get("type") in _WANT_ANSWERS
    envelope: Payload = {
        "envelope_id": str(uuid.uuid4()),
        "type": _TYPES[kind],
        "accepts_response_payload": wants,
        "payload": payload,
    }
    if kind == "event":
        envelope |= {"retry_attempt": retry.number, "retry_reason": retry.reason}
    return envelope
