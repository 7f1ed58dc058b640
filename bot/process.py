"""One running Delight: database, Slack, web, socket and heartbeat, started and stopped in order."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import aiohttp
from slack_bolt.async_app import AsyncApp
from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.app import make_bolt, make_deps
from bot.clock import MovableClock
from bot.dispatch import LIMITS, Limits
from bot.door import Door
from bot.health import Health
from bot.installs import Installs
from bot.scheduler import Heartbeat
from bot.serving import ListenError, serve
from bot.settings import Settings
from bot.slack import SlackClients
from bot.watchdog import Line, Patience
from bot.web import make_operators, make_web
from handlers import routes
from handlers.deps import Deps
from handlers.kit.charts import CHILD, Drawer
from handlers.kit.clock import Clock
from handlers.kit.gauges import Unmeasured
from handlers.kit.text import Texts
from storage.db import Sessions, make_engine
from storage.db.silence import ANSWERS_WITHIN
from storage.fitness import unfit
from storage.migrations import migrate

if TYPE_CHECKING:
    from bot.meters import PrometheusMeters

Role = Literal["all", "web", "worker"]
PATIENCE: Final = Patience()
log = logging.getLogger(__name__)


class StartError(Exception):
    """What keeps the process from starting, by the setting that it is about."""


@dataclass(slots=True)
class Process:
    """What runs; `port` is where the web listens, None for a worker; likewise operators'."""

    deps: Deps
    slack: SlackClients
    heartbeat: Heartbeat
    installs: Installs
    health: Health
    port: int | None = None
    operator_port: int | None = None

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


@asynccontextmanager
async def running(
    settings: Settings,
    clock: Clock,
    *,
    role: Role = "all",
    beating: bool = True,
    patience: Patience = PATIENCE,
    limits: Limits = LIMITS,
    answers_within: float = ANSWERS_WITHIN,
    drawing: Sequence[str] = CHILD,
) -> AsyncIterator[Process]:
    """Start, in this order: database, Slack's answer to who we are, web and socket, heartbeat.

    StartError where the database or a port cannot be had. Slack may be out of reach: then the
    process is there, and asks again. With `beating` off nothing runs by itself until
    `Process.beat`: tests beat by hand, with limits and a way of `drawing` of their own. The end
    goes the other way, so that nothing is asked for that has gone; before it, /readyz says so for
    as long as a proxy may need to notice.
    """
    async with AsyncExitStack() as stack:
        process = await _made(stack, settings, clock, role, answers_within, Drawer(drawing))
        if role != "worker":
            client = process.slack.make()
            bolt = make_bolt(process.deps, process.installs.authorize, client, limits)
            door = Door(limits.enters)
            await _serve(stack, settings, bolt, process, door)
            await _connect(stack, settings, bolt, process, patience, door)
        if role != "web":
            stack.push_async_callback(process.stop_beating)
            process.health.heartbeat = process.heartbeat
            process.health.only_sends = role == "worker"
            if beating:
                process.beat()
        elif beating:
            process.installs.look_on(process.heartbeat.beat)
        drain = 0 if role == "worker" else settings.drain_seconds
        stack.push_async_callback(_say_so, process.health, drain)
        yield process


async def _made(
    stack: AsyncExitStack, settings: Settings, clock: Clock, role: Role, wait: float, charts: Drawer
) -> Process:
    """All that does not depend on how Slack reaches us; operators may ask from here on."""
    prometheus = _prometheus(settings, role)
    meters = prometheus or Unmeasured()
    address = settings.database_url.get_secret_value()
    _check_folder(address)
    sessions = Sessions(make_engine(address), wait)
    stack.push_async_callback(sessions.close)
    await _usable(migrate(sessions.engine))
    await _usable(_warned(sessions.engine))
    watching = asyncio.create_task(sessions.watch())  # not before: migrations take what they take
    stack.callback(watching.cancel)
    # Not limited: what somebody waits for must not wait for connections of the outbox.
    connector = aiohttp.TCPConnector(limit=0)
    session = aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
    http = await stack.enter_async_context(session)
    slack = SlackClients(settings.slack_api_url, http, meters)
    installs = Installs(settings.tokens, slack, sessions, clock)
    await _usable(installs.load())
    stack.push_async_callback(installs.close)
    stack.push_async_callback(charts.close)
    deps = make_deps(sessions, clock, Texts(), slack, charts, meters, pace=settings.slack_pace)
    heartbeat = Heartbeat(deps, (*routes.JOBS, installs.look))
    process = Process(deps, slack, heartbeat, installs, Health(sessions, slack))
    if prometheus is not None:
        await _serve_operators(stack, settings, process, prometheus)
    return process


def _prometheus(settings: Settings, role: Role) -> "PrometheusMeters | None":
    """None where nobody can ask: then its library is not loaded either."""
    if settings.operator_port is None:
        return None
    from bot.meters import PrometheusMeters  # noqa: PLC0415 see above

    return PrometheusMeters(role)


def _check_folder(address: str) -> None:
    """A file of SQLite needs its folder; told before anything is opened."""
    url = make_url(address)
    folder = Path(url.database or "").parent
    if url.get_backend_name() == "sqlite" and not folder.is_dir():
        raise StartError(
            f"DATABASE_URL: the database cannot be used: there is no folder {folder}. Make it, or"
            " name another one."
        )


async def _usable(work: Awaitable[None]) -> None:
    """The database may go at any moment of the start."""
    try:
        await work
    except (OperationalError, OSError) as error:
        why = next(iter(str(error).splitlines()), type(error).__name__)  # a timeout says nothing
        raise StartError(f"DATABASE_URL: the database cannot be used: {why}") from error


async def _warned(engine: AsyncEngine) -> None:
    """A database that does not keep workspaces apart by itself works; so nobody would notice."""
    if wrong := await unfit(engine):
        log.warning("DATABASE_URL: %s", wrong)


async def _serve_operators(
    stack: AsyncExitStack,
    settings: Settings,
    process: Process,
    meters: "PrometheusMeters",
) -> None:
    async def metrics() -> bytes:
        return meters.shown(await process.health.figures(process.deps.clock.now()))

    web = make_operators(process.health.parts, metrics)
    try:
        process.operator_port = await serve(
            stack, web, settings.operator_host, settings.operator_port or 0
        )
    except ListenError as error:
        raise StartError(f"OPERATOR_HOST/OPERATOR_PORT: {error}") from error


async def _serve(
    stack: AsyncExitStack,
    settings: Settings,
    bolt: AsyncApp,
    process: Process,
    door: Door,
) -> None:
    secret = settings.slack_signing_secret
    web = make_web(
        bolt,
        secret.get_secret_value() if secret else None,
        process.deps.clock,
        process.health.parts,
        door,
        process.deps.meters,
    )
    try:
        process.port = await serve(stack, web, settings.host, settings.port)
    except ListenError as error:
        raise StartError(f"HOST/PORT: {error}") from error


async def _connect(
    stack: AsyncExitStack,
    settings: Settings,
    bolt: AsyncApp,
    process: Process,
    patience: Patience,
    door: Door,
) -> None:
    if settings.slack_app_token is None:
        return
    token = settings.slack_app_token.get_secret_value()
    line = process.health.line = Line(
        bolt, token, process.slack.make, process.deps.meters, patience, door
    )
    stack.push_async_callback(line.close)
    await line.settle()


async def _say_so(health: Health, drain: float) -> None:
    """From now on not ready, for as long as a proxy may need to notice while we still answer."""
    health.is_stopping = True
    await asyncio.sleep(drain)
