"""Who comes back, or goes, within a round is counted alike by whoever tells of it."""

from datetime import timedelta

from tests.checkin.stage import (
    ANNA,
    BEN,
    CLOSE_AT,
    LAST_CALL_AT,
    PROMPT_AT,
    REMIND_AT,
    add_kr,
    add_team,
    for_leads,
    set_person,
    words,
)
from tests.lead.test_counted import seen
from tests.trust.deep import on_one_database
from tests.world import World

GUS = "U0GUS"  # in Berlin, as Anna is


async def begun(world: World) -> None:
    """A round of Anna, who leads it, Ben in New York and Gus; nobody answers."""
    await add_team(world, (ANNA, BEN, GUS))
    for number, owner in ((1, ANNA), (2, BEN), (3, GUS)):
        await add_kr(world, number, owner, value=45)


async def reads(world: World, told: str) -> None:
    for line in ("checkin team", "checkin report"):
        shown = await seen(world, line)
        assert f"{told} answered" in shown
        assert "away" not in shown


@on_one_database
async def test_who_is_asked_once_they_are_back_is_away_nowhere(world: World) -> None:
    await begun(world)
    await set_person(world, GUS, away_until=PROMPT_AT + timedelta(hours=8))
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    for line in ("checkin team", "checkin report"):
        assert "0 of 2 answered · 1 away" in await seen(world, line)
    await world.go_to(REMIND_AT + timedelta(minutes=5))
    await reads(world, "0 of 3")
    await world.go_to(LAST_CALL_AT + timedelta(minutes=5))
    (told,) = for_leads(world, "anna")
    assert f"Not answered yet: <@{BEN}>, <@{GUS}>\n" in words(told)
    await world.go_to(CLOSE_AT)
    assert "0 of 3 answered" in words(world.posted("care")[0])
    await reads(world, "0 of 3")


@on_one_database
async def test_who_is_back_and_will_be_asked_yet_is_waited_for(world: World) -> None:
    """Ben, in London, is reminded after his lead has heard who is missing, and before the close."""
    world.home.people[BEN].zone = "Europe/London"
    await set_person(world, BEN, zone="Europe/London", away_until=LAST_CALL_AT)
    await begun(world)
    await world.go_to(LAST_CALL_AT + timedelta(minutes=5))
    (told,) = for_leads(world, "anna")
    assert f"Not answered yet: <@{BEN}>, <@{GUS}>\n" in words(told)
    await reads(world, "0 of 3")
    await world.go_to(CLOSE_AT)
    assert "0 of 3 answered" in words(world.posted("care")[0])
    await reads(world, "0 of 3")


@on_one_database
async def test_who_goes_after_their_last_reminder_is_away_to_everybody(world: World) -> None:
    """It is night in New York when the others are reminded last, and the round closes."""
    await begun(world)
    await world.go_to(LAST_CALL_AT - timedelta(hours=2))
    await set_person(world, BEN, away_until=CLOSE_AT + timedelta(days=3))
    await world.go_to(LAST_CALL_AT + timedelta(minutes=5))
    (told,) = for_leads(world, "anna")
    assert f"Not answered yet: <@{GUS}>\nAway, and not missed: <@{BEN}>" in words(told)
    for line in ("checkin team", "checkin report"):
        assert "0 of 2 answered · 1 away" in await seen(world, line)
    await world.go_to(CLOSE_AT)
    assert "0 of 2 answered · 1 away" in words(world.posted("care")[0])
    await set_person(world, BEN, away_until=None)
    for line in ("checkin team", "checkin report"):
        assert "0 of 2 answered · 1 away" in await seen(world, line)
