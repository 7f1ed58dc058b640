"""Socket Mode from the app's end, frame by frame."""

from contextlib import AsyncExitStack

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.model import Payload
from bot.sandbox.server import Sandbox


class Wire:
    """One connection, frame by frame."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse, hello: Payload) -> None:
        self.socket = socket
        self.hello = hello

    async def next(self) -> Payload:
        frame: Payload = await self.socket.receive_json(timeout=5)
        return frame

    async def ack(self, envelope: Payload, payload: Payload | None = None) -> None:
        body = {} if payload is None else {"payload": payload}
        await self.socket.send_json({"envelope_id": envelope["envelope_id"], **body})


async def connect(
    stack: AsyncExitStack, sandbox: Sandbox, session: aiohttp.ClientSession, extra: str = ""
) -> Wire:
    url = await new_url(sandbox, session)
    socket = await stack.enter_async_context(session.ws_connect(url + extra, autoping=False))
    return Wire(socket, await socket.receive_json(timeout=5))


async def new_url(sandbox: Sandbox, session: aiohttp.ClientSession) -> str:
    client = AsyncWebClient(base_url=sandbox.api_url, session=session)
    answer = await client.apps_connections_open(app_token=sandbox.world.app.app_token)
    return str(answer["url"])
