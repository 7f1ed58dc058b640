"""Putting a card off: it comes again as it stands then, and nothing is asked meanwhile."""

from datetime import time, timedelta

from bot.sandbox.hands.elements import places
from bot.sandbox.model import Message
from handlers.checkin.rules import cadence, snooze
from handlers.checkin.rules.away import NOTHING_MISSING
from handlers.checkin.rules.reminding import SNOOZED
from handlers.checkin.views.later import LATER
from handlers.schedule.rules import moment
from tests.checkin.stage import (
    ANNA,
    BERLIN,
    DAY,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    reasons,
    record,
    set_person,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import World

MONDAY_AT = moment(DAY + timedelta(days=5), time(9), BERLIN)


async def team(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT + timedelta(minutes=1))


async def later(world: World, nth: int, choice: str) -> None:
    card = cards(world, "anna")[nth]
    value = f"{choice}|{_key(card)}"
    await world.person("anna").click(card, LATER, value=value)
    await world.settle()


def _key(card: Message) -> str:
    """What the card's own choices name it by."""
    (picker,) = [p.element for p in places(card.blocks) if p.action_id == LATER]
    return str(picker["options"][0]["value"]).partition("|")[2]


@on_one_database
async def test_a_card_put_off_to_monday_comes_after_the_close_and_still_counts(
    world: World,
) -> None:
    await team(world)
    await later(world, 0, "monday")
    (card,) = cards(world, "anna")
    assert "I will ask again Mon, 23 Nov, 9:00" in words(card)
    await world.go_to(MONDAY_AT - timedelta(minutes=1))
    assert len(cards(world, "anna")) == 1
    assert await reasons(world, cadence.REMIND) == {ANNA: SNOOZED}
    assert await reasons(world, cadence.LAST_CALL) == {ANNA: SNOOZED}
    await world.go_to(MONDAY_AT + timedelta(minutes=1))
    first, again = cards(world, "anna")
    assert "your answer still counts, as late" in words(again)
    assert "I will ask again" not in words(first)
    await later(world, 1, "hour")
    await world.go_to(MONDAY_AT + timedelta(hours=1, minutes=5))  # the next round is open
    assert await reasons(world, cadence.SNOOZED) == {ANNA: snooze.NEXT_ROUND}
    await later(world, 0, "hour")
    assert "from an earlier week" in words(cards(world, "anna")[0])


async def test_the_last_wish_counts_and_who_is_away_then_is_asked_a_day_later(
    world: World,
) -> None:
    await team(world)
    await set_person(world, ANNA, checkin_time=time(7, 30))
    await later(world, 0, "hour")
    await world.go_to(PROMPT_AT + timedelta(minutes=62))
    assert len(cards(world, "anna")) == 2
    await later(world, 1, "hour")
    await later(world, 0, "tomorrow")
    assert all("Thu, 19 Nov, 7:30" in words(card) for card in cards(world, "anna"))
    await set_person(world, ANNA, away_until=PROMPT_AT + timedelta(hours=22))
    await world.go_to(PROMPT_AT + timedelta(hours=45))  # Friday, 7:00
    assert len(cards(world, "anna")) == 2
    await world.go_to(PROMPT_AT + timedelta(hours=45, minutes=31))
    assert len(cards(world, "anna")) == 3
    await later(world, 2, "hour")
    await record(world, ANNA, 1, 40)
    await world.go_to(PROMPT_AT + timedelta(hours=48))
    assert await reasons(world, cadence.SNOOZED) == {ANNA: NOTHING_MISSING}
    assert len(cards(world, "anna")) == 3
    assert all("Check-in done" in words(card) for card in cards(world, "anna"))
