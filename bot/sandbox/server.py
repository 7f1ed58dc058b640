"""The sandbox: one process that is Slack for the bot, served on 127.0.0.1."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from functools import lru_cache
from typing import Final, Literal
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox import events
from bot.sandbox.api import Api
from bot.sandbox.delivery import Delivery
from bot.sandbox.faults import Faults
from bot.sandbox.files import UploadHost
from bot.sandbox.hands import Hands
from bot.sandbox.limits import Limits
from bot.sandbox.model import App, Channel, Payload, Person, Workspace, World
from bot.sandbox.sockets import Sockets
from bot.sandbox.triggers import Triggers
from handlers.kit.clock import Clock

_HOSTS: Final = {"127.0.0.1", "localhost"}
_LARGEST: Final = 100 * 1024 * 1024


class Sandbox:
    """The simulated Slack, served on 127.0.0.1."""

    def __init__(
        self,
        clock: Clock,
        manifest: Payload,
        *,
        request_url: str | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        page: Callable[[Sandbox, web.Application], None] | None = None,
    ) -> None:
        self.world = World(clock, App(manifest, request_url=request_url))
        self.faults = Faults()
        self.limits = Limits(clock)
        self.url = ""
        self.triggers = Triggers(self.world, lambda: self.url)
        self.sockets = Sockets(self.world, lambda: self.url)
        self.delivery = Delivery(self.world, self.faults, self.sockets)
        self._host, self._port = host, port
        self._app = web.Application(middlewares=[_own_hosts_only], client_max_size=_LARGEST)
        Api(self, self.faults).mount(self._app)
        UploadHost(self.world).mount(self._app)
        self.triggers.mount(self._app)
        self.sockets.mount(self._app)
        if page is not None:
            page(self, self._app)
        self._runner: web.AppRunner | None = None

    @property
    def api_url(self) -> str:
        """What the bot takes as SLACK_API_URL."""
        return f"{self.url}/api/"

    async def start(self) -> None:
        """Listen on the wished port, or on a free one if that is taken."""
        self._runner = web.AppRunner(self._app, access_log=None, shutdown_timeout=1)
        await self._runner.setup()
        try:
            await self._listen(self._runner, self._port)
        except OSError:
            if self._port == 0:
                raise
            await self._listen(self._runner, 0)

    async def _listen(self, runner: web.AppRunner, port: int) -> None:
        await web.TCPSite(runner, self._host, port).start()
        self.url = f"http://{self._host}:{runner.addresses[0][1]}"

    async def stop(self) -> None:
        """Close every connection; nothing of the sandbox runs on afterwards."""
        await self.delivery.stop()
        await self.sockets.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def settle(self) -> None:
        """Return when the app has answered whatever was sent, but for retries to come."""
        await self.delivery.settle()

    def person(self, workspace: str, user: str) -> Hands:
        """What this person can do."""
        return Hands(self, workspace, user)

    def add_workspace(self, id: str, name: str, domain: str, *, token: str) -> Workspace:  # noqa: A002 Slack's word
        """A workspace that has installed the app: its bot user, its token, all its scopes."""
        world, bot_user = self.world, self.world.new_id("U")
        bot_name = world.app.manifest["features"]["bot_user"]["display_name"]
        workspace = Workspace(
            id, name, domain, token, bot_user, world.new_id("B"), world.app.scopes
        )
        bot = Person(bot_user, bot_name.lower(), bot_name, is_bot=True)
        workspace.people[bot_user] = bot
        world.add(workspace)
        world.changed(id)
        return workspace

    def add_person(self, workspace: str, person: Person) -> Person:
        """Someone joins the workspace; once the sandbox is served, the app hears of it.

        Ids are unique over all workspaces, as Slack's are.
        """
        if any(person.id in w.people for w in self.world.workspaces.values()):
            raise ValueError(f"{person.id} is somebody already")
        place = self.world.workspaces[workspace]
        place.people[person.id] = person
        if self.url:
            self.delivery.event(workspace, events.person(self.world, place, person, "team_join"))
        self.world.changed(workspace)
        return person

    def add_channel(
        self,
        workspace: str,
        name: str,
        *,
        members: Iterable[str],
        kind: Literal["public", "private"] = "public",
        with_bot: bool = True,
        topic: str = "",
    ) -> Channel:
        """A channel with these people in it, and the bot unless it is to be left out."""
        place = self.world.workspaces[workspace]
        inside = {*members} | ({place.bot_user} if with_bot else set())
        channel = Channel(self.world.new_id("C"), name, kind, inside, topic)
        place.channels[channel.id] = channel
        self.world.changed(workspace)
        return channel


@lru_cache
def _on_this_machine(address: str) -> bool:
    try:
        return urlsplit(address).hostname in _HOSTS
    except ValueError:
        return False


@web.middleware
async def _own_hosts_only(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what a foreign page could send: names pointed at this machine, or its own origin."""
    origin = request.headers.get("Origin")
    if _on_this_machine(f"//{request.host}") and (origin is None or _on_this_machine(origin)):
        return await handler(request)
    return web.Response(status=403, text="The sandbox answers on 127.0.0.1 only.")
