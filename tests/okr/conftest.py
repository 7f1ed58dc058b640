"""A team with three people, on its own and in the simulated Slack."""

from decimal import Decimal

import pytest

from handlers.okr import flows
from handlers.okr.rules import Created
from storage.db import Sessions
from tests.okr.forest import plant, share
from tests.okr.stage import (
    ANNA,
    BEN,
    CHEN,
    EVE,
    Make,
    Shape,
    add_team,
    know_people,
    objective,
    reader,
)
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


@pytest.fixture
async def forest(care: World) -> World:
    """The company's O-1; Care and Product support it, Chen supports Care; Sales nobody."""
    now = care.clock.now()
    async with care.bot.deps.sessions.workspace(HOME) as session:
        await add_team(session, "Product", care.channel("product"), [ANNA, CHEN], zone="UTC")
        await add_team(session, "Sales", care.channel("far"), [EVE], zone="UTC")
        await plant(session, 1, "Customers love us", level="company", owner=ANNA, krs={1: "NPS"})
        krs = {2: "First response", 3: "First contact resolution"}
        await plant(session, 2, "Answer fast", supports=1, krs=krs)
        own = {"supports": 2, "level": "personal", "owner": CHEN}
        await plant(session, 3, "Write better", krs={4: "Courses"}, **own)  # type: ignore[arg-type]  # as named
        theirs = {"team": "Product", "supports": 1, "weight": 2}
        await plant(session, 4, "Begin well", krs={5: "Activation"}, **theirs)  # type: ignore[arg-type]  # as named
        await plant(session, 5, "Sell more", team="Sales", owner=EVE, krs={6: "Deals"})
        await plant(session, 6, "Dream", stage="draft", supports=1, krs={7: "Dreams"})
        await share(session, 5, "Care")
        for kr, value in ((1, 20), (2, 80), (4, 50), (5, 40)):
            who = reader(CHEN) if kr == 4 else reader(ANNA, admin=True)
            await flows.record(session, who, kr, Decimal(value), now)
    return care
