"""Somebody saves a team at the very moment at which something of it is due."""

import asyncio
from datetime import date, datetime, time

import pytest

from handlers.checkin import jobs
from handlers.checkin.rules import cadence
from handlers.schedule.rules import moment
from storage import checkin as rounds
from storage import team as teams
from storage.schedule import Occurrence
from tests.checkin.stage import ANNA, BERLIN, add_kr, add_team, all_of
from tests.world import HOME, World

A_MOMENT = 0.3  # of the machine's: until the other transaction waits for this one
PROMPT_DAY = date(2026, 11, 18)


def at(day: int, hour: int) -> datetime:
    return moment(date(2026, 11, day), time(hour), BERLIN)


@pytest.mark.parametrize("due_at", [at(25, 10) - cadence.EARLY, at(18, 10), at(20, 12)])
async def test_nobody_waits_for_somebody_who_waits(world: World, due_at: datetime) -> None:
    """A round opens, asks or closes while its team is saved: PostgreSQL would end one of them."""
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(due_at - cadence.LATE)
    world.clock.move_to(due_at)
    deps = world.bot.deps
    async with deps.sessions.workspace(HOME) as session:
        await teams.team(session, "care", lock=True)
        await rounds.recent(session, "care", PROMPT_DAY)
        beat = asyncio.create_task(jobs.beat(deps, due_at))
        await asyncio.wait({beat}, timeout=A_MOMENT)
        for hook in deps.after_team:
            await hook(session, "care", due_at)
    await beat
    await world.settle()
    left = [o for o in await all_of(world, Occurrence) if o.state == "due" and o.due_at <= due_at]
    assert left == []
    assert [o for o in await all_of(world, Occurrence) if o.attempts > 1] == []
