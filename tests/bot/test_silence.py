"""A network that goes silent, or a lock that nobody lets go: no process is held up for ever."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import count

import aiohttp
import pytest
from sqlalchemy import text

from bot.clock import RealClock
from bot.process import Process, Role, running
from bot.sandbox.server import Sandbox
from bot.settings import read_settings
from storage.db import make_engine
from storage.db.engines import CONNECTIONS
from tests.between import Between
from tests.databases import Postgres
from tests.processes import PATIENCE, environ_of, signed
from tests.world import UNHURRIED

NUMBERS = count()


@pytest.fixture
async def between(postgres: Postgres) -> AsyncIterator[Between]:
    await postgres.prepare()
    with postgres.fresh() as url:
        async with Between(url).open() as one:
            yield one


@pytest.mark.parametrize("role", ["web", "all"])
async def test_a_process_serves_again_after_all_its_connections_went_silent(
    slack: Sandbox, between: Between, role: Role
) -> None:
    settings = read_settings(environ_of(slack, between.url))
    async with (
        asyncio.timeout(PATIENCE),
        running(settings, RealClock(), role=role, beating=False, answers_within=1) as process,
    ):
        assert await _all_at_once(slack, process) == {200}
        between.go_silent()
        assert await _all_at_once(slack, process) == {500}  # Slack sends them again
        assert await _all_at_once(slack, process) == {200}
        assert (await process.health.parts())["database"].ready


async def test_an_event_that_takes_too_long_is_given_up_and_holds_no_connection(
    slack: Sandbox, between: Between
) -> None:
    settings, limits = read_settings(environ_of(slack, between.url)), replace(UNHURRIED, events=0.5)
    somebody = make_engine(between.url)
    async with (
        asyncio.timeout(PATIENCE),
        running(settings, RealClock(), role="web", limits=limits) as process,
    ):
        async with somebody.begin() as other:
            await other.execute(text("LOCK TABLE member"))
            assert await _all_at_once(slack, process) == {500}
            assert process.deps.sessions.connections() == 0
        assert await _all_at_once(slack, process) == {200}
    await somebody.dispose()


async def _all_at_once(slack: Sandbox, process: Process) -> set[int]:
    """What Slack is answered to as many events as there are connections."""
    async with aiohttp.ClientSession() as http:
        sending = (_event(slack, process, http) for _ in range(CONNECTIONS))
        return set(await asyncio.gather(*sending))


async def _event(slack: Sandbox, process: Process, http: aiohttp.ClientSession) -> int:
    """Somebody opens the bot's Home."""
    opened = {"type": "app_home_opened", "user": "U0AMY", "channel": "D1", "tab": "home"}
    body = json.dumps(
        {
            "type": "event_callback",
            "team_id": "T0PROC",
            "event_id": f"Ev{next(NUMBERS)}",
            "event_time": int(RealClock().now().timestamp()),
            "event": opened | {"event_ts": "1.1"},
        }
    )
    headers = signed(slack.world.app.signing_secret, body, "application/json")
    url = f"http://127.0.0.1:{process.port}/slack/events"
    async with http.post(url, data=body, headers=headers) as answer:
        return answer.status
