"""The demo's stage: the simulated Slack, furnished, and the bot connected to it."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

from bot.clock import MovableClock
from bot.demo.company import TIDEWATER, TOKENS, furnish
from bot.demo.keeping import Kept
from bot.demo.transcript import Deed
from bot.drive import Driver
from bot.manifest import make_manifest
from bot.process import Process, running
from bot.sandbox.hands import Hands
from bot.sandbox.server import Sandbox
from bot.settings import read_settings
from handlers.routes import FEATURES

Page = Callable[[Sandbox, web.Application], None]


@dataclass(slots=True)
class Stage:
    """Where people act: by first name and channel name; what they do is written down."""

    driver: Driver
    deeds: list[Deed] = field(default_factory=list)

    @property
    def sandbox(self) -> Sandbox:
        return self.driver.sandbox

    @property
    def process(self) -> Process:
        return self.driver.process

    def hands(self, name: str) -> Hands:
        """Someone of Tidewater."""
        return self.sandbox.person(TIDEWATER, f"U0{name.upper()}")

    def channel(self, name: str) -> str:
        """The id of a channel of Tidewater."""
        channels = self.sandbox.world.workspaces[TIDEWATER].channels.values()
        return next(c.id for c in channels if c.name == name)

    def note(self, name: str, words: str) -> None:
        """Write down what somebody did, in words that follow their name."""
        now = self.driver.clock.now()
        self.deeds.append(Deed(now, f"U0{name.upper()}", words))


@asynccontextmanager
async def built(
    clock: MovableClock,
    database: str,
    *,
    port: int = 0,
    page: Page | None = None,
    kept: Kept | None = None,
) -> AsyncIterator[Stage]:
    """Slack and bot, connected over Socket Mode, which is how most newcomers will run it."""
    sandbox = Sandbox(clock, make_manifest(FEATURES, "socket"), port=port, page=page)
    if kept is None:
        furnish(sandbox)
    else:
        kept.into(sandbox.world)
    await sandbox.start()
    environ = {
        "SLACK_BOT_TOKEN": ",".join(TOKENS.values()),
        "SLACK_APP_TOKEN": sandbox.world.app.app_token,
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": database,
        "PORT": "0",
    }
    try:
        async with running(read_settings(environ), clock, beating=False) as process:
            await sandbox.sockets.connected()
            yield Stage(Driver(clock, sandbox, process))
    finally:
        await sandbox.stop()
