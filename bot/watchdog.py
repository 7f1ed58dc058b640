"""Socket Mode, and a watchdog over it: a line that is silent is given up and made anew.

slack_sdk's client pings, and connects again when no pong comes. A ticket that was used up by a try
that failed it would try for ever: here it forgets each as it uses it. What it does not get over:
a handshake that is never answered (it waits for five minutes, holding the lock that every other
try needs), a reconnection that is cancelled half-way (reconnecting stays switched off), and a wall
clock that steps back (it measures silence by it). So from outside, by the monotonic clock, this
asks one thing: has anything been heard? If not, the client is thrown away as a whole.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from slack_bolt import BoltResponse
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.adapter.socket_mode.async_internals import send_async_response
from slack_bolt.adapter.socket_mode.internals import build_headers
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.door import CAME, LATE, Door
from bot.payloads import wrong_with
from handlers.kit.gauges import Meters

CONNECTS_WITHIN: Final = 5.0  # seconds that the start waits for it; then it goes on trying
FINISHES_WITHIN: Final = 3.0  # seconds for deliveries in hand when it stops: Slack waits no longer
LETS_GO_WITHIN: Final = 2.0  # seconds for saying goodbye on a line that may be dead
_ENVELOPES: Final = ("events_api", "interactive", "slash_commands")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds between two pings of ours, two looks at the line, and until it counts as silent."""

    ping: float = 10.0
    look: float = 5.0
    silence: float = 90.0


class _Handler(AsyncSocketModeHandler):
    """Bolt's handler, and which deliveries it has in hand: the client keeps none of its tasks."""

    def __init__(
        self, bolt: AsyncApp, token: str, web: AsyncWebClient, ping: float, door: Door
    ) -> None:
        super().__init__(bolt, token, web_client=web, ping_interval=ping)
        self._door = door
        self.in_hand: set[asyncio.Task[Any]] = set()
        self.messages = 0
        self.client.on_message_listeners.append(self._note)
        self.client.message_listeners.append(_emptied)
        self.client.aiohttp_client_session.trace_configs.append(self._tracing())

    def _tracing(self) -> aiohttp.TraceConfig:
        """All that goes over this session are handshakes: the client has another for its calls."""
        tracing = aiohttp.TraceConfig()
        tracing.on_request_start.append(self._use_up)
        tracing.freeze()
        return tracing

    async def _use_up(self, *_: object) -> None:
        """A ticket opens one connection: should this one fail, the client asks for another."""
        self.client.wss_uri = None

    async def _note(self, _: object) -> None:
        self.messages += 1

    async def handle(self, client: Any, req: Any) -> None:
        """What has not Slack's shape is acknowledged: it would come again, and be no better."""
        if wrong := wrong_with(req.payload):
            what = f"{_kind(req.type)}, {wrong}"
            log.warning("refused, in a shape that Slack does not send: %s", what)
            await client.send_socket_mode_response(SocketModeResponse(req.envelope_id))
            return
        task = asyncio.current_task()
        if task is not None:
            self.in_hand.add(task)
            task.add_done_callback(self.in_hand.discard)
        done = await self._answered(req)
        await send_async_response(client, req, done, 0)  # since when, for a line that is not logged

    async def _answered(self, req: SocketModeRequest) -> BoltResponse:
        came = asyncio.get_running_loop().time()  # nothing that takes long is between this and it
        if req.type == "events_api":  # nobody waits for an answer to it
            return await self._dispatched(req, {CAME: came})
        async with self._door.turn(came) as is_inside:
            return await self._dispatched(req, {CAME: came, LATE: not is_inside})

    async def _dispatched(self, req: SocketModeRequest, context: dict[str, Any]) -> BoltResponse:
        headers, mode = build_headers(req), "socket_mode"
        asked = AsyncBoltRequest(body=req.payload, headers=headers, mode=mode, context=context)
        return await self.app.async_dispatch(asked)

    def heard(self) -> tuple[int, float | None]:
        """What changes whenever Slack says something: a message, or the pong to a ping."""
        return self.messages, self.client.last_ping_pong_time


class Line:
    """The connection to Slack's Socket Mode, for as long as the process runs."""

    def __init__(
        self,
        bolt: AsyncApp,
        token: str,
        client: Callable[[], AsyncWebClient],
        meters: Meters,
        patience: Patience,
        door: Door,
    ) -> None:
        self._bolt = bolt
        self._token = token
        self._client = client
        self._meters = meters
        self._patience = patience
        self._door = door
        self._handler = self._make()
        self._connecting = asyncio.create_task(_run(self._handler.connect_async))
        self._watching = asyncio.create_task(self._watch())

    async def settle(self) -> None:
        """Return once it is connected, or after a few seconds; then it goes on trying."""
        _, late = await asyncio.wait({self._connecting}, timeout=CONNECTS_WITHIN)
        if late:
            log.warning("Socket Mode is not connected yet; trying on")

    @property
    def in_hand(self) -> int:
        """How many deliveries are being worked on."""
        return len(self._handler.in_hand)

    async def is_connected(self) -> bool:
        return await self._handler.client.is_connected()

    async def close(self) -> None:
        """Take nothing more, finish what is in hand, and let go."""
        await _cancelled(self._watching)
        client = self._handler.client
        client.auto_reconnect_enabled = False
        await _cancelled(client.message_receiver, client.current_session_monitor)
        if self._handler.in_hand:
            await asyncio.wait(self._handler.in_hand, timeout=FINISHES_WITHIN)
        await self._let_go()

    def _make(self) -> _Handler:
        ping = self._patience.ping
        return _Handler(self._bolt, self._token, self._client(), ping, self._door)

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        heard, since = self._handler.heard(), loop.time()
        while True:
            await asyncio.sleep(self._patience.look)
            if (now := self._handler.heard()) != heard:
                heard, since = now, loop.time()
            elif loop.time() - since > self._patience.silence:
                await self._restart()
                heard, since = self._handler.heard(), loop.time()

    async def _restart(self) -> None:
        log.warning("Socket Mode has been silent for too long; connecting anew")
        self._meters.socket_restarted()
        await self._let_go()
        self._handler = self._make()
        self._connecting = asyncio.create_task(_run(self._handler.connect_async))

    async def _let_go(self) -> None:
        """Close the client by pieces: its own way waits for an answer on a line that is dead."""
        client = self._handler.client
        client.closed, client.auto_reconnect_enabled = True, False
        await asyncio.wait({asyncio.create_task(_run(client.disconnect))}, timeout=LETS_GO_WITHIN)
        await _cancelled(
            self._connecting,
            client.message_processor,
            client.message_receiver,
            client.current_session_monitor,
        )
        await client.aiohttp_client_session.close()


async def _emptied(_: object, message: dict[Any, Any], __: object) -> None:
    """A payload that is no object fails in the SDK, and would come again for ever: emptied, it is
    refused like all that Slack does not send.
    """
    if "envelope_id" in message and not isinstance(message.get("payload"), dict):
        message["payload"] = {}


def _kind(said: Any) -> str:
    """Of an envelope; what is none of Slack's may be anything, and is not written down."""
    return said if said in _ENVELOPES else "other"


async def _run(work: Callable[[], Awaitable[None]]) -> None:
    await work()  # a coroutine of known type: the SDK leaves its own untyped


async def _cancelled(*tasks: asyncio.Future[Any] | None) -> None:
    """End these, whatever they are at."""
    running = [task for task in tasks if task is not None]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
