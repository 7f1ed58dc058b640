"""Whoever comes back while a round is open is asked in it, and counts as asked."""

from datetime import date, time, timedelta

from bot.sandbox.model import Message
from handlers.checkin.rules import cadence
from handlers.schedule.rules import moment
from tests.absence.test_leaving import typed
from tests.checkin.stage import (
    ANNA,
    BEN,
    CLOSE_AT,
    EVE,
    LAST_CALL_AT,
    PROMPT_AT,
    REMIND_AT,
    add_kr,
    add_team,
    cards,
    for_leads,
    reasons,
    record,
    set_person,
    words,
)
from tests.why.test_why import asks
from tests.world import World

GUS = "U0GUS"


async def gone(world: World, until: str) -> None:
    """Ben, whose key result it is, is away when his card is due; Anna leads."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN, value=45)
    await typed(world, "ben", f"away until {until}")
    await world.go_to(PROMPT_AT + timedelta(hours=8))
    assert asked(world) == 0


def asked(world: World) -> int:
    """How many of the messages to Ben ask for his key result."""
    return sum("Answers are taken until" in words(card) for card in cards(world, "ben"))


async def test_who_is_back_is_asked_by_the_reminder_and_counts_as_asked(world: World) -> None:
    await gone(world, "Monday @anna")
    assert "1 key result waits" in await typed(world, "ben", "away back")
    assert "↳ reminder Thu, 19 Nov, 10:00 AM: ⏳ comes" in await asks(world, "ben")
    await world.go_to(REMIND_AT + timedelta(hours=8))
    assert asked(world) == 1
    assert "↳ reminder Thu, 19 Nov, 10:00 AM: ✅ sent" in await asks(world, "ben")
    await world.go_to(LAST_CALL_AT + timedelta(minutes=5))
    (told,) = for_leads(world, "anna")
    assert "not missed" not in words(told)
    await world.go_to(CLOSE_AT)
    summary = words(world.posted("care")[-1])
    assert "0 of 1 answered" in summary
    assert "away" not in summary


async def test_whose_absence_ends_in_the_round_is_asked_whatever_reminders_they_want(
    world: World,
) -> None:
    """It is the first that they hear of the round: after it their wish counts again."""
    await set_person(world, BEN, reminders="off")
    await gone(world, "Thursday")
    await world.go_to(CLOSE_AT)
    assert asked(world) == 1
    assert (await reasons(world, cadence.REMIND))[BEN] is None
    assert "0 of 1 answered" in words(world.posted("care")[-1])


async def test_the_first_card_is_called_no_reminder_whatever_sends_it(world: World) -> None:
    """Nor when it is drawn anew; the next one is."""
    await gone(world, "Thursday")
    await add_kr(world, 2, BEN, value=45)
    await world.go_to(REMIND_AT + timedelta(hours=8))
    (card,) = asking(world, "ben")
    assert card.text == "Time for your check-in: how are your 2 key results doing?"
    await record(world, ANNA, 1, 40)
    await world.settle()
    (card,) = asking(world, "ben")
    assert card.text == "Time for your check-in: how is your key result doing?"


async def test_what_follows_the_first_card_is_called_a_reminder(world: World) -> None:
    await add_team(world, (ANNA, GUS))
    await add_kr(world, 1, GUS, value=45)
    await typed(world, "gus", "away until Thursday")
    await world.go_to(LAST_CALL_AT)
    first, second = asking(world, "gus")
    assert first.text.startswith("Time for your check-in")
    assert second.text.startswith("Last call")


def asking(world: World, name: str) -> list[Message]:
    return [card for card in cards(world, name) if "Answers are taken until" in words(card)]


async def gone_until_the_last_call(world: World) -> None:
    """Gus, whose key result it is, lives where his team is, and is away when it reminds."""
    await add_team(world, (ANNA, GUS))
    await add_kr(world, 1, GUS, value=45)
    await typed(world, "gus", "away until Monday @anna")
    await world.go_to(LAST_CALL_AT + timedelta(minutes=30))
    assert asking(world, "gus") == []


async def test_who_is_back_after_the_last_reminder_is_asked_once(world: World) -> None:
    await gone_until_the_last_call(world)
    for _ in range(2):
        await typed(world, "gus", "away back")
        await world.settle()
    (card,) = asking(world, "gus")
    assert "Time for your check-in" in words(card)
    assert "later than planned" not in words(card)
    await world.go_to(LAST_CALL_AT + timedelta(hours=1))
    told = await asks(world, "gus")
    assert "Wed, 18 Nov, 10:00 AM* · Care: ✅ sent Fri, 20 Nov, 9:30 AM: away" in told
    led = await world.person("anna").command("/okr checkin team", world.channel("care"))
    assert "answered · still open" in str(led.blocks)  # with nobody away
    for line in ("away until Monday", "away back"):
        await typed(world, "gus", line)
        await world.settle()
    await world.go_to(CLOSE_AT)
    assert len(asking(world, "gus")) == 1
    summary = words(world.posted("care")[-1])
    assert "0 of 1 answered" in summary
    assert "away" not in summary


async def test_who_is_back_when_the_round_is_about_to_close_is_asked_in_the_next(
    world: World,
) -> None:
    await gone_until_the_last_call(world)
    await add_kr(world, 2, ANNA, value=45)
    await world.go_to(CLOSE_AT - timedelta(minutes=59))
    await typed(world, "gus", "away back")
    await world.go_to(CLOSE_AT)
    assert asking(world, "gus") == []
    assert "1 away" in words(world.posted("care")[-1])


async def test_who_is_back_and_had_their_card_gets_no_other(world: World) -> None:
    await add_team(world, (ANNA, GUS))
    await add_kr(world, 1, GUS, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    await typed(world, "gus", "away until Monday")
    await world.go_to(LAST_CALL_AT + timedelta(minutes=30))
    await typed(world, "gus", "away back")
    await world.go_to(CLOSE_AT)
    assert len(asking(world, "gus")) == 1


async def test_who_takes_their_status_away_is_asked(world: World) -> None:
    """Slack says when they do; one of no absence changes nothing."""
    await add_team(world, (ANNA, GUS))
    await add_kr(world, 1, GUS, value=45)
    gus = world.person("gus")
    await gus.change(status_emoji=":palm_tree:", status_text="Vacationing")
    await world.go_to(LAST_CALL_AT + timedelta(minutes=30))
    assert asking(world, "gus") == []
    await gus.change(status_emoji=":calendar:", status_text="In a meeting")
    await world.settle()
    assert len(asking(world, "gus")) == 1
    await gus.change(status_emoji="", status_text="")
    await world.go_to(CLOSE_AT)
    assert len(asking(world, "gus")) == 1


async def test_whose_absence_ends_at_night_is_asked_in_the_morning(world: World) -> None:
    """Eve lives most of a day ahead of her team: her Saturday begins before its round closes."""
    await add_team(world, (BEN, EVE), zone="America/Los_Angeles", weekday=2)
    await add_kr(world, 1, EVE, value=45)
    await typed(world, "eve", "away until Saturday")
    morning = moment(date(2026, 11, 21), time(8), "Pacific/Auckland")  # an hour before it closes
    await world.go_to(morning - timedelta(minutes=1))
    assert asking(world, "eve") == []
    await world.go_to(morning)
    assert len(asking(world, "eve")) == 1
