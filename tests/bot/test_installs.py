"""Who is installed, while Slack does not say and when a token is dead."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.installs import AGAIN, LOOK_AGAIN, TTL
from bot.sandbox.faults import Fault
from handlers.kit import blocks
from handlers.outbox import flows
from storage.outbox import Outgoing
from tests.databases import SqliteFiles
from tests.world import HOME, World, built

SOON = timedelta(seconds=20)  # until the next look, and the next try of a message


def silence() -> Fault:
    """Slack answers nothing about either token."""
    return Fault("server_error", "auth.test", times=2)


@pytest.fixture
async def database(sqlite_files: SqliteFiles) -> AsyncIterator[str]:
    await sqlite_files.prepare()
    with sqlite_files.fresh() as url:
        yield url


async def _post(world: World) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        now, text = world.clock.now(), blocks.message("hello")
        await flows.post(session, "a", world.channel("care"), text, now)
    await world.settle()


async def _state(world: World) -> str | None:
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return await session.scalar(select(Outgoing.state).where(Outgoing.key == "a"))


async def test_what_slack_does_not_answer_at_the_start_is_asked_again_and_nothing_is_lost(
    database: str,
) -> None:
    async with built(database, faults=[silence()]) as world:
        ben = world.person("ben")
        reply = await ben.command("/okr help", world.channel("care"))
        assert "Please try again" in reply.text
        await _post(world)
        assert await _state(world) == "due"
        await world.go_to(world.clock.now() + AGAIN + SOON)
        await world.go_to(world.clock.now() + SOON)
        assert [m.text for m in world.posted("care")] == ["hello"]
        reply = await ben.command("/okr help", world.channel("care"))
        assert "/okr update" in str(reply.blocks)


async def test_an_event_that_comes_before_slack_says_whose_we_are_is_sent_again(
    database: str,
) -> None:
    async with built(database, faults=[silence()]) as world:
        assert await world.person("ben").open_home() is None
        await world.go_to(world.clock.now() + AGAIN + SOON)
        await world.go_to(world.clock.now() + timedelta(minutes=6))  # Slack tries three times
        assert world.home.homes["U0BEN"] is not None


async def test_what_is_for_a_workspace_that_is_not_ours_waits_until_it_is(
    database: str,
) -> None:
    dead = Fault("error", "auth.test", error="invalid_auth")
    async with built(database, faults=[dead]) as world:
        await _post(world)
        assert await _state(world) == "held"
        await world.go_to(world.clock.now() + TTL + SOON)
        await world.settle()  # looked at after what is to be sent: the next beat finds it
        assert [m.text for m in world.posted("care")] == ["hello"]
        reply = await world.person("ben").command("/okr help", world.channel("care"))
        assert "/okr update" in str(reply.blocks)


async def test_a_token_that_is_refused_is_named_at_once_and_noticed_within_a_minute_of_its_return(
    database: str,
) -> None:
    async with built(database) as world:
        number = list(world.sandbox.world.workspaces).index(HOME) + 1
        world.home.revoked = True
        await _post(world)
        assert await _state(world) == "held"
        world.clock.advance(LOOK_AGAIN)
        await world.settle()
        assert list(world.bot.slack.refused) == [number]
        world.home.revoked = False
        world.clock.advance(AGAIN.total_seconds())
        await world.settle()
        await world.settle()  # what was let go a moment ago
        assert [m.text for m in world.posted("care")] == ["hello"]
        assert not world.bot.slack.refused
