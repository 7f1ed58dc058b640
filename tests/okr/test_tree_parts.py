"""Which part of the tree a line means: a team by part of its name, or one of several that fit."""

import pytest

from tests.okr.forest import plant
from tests.okr.stage import EVE, add_team, words
from tests.okr.test_alignment import lines, typed
from tests.trust.deep import on_one_database
from tests.world import HOME, World

pytestmark = on_one_database


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("ales", "What Sales supports"),
        ("上线", "What 新客上线 supports"),
        ("新客", "What 新客上线 supports"),
        ("sale", "What Sales supports"),
    ],
)
async def test_part_of_a_teams_name_draws_its_part(forest: World, line: str, told: str) -> None:
    async with forest.bot.deps.sessions.workspace(HOME) as session:
        await add_team(session, "新客上线", "C0NEW", [EVE], zone="UTC")
        await plant(session, 7, "Welcome them", team="新客上线", krs={8: "Calls"})
    assert told in (await typed(forest, f"/okr tree {line}")).text


async def test_where_teams_and_objectives_fit_alike_one_is_chosen(forest: World) -> None:
    async with forest.bot.deps.sessions.workspace(HOME) as session:
        await add_team(session, "Sales & co", "C0CO", [EVE], zone="UTC")
        await plant(session, 7, "Presales in time", krs={8: "Calls"})
    seen = await typed(forest, "/okr tree sale")
    assert lines(seen)[:1] == ["Several fit. Which one do you mean?"]
    assert [line for line in lines(seen)[1:] if line != "Open"] == [
        "*Sales*",
        "*Sales &amp; co*",
        "*O-7* Presales in time",
    ]
    assert seen.message is not None
    drawn = await forest.person("ben").click(seen.message, "okr.tree_open", block_id="b2")
    assert "*O-5* Sell more" in words(drawn.blocks)


async def test_a_status_that_the_tree_does_not_know_draws_all_of_it(forest: World) -> None:
    assert lines(await typed(forest, "/okr tree at risk"))[0] == "*What supports what*"
