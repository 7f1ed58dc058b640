"""Digests of weeks that a team had off: they say so, and its silence is none."""

from datetime import timedelta

from tests.absence.test_pausing import typed
from tests.checkin.stage import ANNA, BEN, add_kr, add_team, record, words
from tests.digest.test_week import THREE, digests
from tests.trust.deep import on_one_database
from tests.world import World

WEEK = timedelta(days=7)


async def asked(world: World) -> None:
    """Anna has answered for both key results before the pause begins."""
    await add_team(world, (ANNA, BEN))
    for number in (1, 2):
        await add_kr(world, number, ANNA, value=50)
    await world.settle()
    await record(world, ANNA, 1, 20)
    await record(world, ANNA, 2, 59)
    await typed(world, "pause from 2026-11-21 until 2026-12-05 Offsite")
    await world.go_to(THREE)


async def test_a_week_that_was_off_is_told_as_paused_and_nobody_is_nagged(world: World) -> None:
    await asked(world)
    for weeks in (1, 2):
        await world.go_to(THREE + weeks * WEEK)
        said = words(digests(world)[-1])
        assert "Paused: Sat, 21 Nov to Fri, 4 Dec (Offsite)" in said
        assert "quiet week" not in said
        assert "no update since" not in said
        assert "*KR-2* Answer within hours: 🔴 off track" in said  # as it stood before
        assert "*KR-1*" not in said
    await world.go_to(THREE + 3 * WEEK)
    said = words(digests(world)[-1])
    assert "Paused" not in said
    assert "*KR-1* Answer within hours: ⚪ no update since Mon, 16 Nov" in said


@on_one_database
async def test_a_day_off_between_two_check_ins_makes_no_pause(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=50)
    await typed(world, "pause on 2026-11-19 Offsite")
    await world.go_to(THREE)
    said = words(digests(world)[-1])
    assert "Paused" not in said
    assert "A quiet week" in said


@on_one_database
async def test_what_moved_in_a_week_that_was_off_is_counted_beside_it(world: World) -> None:
    await asked(world)
    await world.go_to(THREE + timedelta(days=3))
    await record(world, ANNA, 1, 18)
    await world.go_to(THREE + WEEK)
    said = words(digests(world)[-1])
    assert "1 of 2 key results moved · 1 update · Paused: Sat, 21 Nov to Fri, 4 Dec" in said
