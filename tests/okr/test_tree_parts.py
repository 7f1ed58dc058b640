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


@pytest.mark.parametrize(
    ("line", "drawn"),
    [
        ("at risk", "*What supports what*"),
        ("Sales off track", "*What Sales supports, and what supports that*"),
        ("O-5 on track", "*O-5 and what supports it*"),
    ],
)
async def test_a_tree_says_that_it_left_out_a_status(forest: World, line: str, drawn: str) -> None:
    seen = await typed(forest, f"/okr tree {line}")
    assert lines(seen)[0] == drawn
    told = f"A tree takes no status, so all of it is drawn. `/okr list {line}` lists what"
    assert told in words(seen.blocks)


async def test_a_team_whose_name_is_like_a_status_leaves_out_nothing(forest: World) -> None:
    assert "takes no status" not in words((await typed(forest, "/okr tree sale")).blocks)


@pytest.mark.parametrize("line", ["O-1 O-5", "o1, O-5", "O-1 and O-5"])
async def test_of_several_objectives_that_are_named_one_is_chosen(forest: World, line: str) -> None:
    seen = lines(await typed(forest, f"/okr tree {line}"))
    assert seen[0] == "2 objectives fit. Which one do you mean?"
    assert [one.split("*")[1] for one in seen[1:] if one != "Open"] == ["O-1", "O-5"]


async def test_one_that_is_not_open_is_said_among_several(forest: World) -> None:
    seen = await typed(forest, "/okr tree O-1 O-99")
    assert "There is no open objective O-99 here" in seen.text


async def test_a_number_beside_a_teams_name_is_found(forest: World) -> None:
    assert "O-5 and what supports it" in (await typed(forest, "/okr tree Sales O-5")).text
