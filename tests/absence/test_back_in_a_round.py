"""Whoever comes back while a round is open is asked in it, and counts as asked."""

from datetime import timedelta

from handlers.checkin.rules import cadence
from tests.absence.test_leaving import typed
from tests.checkin.stage import (
    ANNA,
    BEN,
    CLOSE_AT,
    LAST_CALL_AT,
    PROMPT_AT,
    REMIND_AT,
    add_kr,
    add_team,
    cards,
    for_leads,
    reasons,
    set_person,
    words,
)
from tests.why.test_why import asks
from tests.world import World


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
