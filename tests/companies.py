"""Teams and key results for tests of what stands on them, set up as people would or at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from handlers.team.flows import save
from handlers.team.rules import Draft, first_setup
from storage.db import insert_once
from storage.okr import Cycle, KeyResult, Objective
from tests.world import HOME, NEIGHBOUR, World


async def set_up_team(
    world: World,
    channel: str = "care",
    *,
    members: tuple[str, ...] = ("anna", "ben", "chen", "dai", "eve", "gus"),
    language: str = "en-US",
) -> str:
    """A team in a channel, led by the first of its members; its id."""
    people = tuple(world.person(name).user for name in members)
    place = world.place(channel)
    workspace = HOME if place.id in world.home.channels else NEIGHBOUR
    deps, now = world.bot.deps, world.clock.now()
    first = first_setup(channel, people[0], "Europe/Berlin", language)
    setup = replace(first, language=language, members=people)
    async with deps.sessions.workspace(workspace) as session:
        leader = await deps.reader(session, people[0])
        saved = await save(session, leader, Draft(place.id, setup), now)
        for hook in deps.after_team:
            await hook(session, saved.team_id, now)
    return saved.team_id


async def add_kr(
    world: World, team_id: str, number: int, title: str, *, workspace: str = HOME
) -> None:
    """An open key result of the cycle that runs, from 30 to 60."""
    now = world.clock.now()
    async with world.bot.deps.sessions.workspace(workspace) as session:
        await insert_once(
            session, Cycle, id="2026-Q4", starts=date(2026, 10, 1), ends=date(2026, 12, 31)
        )
        objective = Objective(
            number=number,
            team_id=team_id,
            cycle_id="2026-Q4",
            title="Delight them",
            owner_id="U0ANNA",
            created_at=now,
        )
        session.add(objective)
        await session.flush()
        kr = KeyResult(
            number=number,
            objective_number=number,
            position=0,
            title=title,
            owner_id="U0ANNA",
            start=Decimal(30),
            target=Decimal(60),
            activated_at=now,
        )
        session.add(kr)
