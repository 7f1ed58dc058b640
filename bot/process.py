"""One running Delight: database, Slack, web, socket and heartbeat, started and stopped in order."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Literal

import aiohttp
import uvicorn
from fastapi import FastAPI
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from sqlalchemy.exc import SQLAlchemyError

from bot.app import make_bolt, make_deps
from bot.clock import MovableClock
from bot.installs import Installs
from bot.scheduler import Heartbeat
from bot.settings import Settings
from bot.slack import SlackClients
from bot.web import make_web
from handlers import routes
from handlers.deps import Deps
from handlers.kit.charts import Drawer
from handlers.kit.clock import Clock
from handlers.kit.routing import Job
from handlers.kit.text import Texts
from storage.db import Sessions, make_engine
from storage.migrations import migrate

Role = Literal["all", "web", "worker"]
CONNECTS_WITHIN: Final = 5.0  # seconds that the start waits for Socket Mode; then it goes on trying
LOOK_AGAIN: Final = 10.0  # seconds between two looks whether Slack is to be asked who is installed
log = logging.getLogger(__name__)


class StartError(Exception):
    """What keeps the process from starting, by the setting that it is about."""


@dataclass(slots=True)
class Process:
    """What runs; `port` is where the web listens, None for a worker."""

    deps: Deps
    heartbeat: Heartbeat
    installs: Installs
    port: int | None = None

    def beat(self) -> None:
        """Begin to do what is due by itself; a clock that is moved beats at once."""
        self.heartbeat.start()
        if isinstance(self.deps.clock, MovableClock):
            self.deps.clock.moved.append(self.heartbeat.beat_all)

    async def stop_beating(self) -> None:
        """Finish what is in hand, and do no more by itself."""
        moved = getattr(self.deps.clock, "moved", [])
        if self.heartbeat.beat_all in moved:
            moved.remove(self.heartbeat.beat_all)
        await self.heartbeat.stop()


class _Server(uvicorn.Server):
    """uvicorn, and when it has begun to answer."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        try:
            await super().startup(sockets)
        finally:
            self.ready.set()


@asynccontextmanager
async def running(
    settings: Settings, clock: Clock, *, role: Role = "all", beating: bool = True
) -> AsyncIterator[Process]:
    """Start, in this order: database, Slack's answer to who we are, web and socket, heartbeat.

    StartError where the database or the port cannot be had. Slack may be out of reach: then the
    process is there, and asks again. With `beating` off nothing runs by itself until
    `Process.beat`: tests beat by hand.
    """
    async with contextlib.AsyncExitStack() as stack:
        sessions = Sessions(make_engine(settings.database_url.get_secret_value()))
        stack.push_async_callback(sessions.close)
        await _migrate(sessions)
        # Not limited: what somebody waits for must not wait for connections of the outbox.
        connector = aiohttp.TCPConnector(limit=0)
        http = await stack.enter_async_context(aiohttp.ClientSession(connector=connector))
        slack = SlackClients(settings.slack_api_url, http)
        installs = Installs(settings.tokens, slack, sessions, clock)
        await installs.load()
        stack.push_async_callback(installs.close)
        charts = Drawer()
        stack.push_async_callback(charts.close)
        deps = make_deps(sessions, clock, Texts(), slack, charts, pace=settings.slack_pace)
        look = Job("installs.look", installs.look_again, every=LOOK_AGAIN)
        process = Process(deps, Heartbeat(deps, (*routes.JOBS, look)), installs)
        if role != "worker":
            bolt = make_bolt(deps, installs.authorize, slack.make())
            await _serve(stack, settings, bolt, clock, process)
            await _connect(stack, settings, bolt, slack)
        if role != "web":
            stack.push_async_callback(process.stop_beating)
            if beating:
                process.beat()
        yield process


async def _migrate(sessions: Sessions) -> None:
    try:
        await migrate(sessions.engine)
    except (SQLAlchemyError, OSError) as error:
        why = str(error).splitlines()[0]
        raise StartError(f"DATABASE_URL: the database cannot be used: {why}") from error


async def _serve(
    stack: contextlib.AsyncExitStack,
    settings: Settings,
    bolt: AsyncApp,
    clock: Clock,
    process: Process,
) -> None:
    secret = settings.slack_signing_secret
    web = make_web(bolt, secret.get_secret_value() if secret else None, clock)
    listening = _listen(settings.host, settings.port)
    process.port = int(listening.getsockname()[1])
    server = _Server(_uvicorn_config(web))
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    await server.ready.wait()

    async def stop() -> None:
        server.should_exit = True
        await serving

    stack.push_async_callback(stop)


def _uvicorn_config(web: FastAPI) -> uvicorn.Config:
    return uvicorn.Config(
        web, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=8
    )


def _listen(host: str, port: int) -> socket.socket:
    """A listening socket; StartError says what is in the way."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise StartError(f"HOST/PORT: {host}:{port}: {error.strerror}") from error
    listening.set_inheritable(True)
    return listening


async def _connect(
    stack: contextlib.AsyncExitStack, settings: Settings, bolt: AsyncApp, slack: SlackClients
) -> None:
    if settings.slack_app_token is None:
        return
    token = settings.slack_app_token.get_secret_value()
    handler = AsyncSocketModeHandler(bolt, token, web_client=slack.make())
    stack.push_async_callback(handler.close_async)
    # It returns once it is connected, and tries until then.
    connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]  # Bolt leaves it untyped

    async def stop() -> None:
        connecting.cancel()
        await asyncio.gather(connecting, return_exceptions=True)

    stack.push_async_callback(stop)
    _, late = await asyncio.wait({connecting}, timeout=CONNECTS_WITHIN)
    if late:
        log.warning("Socket Mode is not connected yet; trying on")
