"""/okr away back: to who was away, to who only planned to be, and to who never left."""

import pytest

from tests.absence.test_leaving import typed
from tests.checkin.stage import ANNA, PROMPT_AT, add_kr, add_team, set_person
from tests.trust.deep import on_one_database
from tests.world import World


@on_one_database
async def test_who_never_left_is_not_welcomed_back(world: World) -> None:
    assert "You were here: no absence was noted." in await typed(world, "anna", "away back")
    await typed(world, "anna", "away until Friday")
    assert "Welcome back!" in await typed(world, "anna", "away back")
    again = await typed(world, "anna", "away back")
    assert "You were here" in again
    assert "Welcome" not in again
    assert "你一直都在" in await typed(world, "chen", "away 回来")


@on_one_database
async def test_a_plan_that_is_off_is_named(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT)
    await typed(world, "anna", "away from 24 Dec until 2 Jan")
    said = await typed(world, "anna", "away back")
    assert "The absence from Thu, 24 Dec, with you back on Sat, 2 Jan 2027, is off." in said
    assert "1 key result waits" in said
    assert "Welcome" not in said


@on_one_database
async def test_who_is_away_by_status_alone_reads_what_keeps_them_away(world: World) -> None:
    await set_person(world, ANNA, status_emoji=":palm_tree:")
    said = await typed(world, "anna", "away back")
    assert "no absence was noted" in said
    assert "Your Slack status says" in said


@pytest.mark.parametrize(
    ("who", "line", "told"),
    [
        ("anna", "on 24 Dec", "away from Thu, 24 Dec, and back on Fri, 25 Dec."),
        ("chen", "从12月20日到1月4日", "从 12月20日 周日 起外出，2027年1月4日 周一 回来。"),
        ("dai", "從12月20日到1月4日", "從 12月20日 週日 起外出，2027年1月4日 週一 回來。"),
    ],
)
@on_one_database
async def test_the_day_of_coming_back_is_called_so(
    world: World, who: str, line: str, told: str
) -> None:
    assert told in await typed(world, who, f"away {line}")
    back = told.partition("，" if who != "anna" else "and ")[2].removesuffix(".").rstrip("。")
    assert back in await typed(world, who, "away")


@pytest.mark.parametrize("line", ["on Friday", "Friday", "20 Nov", "在周五"])
@on_one_database
async def test_a_day_behind_back_is_until_when_they_are_away(world: World, line: str) -> None:
    await typed(world, "anna", "away until 24 Dec")
    said = await typed(world, "anna", f"away back {line}")
    assert "To be away until 20 Nov copy `/okr away until 2026-11-20`." in said
    assert "away until Thu, 24 Dec" in await typed(world, "anna", "away")


@pytest.mark.parametrize("line", ["now", "today", "soon"])
@on_one_database
async def test_what_is_no_later_day_behind_back_is_not_understood(world: World, line: str) -> None:
    said = await typed(world, "anna", f"away back {line}")
    assert f"what to do with “{line}” here: type `/okr away back` alone." in said
