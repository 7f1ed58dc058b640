"""Two percentages of one objective: with what supports it, and of its own key results."""

from decimal import Decimal

from sqlalchemy import update

from storage.okr import KeyResult
from tests.home.stage import words as words_of_home
from tests.okr.stage import words
from tests.okr.test_alignment import typed
from tests.world import HOME, World


async def test_two_percentages_of_one_objective_say_what_each_of_them_counts(forest: World) -> None:
    both = "65 % with all that supports it · 80 % of its own key results"
    assert both in words((await typed(forest, "/okr tree")).blocks)
    shown = words((await typed(forest, "/okr show O-2")).blocks).replace("*", "")
    assert both in shown
    assert "O-3 Write better · 50 %" in shown  # which nothing supports: there is one alone
    own = "*O-2* Answer fast · 80 % of its own key results"
    assert own in words((await typed(forest, "/okr list care")).blocks)
    assert own in words((await typed(forest, "/okr")).blocks)
    assert own in words((await typed(forest, "/okr show KR-2")).blocks)
    home = words_of_home(await forest.person("ben").open_home())
    assert "80 % of its own 2 key results" in home.partition("*O-2* Answer fast")[2].splitlines()[1]


async def test_a_list_takes_an_objective_of_which_nothing_weighs(forest: World) -> None:
    async with forest.bot.deps.sessions.workspace(HOME) as session:
        own = KeyResult.objective_number == 2
        await session.execute(update(KeyResult).where(own).values(weight=Decimal(0)))
    seen = words((await typed(forest, "/okr list care")).blocks)
    assert "*O-2* Answer fast · Care" in seen
    assert "Answer fast" in words_of_home(await forest.person("ben").open_home())
