"""What Home shows already is not published again."""

import asyncio

from bot.sandbox.faults import Fault
from tests.home.stage import home_of, objective, team_of_ben, words
from tests.processes import PATIENCE
from tests.world import World


async def test_a_home_is_published_again_only_if_it_says_something_else(world: World) -> None:
    team_id = await team_of_ben(world)
    ben = world.person("ben")

    async def shown() -> tuple[str, str]:
        view = await ben.open_home()
        assert view is not None
        return view.hash, words(view)

    first = await shown()
    assert await shown() == first
    await objective(world, team_id, "U0CHEN", "First response")
    changed, said = await shown()
    assert changed != first[0]
    assert "*O-1* Answer faster" in said


async def test_a_home_that_is_published_late_is_not_put_over_a_newer_one(world: World) -> None:
    team_id = await team_of_ben(world)
    ben = world.person("ben")
    await ben.open_home()
    await objective(world, team_id, "U0CHEN", "First response")
    slow = world.sandbox.faults.add(Fault("latency", "views.publish", seconds=1))
    async with asyncio.timeout(PATIENCE):
        late = asyncio.create_task(ben.open_home())
        while slow.times:  # noqa: ASYNC110 it is on its way over the wire
            await asyncio.sleep(0)
        await objective(world, team_id, "U0CHEN", "Second response")
        soon = asyncio.create_task(ben.open_home())
        while "*O-2*" not in words(home_of(world, ben)):  # noqa: ASYNC110 as above
            await asyncio.sleep(0)
        world.clock.advance(1)
        await asyncio.gather(late, soon)
    assert "*O-2*" in words(home_of(world, ben))
    await world.settle()
    assert "*O-2*" in words(home_of(world, ben))
