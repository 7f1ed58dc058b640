"""/okr update where several key results may be meant: it asks which, and loses nothing typed."""

import asyncio
import json
from decimal import Decimal

import pytest

from tests.journeys.stage import tapped
from tests.okr.stage import BEN, RESPONSE, SCORE, Make, words
from tests.okr.test_update import CHAT, past, typed
from tests.trust.deep import on_one_database
from tests.world import World


async def test_when_two_fit_both_are_offered_and_nothing_typed_is_lost(
    care: World, make: Make
) -> None:
    await make(BEN, RESPONSE, CHAT)
    seen = await typed(care, "ben", "/okr update first response 3 replies are faster")
    assert await past(care, 1) == []
    assert seen.message is not None
    assert "2 key results fit. Which one do you mean?" in seen.text
    done = await care.person("ben").click(seen.message, "okr.pick", block_id="b3")

    (update,) = await past(care, 2)
    assert (update.value, update.note) == (Decimal(3), "replies are faster")
    assert await past(care, 1) == []
    assert "First response on chat is at 3 h" in words(done.blocks)
    assert all(block["type"] != "section" or "accessory" not in block for block in done.blocks)


async def test_a_double_click_is_one_update(care: World, make: Make) -> None:
    await make(BEN, RESPONSE, CHAT)
    seen = await typed(care, "ben", "/okr update first response 3 faster")
    assert seen.message is not None
    ben = care.person("ben")
    await asyncio.gather(*(ben.click(seen.message, "okr.pick", block_id="b2") for _ in range(2)))

    assert len(await past(care, 1)) == 1


async def test_an_answer_to_a_tap_that_slack_does_not_take_comes_as_a_direct_message(
    care: World, make: Make
) -> None:
    await make(BEN)
    value = json.dumps([1, "45", "fast"])
    tap = await tapped(care, "ben", "okr.pick", value, response_url="http://127.0.0.1:9/")
    await care.settle()

    assert tap.ok
    assert len(await past(care, 1)) == 1
    assert "First response time is at 45 h" in words(care.person("ben").dms()[-1].blocks)


async def test_a_unit_tells_two_apart(care: World, make: Make) -> None:
    await make(BEN, RESPONSE, ("First response kept", "50", "90", "%"))
    await typed(care, "ben", "/okr update first response 70% better")

    assert [(one.value, one.note) for one in await past(care, 2)] == [(Decimal(70), "better")]


async def test_a_note_too_long_for_the_buttons_comes_back_with_the_numbers(
    care: World, make: Make
) -> None:
    await make(BEN, RESPONSE, CHAT)
    note = "word " * 450
    seen = await typed(care, "ben", f"/okr update first response 3 {note}")

    text = words(seen.blocks)
    assert "KR-1, KR-2" in text
    assert note.strip() in text.replace("\n", "")


async def test_a_step_that_waited_for_a_choice_is_not_put_on_top_of_somebody_else(
    care: World, make: Make
) -> None:
    await make(BEN, RESPONSE, CHAT)
    seen = await typed(care, "ben", "/okr update first response +3 two late ones")
    assert seen.message is not None
    assert "Record 63" in words(seen.blocks)
    await typed(care, "anna", "/okr update KR-1 50")
    await care.person("ben").click(seen.message, "okr.pick", block_id="b2")

    assert [one.value for one in await past(care, 1)] == [Decimal(50)]
    answers = [m.text for m in care.person("ben").messages(care.channel("care"))]
    assert any("Anna has just recorded 50 for KR-1" in text for text in answers)


async def test_a_step_that_waited_for_a_choice_counts_once(care: World, make: Make) -> None:
    await make(BEN, RESPONSE, CHAT)
    seen = await typed(care, "ben", "/okr update first response +3")
    assert seen.message is not None
    ben = care.person("ben")
    await asyncio.gather(*(ben.click(seen.message, "okr.pick", block_id="b2") for _ in range(2)))

    assert [one.value for one in await past(care, 1)] == [Decimal(63)]


@on_one_database
async def test_who_names_an_objective_is_offered_its_key_results(care: World, make: Make) -> None:
    await make(BEN, RESPONSE, SCORE)
    await make(BEN, CHAT)
    seen = await typed(care, "ben", "/okr update O-1 45 replies are faster")
    assert seen.message is not None
    assert seen.text == "O-1 is an objective. Which of these 2 key results do you mean?"
    assert [await past(care, number) for number in (1, 2, 3)] == [[], [], []]
    await care.person("ben").click(seen.message, "okr.pick", block_id="b3")

    (update,) = await past(care, 2)
    assert (update.value, update.note) == (Decimal(45), "replies are faster")


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("o2 5 faster", "O-2 is an objective. Do you mean this key result?"),
        ("O-1", "O-1 is an objective. Which of these 2 key results do you mean?"),
        ("O-1 fast", "“fast” is not a number"),
        ("O-9 5", "I find no open one of O-9. `/okr` lists"),
    ],
)
@on_one_database
async def test_nothing_is_recorded_before_it_is_clear_for_what(
    care: World, make: Make, line: str, told: str
) -> None:
    await make(BEN, RESPONSE, SCORE)
    await make(BEN, CHAT)
    seen = await typed(care, "ben", f"/okr update {line}")

    assert told in seen.text
    assert [await past(care, number) for number in (1, 2, 3)] == [[], [], []]
