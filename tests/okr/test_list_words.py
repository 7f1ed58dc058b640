"""What a list says of the words that were typed for it, where they fit nothing or much."""

from decimal import Decimal

import pytest

from handlers.okr import flows
from tests.okr.forest import plant
from tests.okr.stage import ANNA, BEN, CHEN, add_team, reader, words
from tests.okr.test_listing import listed, typed
from tests.trust.deep import on_one_database
from tests.world import HOME, World


@pytest.fixture
async def two(care: World) -> World:
    """Care with KR-1 and KR-2, Product with KR-3; only KR-1 has a value, and it is on track."""
    async with care.bot.deps.sessions.workspace(HOME) as session:
        await add_team(session, "Product", care.channel("product"), [ANNA, CHEN], zone="UTC")
        krs = {1: "Clients who recommend us", 2: "Teams that recommend us"}
        await plant(session, 1, "Be loved", krs=krs)
        await plant(session, 2, "Begin well", team="Product", owner=CHEN, krs={3: "Activation"})
        await flows.record(session, reader(BEN), 1, Decimal(95), care.clock.now())
    return care


@on_one_database
async def test_what_is_called_so_but_stands_otherwise_is_said_and_one_tap_away(two: World) -> None:
    seen = await typed(two, "/okr list at risk recommend")
    one = await typed(two, "/okr list at risk activation")
    assert seen.message is not None
    every = await two.person("ben").click(seen.message, "okr.list_called")

    assert seen.text == "No key result · at risk · “recommend”"
    assert "2 are called that, but none of them is at risk." in words(seen.blocks)
    assert "1 is called that, but it is not at risk." in words(one.blocks)
    assert listed(every) == [1, 2]


@on_one_database
async def test_words_that_fit_nothing_of_a_team_can_be_looked_for_everywhere(two: World) -> None:
    seen = await typed(two, "/okr list product recommend")
    mine = await typed(two, "/okr mine activation")

    assert "None of these is called that: `/okr list recommend` looks" in words(seen.blocks)
    assert "None of these is called that: `/okr list activation` looks" in words(mine.blocks)
    assert listed(await typed(two, "/okr list recommend")) == [1, 2]


ASKED = {
    "KR-1": [1],
    "kr 2": [2],
    "KR-1, kr3": [1, 3],
    "on track KR-1": [1],
    "KR-1 O-2": [1, 3],
    "O-1 O-2": [1, 2, 3],
    "O-1 and kr 3": [1, 2, 3],
    "3": [3],
    "care product": [1, 2, 3],
    "product and care": [1, 2, 3],
    "prodct, care": [1, 2, 3],
    "care activation": [],  # a title of another team
    '"on track"': [1],
    "“product”": [3],
    '"Clients who recommend us"': [1],
    "KR-9": [],
    "@chen": [3],
    "陈晓 Chen": [3],  # who shows a part of that in Slack
    "Chen": [],
    "陈晓 is the owner of it": [],
}


@on_one_database
async def test_a_list_takes_numbers_several_teams_and_quotes(two: World) -> None:
    seen = {line: sorted(listed(await typed(two, f"/okr list {line}"))) for line in ASKED}
    both = await typed(two, "/okr list care product")
    gone = await typed(two, "/okr list KR-9")

    assert seen == ASKED
    assert both.text == "3 key results · Care, Product"
    assert "`/okr show KR-9` shows one that is proposed or closed" in words(gone.blocks)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("KR-3", "O-2 and what supports it"),
        ('"begin well"', "O-2 and what supports it"),
        ("KR-1, KR-2", "O-1 and what supports it"),
        ("KR-1 KR-3", "2 objectives fit. Which one do you mean?"),
        ("care product", "What Care, Product support, and what supports that"),
        ("KR-9", "There is no open key result KR-9 here."),
    ],
)
@on_one_database
async def test_a_tree_is_named_by_a_key_result_as_well(two: World, line: str, told: str) -> None:
    assert told in (await typed(two, f"/okr tree {line}")).text


@on_one_database
async def test_an_empty_list_leads_to_the_step_that_comes_next(world: World) -> None:
    first = await typed(world, "/okr list", "anna")  # an admin, and there is no team yet
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await add_team(session, "Care", world.channel("care"), [BEN], zone="UTC")
    member = await typed(world, "/okr list")
    stranger = await typed(world, "/okr list", "eve")
    narrowed = await typed(world, "/okr list company")

    step = "Type `/okr team` in your team's channel"
    assert [step in words(seen.blocks) for seen in (first, member, stranger)] == [True, False, True]
    assert "`/okr new` makes an objective" in words(member.blocks)
    assert "`/okr list`" not in words([*first.blocks, *member.blocks, *stranger.blocks])
    assert "`/okr list` lists everything" in words(narrowed.blocks)


@pytest.mark.parametrize(
    ("line", "found", "missing"),
    [
        ("KR-1 KR-99", [1], "KR-99"),
        ("KR-1, O-2, O-98", [1, 3], "O-98"),
        ("care KR-1 KR-3", [1], "KR-3"),
    ],
)
@on_one_database
async def test_numbers_that_are_not_in_a_list_are_said(
    two: World, line: str, found: list[int], missing: str
) -> None:
    seen = await typed(two, f"/okr list {line}")
    assert listed(seen) == found
    assert f"Not among these: {missing}. `/okr show {missing}` shows" in words(seen.blocks)


@on_one_database
async def test_an_objective_without_anything_that_runs_is_no_word(two: World) -> None:
    seen = words((await typed(two, "/okr list O-98 O-99")).blocks)
    assert "No key result of that runs." in seen
    assert "`/okr show O-98` shows an objective that is proposed or closed." in seen


@on_one_database
async def test_whoever_is_in_no_team_owns_a_key_result_and_is_offered_no_objective(
    care: World,
) -> None:
    gus = care.person("gus")
    async with care.bot.deps.sessions.workspace(HOME) as session:
        await plant(session, 1, "Be loved", owner=gus.user, krs={1: "Letters"})
    seen = await gus.command("/okr", care.channel("care"))
    theirs = await typed(care, "/okr")

    assert listed(seen) == [1]
    assert "New objective" not in str(seen.blocks)
    assert "New objective" in str(theirs.blocks)
