"""The company in the last week of a quarter."""

from collections.abc import AsyncIterator
from datetime import date, time, timedelta

import pytest

from handlers.cycle.jobs import EVERY
from handlers.schedule.rules import moment
from tests.checkin.stage import ANNA, BEN, BERLIN, CHEN
from tests.cycle.stage import counters, kr, objective
from tests.okr.stage import add_team
from tests.world import HOME, World, built

MONDAY = moment(date(2026, 12, 28), time(9), BERLIN)


@pytest.fixture
async def late(database: str) -> AsyncIterator[World]:
    """The Monday before the end. Ben leads Care; Anna, an admin, and Chen are in it. It has
    no check-ins and no digests: nothing is due but the end of the cycle.

    O-1 is Ben's, with KR-1 of his own and KR-2 of Chen's; nothing is recorded yet.
    """
    async with built(database, start=MONDAY) as world:
        async with world.bot.deps.sessions.workspace(HOME) as session:
            await add_team(session, "Care", world.channel("care"), [BEN, ANNA, CHEN], zone=BERLIN)
        await objective(world, 1, BEN)
        await kr(world, 1, BEN)
        await kr(world, 2, CHEN, title="Solved at the first try", start=20, target=80)
        await counters(world)
        await world.go_to(MONDAY + timedelta(seconds=EVERY))
        yield world
