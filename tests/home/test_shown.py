"""What Home shows already is not published again."""

from tests.home.stage import objective, team_of_ben, words
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
