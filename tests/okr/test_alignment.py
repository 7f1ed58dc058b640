"""`/okr tree` in the simulated Slack, and how much of a tree fits on a page."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import update

from bot.sandbox.hands.reply import Reply
from handlers.okr.rules.forest import ROOM, Scope, fold, packed, unpacked
from handlers.okr.rules.life import Level
from handlers.okr.rules.tree import Branch, Node, grow
from storage.okr import Objective
from tests.okr.forest import plant, plant_many
from tests.okr.stage import CHEN, words
from tests.test_statements import counted
from tests.world import HOME, World

D = Decimal
OBJECTIVE = re.compile(r"[\u2003└ ]*\*O-(\d+)\* ")


async def typed(world: World, line: str, who: str = "ben") -> Reply:
    reply = await world.person(who).command(line, world.channel("care"))
    assert reply.ok, (reply.error, reply.detail)
    return reply


def lines(reply: Reply) -> list[str]:
    return [line for line in words(reply.blocks).splitlines() if line]


async def test_each_objective_stands_under_the_one_that_it_supports(forest: World) -> None:
    seen = lines(await typed(forest, "/okr tree"))

    objectives = [line for line in seen if "*O-" in line]
    assert objectives == [
        "*O-1* Customers love us",
        "└ *O-2* Answer fast",
        "\u2003└ *O-3* Write better",
        "└ *O-4* Begin well",
        "*O-5* Sell more",
    ]
    # (20 % of its own + 65 % of O-2 + twice 40 % of O-4) / 4
    assert seen[seen.index("*O-1* Customers love us") + 1] == (
        "▰▰▰▰▱▱▱▱▱▱ · 41 % with all that supports it · 20 % of its own key results · of the company"
    )
    assert "\u2003▰▰▰▰▱▱▱▱▱▱ · 40 % · Product · weight 2" in seen
    assert f"\u2003\u2003▰▰▰▰▰▱▱▱▱▱ · 50 % · <@{CHEN}>" in seen
    assert "\u2003\u2003KR-2 First response: 80 of 100 % 🟢 on track" in seen
    assert "\u2003\u2003KR-5 Activation: 40 of 100 % 🟢 on track · shared with Care" in seen

    assert seen[-1] == (
        "*Supports nothing yet:* Sales. Link an objective of theirs to one above it:"
        " `/okr edit O-5`."
    )


PARTS = {
    "O-2": [2, 3],
    "o2": [2, 3],
    "2": [2, 3],
    "answr fast": [2, 3],
    "company": [1, 2, 3, 4],
    "compny": [1, 2, 3, 4],
    "公司": [1, 2, 3, 4],
    "Care": [2, 3, 4],  # O-4: it has a share in KR-5
    "prodct": [4],
    "#product": [4],
    "my team": [2, 3, 4],
    "@chen": [3],
    "care answr": [2, 3],
}


NOT_THERE = {
    "xyzzy": "No open objective, and no team, is called anything like “xyzzy”",
    "O-77": "There is no open objective O-77 here",
    "O-6": "There is no open objective O-6 here",  # a draft
    "O-99999999999": "There is no open objective O-99999999999 here",
    "@dai": "owns no open objective",
}


async def test_a_part_is_drawn_for_a_number_a_level_a_team_or_words(forest: World) -> None:
    drawn = {}
    for line in PARTS:
        seen = lines(await typed(forest, f"/okr tree {line}"))
        objectives = [found for one in seen if (found := OBJECTIVE.match(one))]
        drawn[line] = [int(found[1]) for found in objectives]

    assert drawn == PARTS
    for line, told in NOT_THERE.items():
        assert told in (await typed(forest, f"/okr tree {line}")).text
    part = await typed(forest, "/okr tree O-2")
    assert "supports *O-1* Customers love us" in words(part.blocks)
    assert part.message is not None
    back = await forest.person("ben").click(part.message, "okr.tree_whole")

    assert "Sell more" in words(back.blocks)


async def test_words_that_fit_several_offer_each_and_one_that_was_closed_is_answered(
    forest: World,
) -> None:
    async with forest.bot.deps.sessions.workspace(HOME) as session:
        await plant(session, 9, "Answer kindly")
    ben, seen = forest.person("ben"), await typed(forest, "/okr tree answer")
    other = await typed(forest, "/okr tree answer")
    assert "2 objectives fit" in seen.text
    assert seen.message is not None
    assert other.message is not None
    drawn = await ben.click(seen.message, "okr.tree_open", block_id="b3")
    async with forest.bot.deps.sessions.workspace(HOME) as session:
        await session.execute(update(Objective).where(Objective.number == 9).values(stage="closed"))
    told = await ben.click(other.message, "okr.tree_open", block_id="b3")

    assert "*O-9* Answer kindly" in words(drawn.blocks)
    assert "There is no open objective O-9 here" in told.text


async def test_where_nothing_is_open_the_tree_says_how_to_begin(care: World) -> None:
    seen = await typed(care, "/okr tree")
    of_company = await typed(care, "/okr tree company")
    assert "There is no open objective in this cycle yet." in seen.text
    assert "New objective" in words(seen.blocks)
    assert "An admin makes one" in of_company.text


async def test_three_hundred_objectives_fold_and_open_within_slacks_limits(care: World) -> None:
    long = "Sehr langer Titel 🎉 " * 40
    async with care.bot.deps.sessions.workspace(HOME) as session:
        teams = [(n, f"{n} {long}", 1) for n in range(2, 32)]
        own = [(40 + n, f"{40 + n} {long}", 2 + n // 9) for n in range(270)]
        await plant_many(session, [(1, long, None), *teams, *own])
    ben = care.person("ben")
    first = await typed(care, "/okr tree")
    assert first.message is not None
    opened = words(first.blocks)
    second = await ben.click(first.message, "okr.tree_next")
    again = await typed(care, "/okr tree O-5")

    assert "Open 9 below" in opened
    assert "1 to 19 of 30 side by side" in opened
    assert "20 to 30 of 30 side by side" in words(second.blocks)
    assert words(again.blocks).count("*O-") == 12  # twice itself, what it supports, nine below
    for seen in (first, second, again):
        assert len(seen.blocks) <= 50
        texts = [b["text"]["text"] for b in seen.blocks if b["type"] == "section"]
        assert max(map(len, texts)) <= 3000


async def test_the_tree_takes_as_many_statements_for_fifty_objectives_as_for_five(
    forest: World,
) -> None:
    with counted(forest) as few:
        await typed(forest, "/okr tree")
    async with forest.bot.deps.sessions.workspace(HOME) as session:
        for n in range(100, 145):
            await plant(session, n, f"More {n}", supports=1, krs={n: f"KR {n}"})
    with counted(forest) as many:
        await typed(forest, "/okr tree")

    assert len(few) == len(many) == 6


async def test_a_circle_is_drawn_once_and_cut(forest: World) -> None:
    async with forest.bot.deps.sessions.workspace(HOME) as session:
        for number, above in ((11, 13), (12, 11), (13, 12)):
            await plant(session, number, f"Round {number}", supports=above)
    seen = lines(await typed(forest, "/okr tree"))

    drawn = [line for line in seen if "*O-1" in line and "Round" in line]
    assert drawn == [
        "*O-11* Round 11",
        "supports *O-13* Round 13",
        "└ *O-12* Round 12",
        "\u2003└ *O-13* Round 13",
    ]


@pytest.mark.parametrize(
    ("scope", "first"),
    [
        (Scope(), 0),
        (Scope(objective=3), 20),
        (Scope(company=True), 0),
        (Scope(team_ids=("a", "b")), 40),
    ],
)
def test_a_button_carries_its_part_and_page(scope: Scope, first: int) -> None:
    assert unpacked(packed(scope, first)) == (scope, first)


@pytest.mark.parametrize("value", ["", "x", "O:1", "Ox:y", ":", "T:5", "old button"])
def test_a_button_that_nobody_understands_draws_all(value: str) -> None:
    assert unpacked(value)[0] == Scope()


forests = st.lists(st.none() | st.integers(1, 60), max_size=60).map(
    lambda above: grow(Node(n, Level.TEAM, (), up) for n, up in enumerate(above, start=1))
)


@given(forests)
def test_pages_and_folded_branches_hold_every_objective_once(tops: tuple[Branch, ...]) -> None:
    """Whoever turns every page and opens every branch has seen each of them, and none twice."""
    seen: list[int] = []
    folded: list[int] = []
    waiting = [list(tops)] if tops else []
    while waiting:
        branches = waiting.pop()
        first: int | None = 0
        while first is not None:
            twigs, page = fold(branches, first)
            assert len(twigs) <= ROOM
            # One that was folded is opened as the top of its own pages, and seen there again.
            again = {branches[0].node.number} if len(branches) == 1 and (first or folded) else set()
            seen += [t.branch.node.number for t in twigs if t.branch.node.number not in again]
            folded += [t.branch.node.number for t in twigs if t.folded]
            waiting += [[t.branch] for t in twigs if t.folded]
            first = page.after

    assert sorted(seen) == sorted(b.node.number for top in tops for b in top.walk())
    assert len(folded) == len(set(folded))
