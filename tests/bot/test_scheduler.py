"""The heartbeat, at its end."""

import asyncio
import logging

import pytest

from bot.scheduler import Heartbeat
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
