"""Response URLs: five answers within thirty minutes to where somebody clicked or typed."""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from aiohttp import web

from bot.sandbox import chat
from bot.sandbox.errors import SlackError
from bot.sandbox.model import Channel, Message, Payload, Workspace, World

USES: Final = 5
LIFE: Final = timedelta(minutes=30)


@dataclass(slots=True)
class _ResponseUrl:
    workspace: Workspace
    channel: Channel
    user: str
    message: Message | None
    made_at: datetime
    uses: int = 0


class ResponseUrls:
    """The response URLs given out; `host` says where the sandbox is served."""

    def __init__(self, world: World, host: Callable[[], str]) -> None:
        self._world = world
        self._host = host
        self._given: dict[str, _ResponseUrl] = {}

    def mount(self, app: web.Application) -> None:
        app.router.add_post("/response/{key}", self.handle)

    def mint(
        self, workspace: Workspace, channel: Channel, user: str, message: Message | None = None
    ) -> str:
        """A URL for one interaction; with the message it began on, that can be replaced."""
        now = self._world.clock.now()
        self._given = {k: u for k, u in self._given.items() if now - u.made_at < 2 * LIFE}
        key = secrets.token_urlsafe(18)
        self._given[key] = _ResponseUrl(workspace, channel, user, message, now)
        return f"{self._host()}/response/{key}"

    async def handle(self, request: web.Request) -> web.Response:
        url = self._given.get(request.match_info["key"])
        try:
            payload = _payload(await request.read())
            self._use(url, payload)
        except SlackError as problem:
            status = 404 if problem.code in ("expired_url", "used_url") else 400
            return web.json_response(problem.body, status=status)
        return web.json_response({"ok": True})

    def _use(self, url: _ResponseUrl | None, payload: Payload) -> None:
        if url is None or self._world.clock.now() - url.made_at > LIFE:
            raise SlackError("expired_url")
        if url.uses >= USES:
            raise SlackError("used_url")
        url.uses += 1
        respond(self._world, url.workspace, url.channel, url.user, payload, message=url.message)


def respond(
    world: World,
    workspace: Workspace,
    channel: Channel,
    user: str,
    payload: Payload,
    *,
    message: Message | None = None,
) -> Message | None:
    """Do what an answer asks for: replace, delete, or say something new (to one person, or all)."""
    if payload.get("delete_original") and message is not None:
        chat.delete(world, workspace, message)
        return None
    if payload.get("replace_original") and message is not None:
        if message.ts not in channel.messages:
            raise SlackError("message_not_found")
        return chat.edit(world, workspace, message, payload)
    public = payload.get("response_type") == "in_channel"
    return chat.post(
        world,
        workspace,
        channel,
        workspace.bot_user,
        payload,
        seen_by=None if public else user,
        thread_ts=payload.get("thread_ts"),
    )


def _payload(body: bytes) -> Payload:
    try:
        payload = json.loads(body)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(payload, dict):
        raise SlackError("invalid_payload")
    return payload
