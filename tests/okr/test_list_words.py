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
