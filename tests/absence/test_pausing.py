"""Pauses of a team and days off of everybody: made before a round, during it, and taken back."""

from datetime import date, time, timedelta

from bot.sandbox.model import Message
from handlers.absence import views
from handlers.checkin.rules import cadence
from handlers.schedule.rules import moment
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CHEN,
    CLOSE_AT,
    DAY,
    LAST_CALL_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    occurrences,
    reasons,
    record,
    words,
)
from tests.world import World

OPEN_AT = PROMPT_AT - timedelta(hours=48)
NEXT = DAY + timedelta(days=7)


async def typed(world: World, line: str, name: str = "anna") -> str:
    reply = await world.person(name).command(f"/okr {line}", world.channel("care"))
    assert reply.ok
    await world.settle()
    return reply.text


def told(world: World, channel: str = "care") -> list[str]:
    return [m.text for m in world.posted(channel)]


async def team(world: World) -> None:
    """Anna leads it; the round of this week opens in an hour."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.settle()


async def test_a_round_in_a_pause_does_not_open_and_one_taken_back_lets_it_come_once(
    world: World,
) -> None:
    await team(world)
    said = await typed(world, "pause from 2026-11-17 until 2026-11-23 Offsite")
    missed = "The round of Wed, 18 Nov is left out; the next is Wed, 25 Nov."
    assert f"Off: Tue, 17 Nov to Sun, 22 Nov. {missed}" in said
    assert told(world) == [
        f"⏸️ Check-ins pause from Tue, 17 Nov until Mon, 23 Nov · *Offsite* · <@{ANNA}>\n{missed}"
    ]
    await world.go_to(OPEN_AT)
    assert "I will ask you on Wed, 25 Nov, 10:00" in await typed(world, "checkin")
    assert await chain(world) == {DAY: ("skipped", "pause: Offsite"), NEXT: ("due", None)}
    assert await occurrences(world, cadence.PROMPT) == []
    anna = world.person("anna")
    listed = await anna.command("/okr pause", world.channel("care"))
    assert "Tue, 17 Nov to Sun, 22 Nov · Care · Offsite" in str(listed.blocks)
    assert listed.message is not None
    await anna.click(listed.message, views.TAKE_BACK)
    await world.settle()
    assert "Check-ins go on" in told(world)[-1]
    assert await chain(world) == {DAY: ("done", None), NEXT: ("due", None)}
    await world.go_to(PROMPT_AT)
    (prompt,) = [r for r in await occurrences(world, cadence.PROMPT) if r.member_id == ANNA]
    assert (prompt.state, prompt.settled_at) == ("done", PROMPT_AT)


async def chain(world: World) -> dict[date, tuple[str, str | None]]:
    return {row.day: (row.state, row.reason) for row in await occurrences(world, cadence.OPEN)}


async def test_a_pause_made_while_a_round_is_open_skips_what_is_to_come_of_it(
    world: World,
) -> None:
    await team(world)
    await world.go_to(PROMPT_AT - timedelta(hours=2))
    await typed(world, "pause until Monday")
    await world.go_to(CLOSE_AT)
    assert (await reasons(world, cadence.PROMPT))[ANNA] == "pause"
    assert (await reasons(world, cadence.LAST_CALL))[ANNA] == "pause"
    assert await reasons(world, cadence.CLOSE) == {"": "pause"}
    assert cards(world, "anna") == []
    assert len(told(world)) == 1  # that it pauses: no summary of nothing


async def test_what_was_answered_before_a_pause_is_summed_up(world: World) -> None:
    await team(world)
    await world.go_to(OPEN_AT)
    await record(world, ANNA, 1, 40)
    await typed(world, "pause until Monday")
    await world.go_to(CLOSE_AT)
    assert "What moved" in words(world.posted("care")[-1])


async def test_whose_round_was_paused_is_counted_as_paused_and_not_as_away(world: World) -> None:
    """In the summary, the report and the lead's own view alike."""
    await team(world)
    await add_kr(world, 2, BEN, value=45)
    await world.go_to(OPEN_AT)
    await record(world, ANNA, 1, 40)
    await typed(world, "pause until Monday")
    await world.go_to(CLOSE_AT)
    report = await world.person("anna").command("/okr checkin report", world.channel("care"))
    led = await world.person("anna").command("/okr checkin team", world.channel("care"))
    for seen in (words(world.posted("care")[-1]), str(report.blocks), str(led.blocks)):
        assert "1 of 1 answered · 1 paused" in seen
        assert "away" not in seen


async def test_a_pause_made_in_a_round_and_taken_back_brings_its_prompts_once(
    world: World,
) -> None:
    await team(world)
    await world.go_to(OPEN_AT)
    await typed(world, "pause until Monday")
    await world.go_to(PROMPT_AT + timedelta(hours=2))
    assert cards(world, "anna") == []
    assert "Check-ins go on" in await typed(world, "pause end")
    assert len(cards(world, "anna")) == 1
    assert "in no pause now" in await typed(world, "pause end")
    await world.go_to(CLOSE_AT)
    assert "0 of 1 answered" in words(world.posted("care")[-1])
    assert "away" not in words(world.posted("care")[-1])


async def test_who_skips_a_round_in_a_pause_has_skipped_it_when_the_pause_is_taken_back(
    world: World,
) -> None:
    await team(world)
    await world.go_to(OPEN_AT)
    await typed(world, "pause until Monday")
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    await typed(world, "checkin skip at a customer")
    await typed(world, "pause end")
    assert cards(world, "anna") == []
    assert (await reasons(world, cadence.PROMPT))[ANNA] == "skipped"


async def test_a_company_day_is_everybodys(world: World) -> None:
    await team(world)
    await add_team(world, (ANNA, CHEN), id_="product", channel="product")
    said = await typed(world, "pause everyone on 2026-11-18 Company day")
    assert "Off for everybody: Wed, 18 Nov" in said
    for channel in ("care", "product"):
        assert "· for everybody · *Company day* ·" in told(world, channel)[0]
    await world.go_to(OPEN_AT)
    skipped = await occurrences(world, cadence.OPEN, DAY)
    assert {row.team_id: row.reason for row in skipped} == {
        "care": "day off: Company day",
        "product": "day off: Company day",
    }


async def test_a_day_off_after_the_prompts_leaves_out_reminders_by_name(world: World) -> None:
    await team(world)
    await typed(world, "pause everyone on 2026-11-19 Company day")
    await world.go_to(moment(DAY + timedelta(days=1), time(18), BERLIN))
    assert (await reasons(world, cadence.PROMPT))[ANNA] is None
    assert (await reasons(world, cadence.REMIND))[ANNA] == "day off: Company day"


async def test_a_pause_says_who_may_and_what_it_needs(world: World) -> None:
    await team(world)
    for name, line, expected in (
        ("ben", "pause until Monday", "paused by its leads and this workspace's admins"),
        ("ben", "pause everyone on 2026-12-31", "Only this workspace's admins"),
        ("anna", "pause until soon", "is not a day that I can read"),
        ("anna", "pause end", "in no pause now"),
        ("anna", f"pause until Monday {'x' * 81}", "80 characters long at most"),
        ("anna", "pause", "Nothing is planned"),
    ):
        assert expected in await typed(world, line, name)
    await typed(world, "pause from 2026-12-21 until 2027-01-04 Winter break")
    said = await typed(world, "pause on 2026-12-24")
    assert "off already, from 21 Dec to 3 Jan" in said


async def test_who_is_reminded_after_a_day_off_was_asked_and_is_missed(world: World) -> None:
    """One day off between the prompt and the last call makes nobody absent from the round."""
    await team(world)
    await typed(world, "pause everyone on 2026-11-19 Company day")
    await world.go_to(moment(DAY + timedelta(days=1), time(18), BERLIN))
    assert "1 away" not in words(await report(world))
    await world.go_to(LAST_CALL_AT + timedelta(minutes=1))
    assert len(cards(world, "anna")) == 2
    assert "1 away" not in words(await report(world))
    await world.go_to(CLOSE_AT + timedelta(minutes=1))
    assert "0 of 1 answered" in words(world.posted("care")[-1])


async def report(world: World) -> Message:
    reply = await world.person("anna").command("/okr checkin report", world.channel("care"))
    assert reply.message is not None
    return reply.message
