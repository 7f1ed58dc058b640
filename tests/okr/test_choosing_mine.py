"""/okr update where several key results fit, and not all of them are mine to update."""

import pytest
from sqlalchemy import update

from storage.okr import KeyResult
from tests.okr.stage import BEN, CHEN, EVE, RESPONSE, SCORE, Make, words
from tests.okr.test_update import CHAT, past, typed
from tests.trust.deep import on_one_database
from tests.world import HOME, World

NOTE = "replies are faster"


async def hand_over(world: World, number: int, owner: str) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await session.execute(
            update(KeyResult).where(KeyResult.number == number).values(owner_id=owner)
        )


async def test_the_only_one_that_is_theirs_takes_the_value_at_once(care: World, make: Make) -> None:
    await make(BEN, RESPONSE)
    await make(CHEN, CHAT)
    await typed(care, "chen", f"/okr update first response 3 {NOTE}")

    assert await past(care, 1) == []
    assert [(int(one.value), one.note) for one in await past(care, 2)] == [(3, NOTE)]


@on_one_database
async def test_only_those_are_offered_that_are_theirs(care: World, make: Make) -> None:
    await make(BEN, RESPONSE, CHAT, SCORE)
    await hand_over(care, 2, EVE)
    one = await typed(care, "eve", f"/okr update O-1 5 {NOTE}")
    await hand_over(care, 3, EVE)
    two = await typed(care, "eve", f"/okr update O-1 5 {NOTE}")

    assert one.text == "O-1 is an objective. Do you mean this key result?"
    assert "KR-2" in words(one.blocks)
    assert two.text == "O-1 is an objective. Which of these 2 key results do you mean?"
    assert "KR-1" not in words([*one.blocks, *two.blocks])


@pytest.mark.parametrize("line", ["O-1 5", "first response 3"])
@on_one_database
async def test_who_may_update_none_of_them_hears_whose_they_are(
    care: World, make: Make, line: str
) -> None:
    await make(BEN, RESPONSE, CHAT)
    seen = await typed(care, "eve", f"/okr update {line} {NOTE}")

    assert "None of these is yours to update: KR-1, KR-2. Their owners are Ben;" in seen.text
    assert f"{line} {NOTE}" in words(seen.blocks).partition("This is what you typed:")[2]


@on_one_database
async def test_a_choice_that_is_refused_gives_back_what_it_held(care: World, make: Make) -> None:
    await make(CHEN, RESPONSE, CHAT)
    seen = await typed(care, "chen", f"/okr update first response 3 {NOTE}")
    assert seen.message is not None
    await hand_over(care, 1, BEN)
    said = await care.person("chen").click(seen.message, "okr.pick", block_id="b2")

    assert await past(care, 1) == []
    assert f"KR-1 3; {NOTE}" in words(said.blocks)
