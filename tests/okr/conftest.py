"""A team with three people, on its own and in the simulated Slack."""

import pytest

from handlers.okr.rules import Created
from storage.db import Sessions
from tests.okr.stage import ANNA, BEN, CHEN, EVE, Make, Shape, add_team, know_people, objective
from tests.world import HOME, World


@pytest.fixture
async def home(sessions: Sessions) -> Sessions:
    """The directory and the team Care: Ben leads it; Chen, Eve and Anna, an admin, are in it."""
    await know_people(sessions)
    async with sessions.workspace(HOME) as session:
        await add_team(session, "Care", "C0CARE", [BEN, CHEN, EVE, ANNA], zone="Europe/Berlin")
    return sessions


@pytest.fixture
async def care(world: World) -> World:
    """The same in the simulated Slack, with the team at home in #care; nothing made yet."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        channel = world.channel("care")
        await add_team(session, "Care", channel, [BEN, CHEN, EVE, ANNA], zone="Europe/Berlin")
    return world


@pytest.fixture
def make(care: World) -> Make:
    """Makes an objective of Care without anybody typing it."""

    async def made(owner: str, *shapes: Shape, title: str = "Delight") -> Created:
        async with care.bot.deps.sessions.workspace(HOME) as session:
            return await objective(session, owner, *shapes, title=title, now=care.clock.now())

    return made
