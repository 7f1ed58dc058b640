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
from handlers.schedule.flows import plan_errand
from handlers.schedule.jobs import run_errands
from storage.schedule import Due
from tests.world import HOME, World


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
    said = "test.wait has come no further for 0 s"
    assert (await strict.parts())["beat"] == Part(ready=False, said=said)
    until.set()
    await beating
    assert heartbeat.longest() == ("", 0)


async def test_of_a_job_with_many_errands_only_the_one_in_hand_is_judged(world: World) -> None:
    """A thousand calls take an hour while Slack is slow: nothing hangs then."""
    loop, ends = asyncio.get_running_loop(), list[float]()
    lasted = list[float]()

    async def note(_: Deps, due: Due, now: datetime) -> None:
        lasted.append(heartbeat.longest()[1] - (loop.time() - ends[-1] if ends else 0))
        ends.append(loop.time())

    async def run(deps: Deps, now: datetime) -> datetime | None:
        return await run_errands(deps, "test.errand", now, note)

    async with world.bot.deps.sessions.workspace(HOME) as session:
        for person in ("U0ANNA", "U0BEN"):
            await plan_errand(session, "test.errand", world.clock.now(), person=person)
    heartbeat = Heartbeat(world.bot.deps, (job := Job("test.run", run),))
    await heartbeat.beat(job)
    assert len(lasted) == 2
    assert lasted[0] > 0 > lasted[1]
