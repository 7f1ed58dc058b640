"""A pause says which round it leaves out, and which one is the next."""

from datetime import timedelta

from handlers.checkin.rules import cadence
from tests.absence.test_pausing import OPEN_AT, team, told, typed
from tests.checkin.stage import ANNA, CHEN, DAY, PROMPT_AT, add_team, occurrences
from tests.trust.deep import on_one_database
from tests.world import World

LEFT_OUT = "The round of Wed, 18 Nov is left out; the next is Wed, 25 Nov."


async def test_a_day_off_on_the_check_in_day_names_the_next_round(world: World) -> None:
    await team(world)
    said = await typed(world, "pause everyone on 2026-11-18 Company day")
    assert said.startswith(f"Off for everybody: Wed, 18 Nov. {LEFT_OUT}")
    assert told(world)[-1].endswith(LEFT_OUT)
    await world.go_to(PROMPT_AT + timedelta(days=1))
    assert await occurrences(world, cadence.PROMPT, DAY) == []
    assert "ask you on Wed, 25 Nov" in await typed(world, "checkin")


@on_one_database
async def test_a_pause_over_several_rounds_and_the_one_behind_them_names_the_next(
    world: World,
) -> None:
    await team(world)
    await typed(world, "pause on 2026-12-02 Offsite")
    said = await typed(world, "pause from 2026-11-17 until 2026-11-26")
    assert "Off: Tue, 17 Nov to Wed, 25 Nov. 2 rounds are left out; the next is Wed, 9 Dec." in said


@on_one_database
async def test_a_pause_between_two_rounds_leaves_none_out(world: World) -> None:
    await team(world)
    said = await typed(world, "pause on 2026-11-20 Offsite")
    assert "Off: Fri, 20 Nov. Check-ins go on Sat, 21 Nov" in said


@on_one_database
async def test_a_round_that_is_open_already_goes_on_after_the_pause(world: World) -> None:
    await team(world)
    await world.go_to(OPEN_AT + timedelta(minutes=1))
    said = await typed(world, "pause on 2026-11-18 Offsite")
    assert "Off: Wed, 18 Nov. Check-ins go on Thu, 19 Nov" in said


@on_one_database
async def test_teams_with_other_rounds_hear_each_of_their_own(world: World) -> None:
    await team(world)
    await add_team(world, (ANNA, CHEN), id_="product", channel="product", weekday=3)
    said = await typed(world, "pause everyone on 2026-11-18 Company day")
    assert "1 of 2 teams goes without a round then" in said
    assert told(world)[-1].endswith(LEFT_OUT)
    assert "left out" not in told(world, "product")[-1]
