"""`/okr show` and `/okr edit` by words of a title: what is open, and what has not begun."""

import pytest

from tests.objective.stage import a_draft, opened, read, set_up, set_up_kr, tap, typed
from tests.okr.stage import BEN, EVE, RESPONSE, SCORE, Make, words
from tests.trust.deep import on_one_database
from tests.world import World

pytestmark = on_one_database


@pytest.mark.parametrize("stage", ["draft", "proposed", "agreed"])
async def test_a_key_result_that_has_not_begun_is_found_by_its_title(
    care: World, make: Make, stage: str
) -> None:
    await a_draft(care, make, EVE, stage=stage)
    told = await read(care, "ben", "/okr show first respnse")
    assert "KR-1 First response time" in told
    assert "It does not count now. Stage of O-1" in told
    assert words((await opened(care, "eve", "/okr edit first response")).payload["blocks"])


async def test_what_is_open_comes_before_what_has_not_begun(care: World, make: Make) -> None:
    await make(BEN, RESPONSE, title="Runs")
    await make(EVE, RESPONSE, title="Waits")
    await set_up(care, 2, stage="proposed")
    told = await read(care, "ben", "/okr show first response")
    assert "KR-1 First response time" in told
    assert "KR-2" not in told


async def test_where_several_that_have_not_begun_fit_one_is_chosen(care: World, make: Make) -> None:
    await make(EVE, RESPONSE, SCORE)
    await make(EVE, RESPONSE, title="Raise the tide")
    for number in (1, 2):
        await set_up(care, number, stage="proposed")
    seen = await typed(care, "ben", "/okr show response")
    assert "2 key results fit. Which one do you mean?" in words(seen.blocks)
    shown = (await tap(care, "ben", seen.message, "okr.show")).view
    assert shown is not None
    assert "It does not count now" in words(shown.payload["blocks"])
    both = await read(care, "ben", "/okr show raise")
    assert "Several fit. Which one do you mean?" in both
    assert "*O-2* Raise the tide" in both
    assert "*KR-2* Raise NPS to 60" in both


async def test_what_was_closed_before_it_began_is_not_meant(care: World, make: Make) -> None:
    await a_draft(care, make, EVE, stage="proposed")
    await set_up_kr(care, closed_at=care.clock.now())
    seen = await typed(care, "ben", "/okr show first response")
    assert "No open key result is called anything like" in seen.text


@pytest.mark.parametrize(
    ("stage", "told"),
    [
        ("draft", f"It has not begun. <@{EVE}> can propose it; once agreed on, it can begin."),
        ("proposed", "can agree to it, and so can admins."),
        ("agreed", f"It has not begun. <@{EVE}> can begin it."),
    ],
)
async def test_whoever_cannot_take_it_on_reads_who_can(
    care: World, make: Make, stage: str, told: str
) -> None:
    await a_draft(care, make, EVE, stage=stage)
    refused = await read(care, "gus", "/okr update KR-1 70")
    assert "`/okr show O-1` says what comes first" in refused
    assert told in await read(care, "gus", "/okr show O-1")
    assert "It has not begun" not in await read(care, "anna", "/okr show O-1")


async def test_a_closed_objective_still_shows_the_values_of_its_key_results(
    care: World, make: Make
) -> None:
    await make(BEN, SCORE)
    await read(care, "ben", "/okr update KR-1 45")
    await set_up(care, stage="closed", closed_at=care.clock.now())
    told = await read(care, "ben", "/okr show O-1")
    assert "▰" in told.split("*KR-1*")[1].splitlines()[1]
    assert "45" in told.split("*KR-1*")[1].splitlines()[1]
