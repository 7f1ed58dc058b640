"""What Home shows already is not published again."""

import asyncio

from bot.sandbox.faults import Fault
from storage.team import leave_out, set_members
from tests.home.stage import home_of, objective, team_of_ben, words
from tests.processes import PATIENCE
from tests.world import HOME, World


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


async def test_home_is_of_the_teams_of_now_also_right_after_they_have_changed(world: World) -> None:
    team_id = await team_of_ben(world)
    chen = world.person("chen")

    async def said() -> str:
        return words(await chen.open_home())

    await objective(world, team_id, chen.user, "First response")
    assert "*O-1* Answer faster" in await said()
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await leave_out(session, team_id, [chen.user])
    assert "O-1" not in await said()
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await set_members(session, team_id, ["U0BEN", chen.user], ["U0BEN"])
    for _ in range(2):
        assert "*O-1* Answer faster" in await said()
