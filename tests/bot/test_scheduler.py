"""The heartbeat, at its end."""

import asyncio
import logging
from datetime import datetime

import pytest

from bot.health import Health
from bot.scheduler import Heartbeat
from bot.web import WELL, Part
from handlers.deps import Deps
from handlers.kit.routing import Job
from tests.world import World


@pytest.mark.parametrize("steps", range(6))
async def test_what_beats_at_the_moment_of_the_end_is_finished_and_no_error(
    world: World, caplog: pytest.LogCaptureFixture, steps: int
) -> None:
    heartbeat = Heartbeat(world.bot.deps, ())
    with caplog.at_level(logging.WARNING):
        heartbeat.start()
        for _ in range(steps):
            await asyncio.sleep(0)
        await heartbeat.stop()
    assert caplog.messages == []


async def test_a_job_that_does_not_end_is_named_to_whoever_asks_whether_we_are_ready(
    world: World,
) -> None:
    asked, until = asyncio.Event(), asyncio.Event()

    async def wait(_: Deps, now: datetime) -> datetime | None:
        asked.set()
        await until.wait()
        return None

    heartbeat = Heartbeat(world.bot.deps, (job := Job("test.wait", wait),))
    patient = Health(world.bot.deps.sessions, world.bot.slack)
    strict = Health(world.bot.deps.sessions, world.bot.slack, beats_within=1e-6)
    patient.heartbeat = strict.heartbeat = heartbeat
    beating = asyncio.create_task(heartbeat.beat(job))
    await asked.wait()
    assert (await patient.parts())["beat"] == WELL
    assert (await strict.parts())["beat"] == Part(ready=False, said="test.wait has run for 0 s")
    until.set()
    await beating
    assert heartbeat.longest() == ("", 0)
