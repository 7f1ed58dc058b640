"""Digests of many teams at once: the number of statements does not grow with that of the teams."""

from tests.bench.digests import Cost, digests
from tests.bench.quarter import Company
from tests.world import World


async def test_three_teams_cost_the_same_statements_as_twelve(world: World) -> None:
    few, many = await cost(world, Company("T0FEW", 3)), await cost(world, Company("T0MANY", 12))
    assert few.statements == many.statements
    assert many.statements <= 35


async def cost(world: World, company: Company) -> Cost:
    """Of all digests of a company; it is an error when one is missing."""
    deps = world.bot.deps
    async with deps.sessions.engine.begin() as connection:
        await company.furnish(connection)
    return await digests(deps, company)
