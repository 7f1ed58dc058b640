"""`/okr pause end`: what is off no more, and what stays off all the same."""

from datetime import timedelta

from handlers.absence import views
from tests.absence.test_pausing import team, told, typed
from tests.checkin.stage import ANNA, add_team
from tests.trust.deep import on_one_database
from tests.world import World

COMPANY_DAY = "pause everyone on 2026-11-16 Company day"  # today


async def test_what_other_pauses_hold_is_named_as_still_off(world: World) -> None:
    await team(world)
    await typed(world, "pause next week")
    await typed(world, "pause from 2026-11-19 until 2026-11-21 Offsite")
    await typed(world, "pause 2 weeks")
    said = await typed(world, "pause end")
    still = "Still off: Thu, 19 Nov to Fri, 20 Nov (Offsite) · Mon, 23 Nov to Sun, 29 Nov."
    assert said.startswith(f"Taken back: Mon, 16 Nov to Sun, 29 Nov. {still}")
    assert told(world)[-1] == (f"▶️ Taken back: Mon, 16 Nov to Sun, 29 Nov. {still} (<@{ANNA}>)")
    listed = await typed(world, "pause")
    assert "Days off that are planned" in listed


@on_one_database
async def test_two_pauses_that_hold_today_end_together_and_only_days_to_come_are_named(
    world: World,
) -> None:
    await team(world)
    await typed(world, "pause until Wednesday")
    await typed(world, "pause until Friday")
    await world.go_to(world.clock.now() + timedelta(days=1))
    said = await typed(world, "pause end")
    assert said == "Check-ins go on: Tue, 17 Nov to Thu, 19 Nov is not off any more."
    assert "Nothing is planned" in await typed(world, "pause")


async def test_a_day_that_everybody_has_off_is_named_and_taken_back_by_a_button(
    world: World,
) -> None:
    await team(world)
    await typed(world, COMPANY_DAY)
    anna = world.person("anna")
    reply = await anna.command("/okr pause end", world.channel("care"))
    assert "Care is in no pause of its own: everybody has Mon, 16 Nov (Company day) off." in str(
        reply.blocks
    )
    assert reply.message is not None
    await anna.click(reply.message, views.TAKE_BACK)
    await world.settle()
    assert told(world)[-1].startswith("▶️ Check-ins go on: Mon, 16 Nov is not off any more.")
    assert "in no pause now" in await typed(world, "pause end")


@on_one_database
async def test_who_may_not_take_a_day_off_of_everybody_back_reads_who_may(world: World) -> None:
    await team(world)
    await typed(world, COMPANY_DAY)
    reply = await world.person("ben").command("/okr pause end", world.channel("care"))
    assert "everybody has Mon, 16 Nov (Company day) off. This workspace's admins" in reply.text
    assert views.TAKE_BACK not in str(reply.blocks)
    assert "Only this workspace's admins" in await typed(world, "pause everyone end", "ben")


async def test_everyone_end_takes_back_what_everybody_has_off_today(world: World) -> None:
    await team(world)
    await add_team(world, (ANNA,), id_="product", channel="product")
    assert "Today is no day off for everybody" in await typed(world, "pause everyone end")
    await typed(world, COMPANY_DAY)
    assert "Check-ins go on: Mon, 16 Nov is not off" in await typed(world, "pause everyone end")
    for channel in ("care", "product"):
        assert told(world, channel)[-1].startswith("▶️ Check-ins go on")
