"""Somebody has asked for help: the digest does not say that nothing needs any."""

from handlers.blocker.rules import About
from handlers.digest.rules.contents import MOST_IN_THE_WAY
from storage.digest import Digest
from tests.blocker.stage import ask, rows, team
from tests.checkin.stage import BEN, PROMPT_AT, add_kr, all_of, record, words
from tests.digest.test_week import THREE, digests
from tests.trust.deep import on_one_database
from tests.world import HOME, World

HELP, TODO = "*What needs help*", "*One thing to do:*"


async def told(world: World) -> str:
    """All that Friday's digest says."""
    await world.go_to(THREE)
    return words(digests(world)[0])


async def care(world: World) -> None:
    """On track with the one key result that it has."""
    await team(world)
    await add_kr(world, 1, BEN, start=0, target=10, value=8)
    await world.go_to(PROMPT_AT)
    await record(world, BEN, 1, 9)


@on_one_database
async def test_who_waits_for_help_is_what_needs_help_and_the_one_thing_to_do(world: World) -> None:
    await care(world)
    await ask(world, "Nobody knows <the tax rules> of Chile")
    said = await told(world)
    _, needs = said.split(HELP)
    assert "🚧 KR-1: Nobody knows &lt;the tax rules&gt; of Chile · <@U0BEN>, since 18 Nov" in needs
    assert f"{TODO} <@U0BEN> waits for help: “Nobody knows &lt;the tax rules&gt; of Chile”" in said
    assert "Nothing: no key result is behind." not in said
    assert (await all_of(world, Digest))[0].figures["blockers"] == 1


@on_one_database
async def test_whoever_is_helped_already_is_not_the_one_thing_to_do(world: World) -> None:
    await care(world)
    await ask(world, "The tax rules of Chile")
    async with world.bot.deps.sessions.workspace(HOME) as session:
        for row in await rows(world):
            row.helper_id = "U0CHEN"
            await session.merge(row)
    said = await told(world)
    assert "🚧 KR-1: The tax rules of Chile" in said
    assert "🙋 <@U0CHEN> helps" in said
    assert "waits for help" not in said


@on_one_database
async def test_the_longest_in_the_way_are_named_and_the_others_counted(world: World) -> None:
    await care(world)
    for number in range(MOST_IN_THE_WAY + 2):
        await ask(world, f"Thing number {number}", "U0CHEN", about=About(kr_number=number))
        world.clock.advance(60)
    said = await told(world)
    assert said.count("🚧") == MOST_IN_THE_WAY
    assert "2 more: `/okr blockers` shows them all." in said
    assert "waits for help: “Thing number 0”" in said


@on_one_database
async def test_without_anybody_in_trouble_it_says_so(world: World) -> None:
    await care(world)
    assert "Nothing: no key result is behind." in await told(world)
