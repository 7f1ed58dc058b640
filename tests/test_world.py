"""The stage itself: the bot is connected, and both workspaces are known to it."""

from tests.world import HOME, NEIGHBOUR, World


async def test_the_bot_knows_both_workspaces(world: World) -> None:
    assert set(world.bot.deps.slack.workspaces()) == {HOME, NEIGHBOUR}
