"""A team with an objective, and what Home says."""

from decimal import Decimal
from typing import Any

from bot.sandbox.hands import Hands
from bot.sandbox.model import View
from handlers.okr import flows as okr
from handlers.okr.rules import NewKr, NewObjective
from handlers.okr.rules.kinds import Reach
from storage import team as teams
from tests.world import HOME, World


def words(view: View | None) -> str:
    """Everything that a Home says, on lines."""
    assert view is not None
    lines: list[str] = []

    def collect(part: Any) -> None:
        if isinstance(part, list):
            for one in part:
                collect(one)
        elif isinstance(part, dict):
            if isinstance(part.get("text"), str):
                lines.append(part["text"])
            for one in part.values():
                collect(one)

    collect(view.payload["blocks"])
    return "\n".join(lines)


def home_of(world: World, person: Hands) -> View | None:
    return world.home.homes.get(person.user)


async def team_of_ben(world: World) -> str:
    """Ben sets up Care for everyone in #care."""
    ben = world.person("ben")
    await ben.command("/okr team", world.channel("care"))
    await world.settle()
    assert ben.modal is not None
    outcome = await ben.submit(ben.modal)
    assert outcome.ok, outcome
    await world.settle()
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        team = await teams.team_of_channel(session, world.channel("care"))
    assert team is not None
    return team.id


async def objective(world: World, team_id: str, owner: str, *titles: str) -> None:
    """An objective with KRs from 0 to 10, owned by one person."""
    krs = tuple(
        NewKr(row, title, Reach(Decimal(0), Decimal(10)), "h", owner)
        for row, title in enumerate(titles)
    )
    async with world.bot.deps.sessions.workspace(HOME) as session:
        ben = await world.bot.deps.reader(session, "U0BEN")
        new = NewObjective(team_id, "Answer faster", krs)
        await okr.create(session, ben, new, world.clock.now())
