"""What was reached: it counts when it is closed, and nobody is asked for it again."""

from datetime import timedelta

from handlers.okr import flows
from handlers.okr.rules import KrState
from handlers.okr.rules.kinds import Step
from tests.checkin.stage import saved
from tests.home.stage import words as shown
from tests.objective.stage import direct, read, tap, typed
from tests.objective.test_closing import closed
from tests.okr.stage import EVE, SCORE, Make, words
from tests.okr.test_steps import going
from tests.trust.deep import on_one_database
from tests.world import HOME, World

HALF = ("Calls answered", "0", "10", "")


async def standing(world: World) -> dict[int, KrState]:
    """The open KRs by number."""
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return {kr.number: kr for kr in await flows.key_results(session, world.clock.now())}


async def test_a_key_result_closed_at_its_target_counts_for_its_objective(
    care: World, make: Make
) -> None:
    await make(EVE, SCORE, HALF)
    await read(care, "eve", "/okr update KR-1 61")
    await read(care, "eve", "/okr update KR-2 2")
    await closed(care, "ben", "KR-1", "It is reached")

    assert "60 %" in await read(care, "eve", "/okr show O-1")
    assert "60 %" in await read(care, "eve", "/okr tree")
    assert "*O-1* Delight · 60 %" in await read(care, "eve", "/okr")
    assert "60 %" in shown(await care.person("ben").open_home())
    assert list(await standing(care)) == [2]
    await closed(
        care, "ben", "KR-2", "No phones any more"
    )  # short of its target: it counts no more

    assert "100 %" in await read(care, "eve", "/okr show O-1")
    assert "100 %" in await read(care, "eve", "/okr tree")


@on_one_database
async def test_with_all_steps_done_it_does_not_go_outdated_and_nobody_is_asked(care: World) -> None:
    await going(care, Step("Ask"), Step("Train"), owner=EVE)
    await saved(care, "Care")
    await read(care, "eve", "/okr update KR-1 1")
    await care.go_to(care.clock.now() + timedelta(days=11))
    assert (await standing(care))[1].status == "outdated"
    assert "Go live" in words(direct(care, "eve")[0].blocks)
    await read(care, "eve", "/okr update KR-1 2")
    cards = len(direct(care, "eve"))
    await care.go_to(care.clock.now() + timedelta(days=14))

    assert (await standing(care))[1].status == "on_track"
    assert "outdated" not in await read(care, "eve", "/okr show KR-1")
    told = [words(one.blocks) for one in direct(care, "eve")[cards:]]
    assert told
    assert not any("Go live" in one for one in told)


@on_one_database
async def test_in_history_a_key_result_is_closed_with_its_objective(
    care: World, make: Make
) -> None:
    await make(EVE, SCORE)
    await read(care, "eve", "/okr update KR-1 45")
    shown = await typed(care, "ben", "/okr show O-1")
    asked = (await tap(care, "ben", shown.message, "objective.to_closed")).view
    assert asked is not None
    await care.person("ben").submit(asked, {"why": "The quarter is over"})
    care.clock.move_to(care.clock.now() + timedelta(days=20))

    told = await read(care, "eve", "/okr history KR-1")
    assert "25 % · closed" in told
    assert "outdated" not in told
