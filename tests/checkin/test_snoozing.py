"""Putting a card off: it comes again as it stands then, and nothing is asked meanwhile."""

from datetime import time, timedelta

from bot.sandbox.hands.elements import places
from bot.sandbox.model import Message
from handlers.checkin.rules import cadence, snooze
from handlers.checkin.rules.away import NO_KEY_RESULTS, NOTHING_MISSING
from handlers.checkin.rules.reminding import SNOOZED
from handlers.checkin.views.later import LATER
from handlers.checkin.views.taps import OPEN
from handlers.schedule.rules import moment
from tests.checkin.stage import (
    ANNA,
    BERLIN,
    CHEN,
    DAY,
    LAST_CALL_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    change_team,
    occurrences,
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


async def later(world: World, nth: int, choice: str) -> str:
    """What is said beside the card."""
    card = cards(world, "anna")[nth]
    value = f"{choice}|{_key(card)}"
    reply = await world.person("anna").click(card, LATER, value=value)
    await world.settle()
    return words(reply.message) if reply.message else ""


def _key(card: Message) -> str:
    """What the card's own buttons name it by."""
    return next(str(p.element["value"]) for p in places(card.blocks) if p.action_id == OPEN)


def offered(card: Message) -> list[str]:
    """What can be chosen on it."""
    pickers = [p.element for p in places(card.blocks) if p.action_id == LATER]
    options = [option for picker in pickers for option in picker["options"]]
    return [str(option["value"]).partition("|")[0] for option in options]


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
    assert offered(again) == []  # the next round is open before any of them


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


async def test_what_would_come_too_late_is_not_offered_and_silences_nobody(world: World) -> None:
    """Chen is asked seven hours before Anna: the next round begins on Monday at 3:00 in Berlin."""
    await add_team(world, (ANNA, CHEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT + timedelta(minutes=1))
    (card,) = cards(world, "anna")
    assert offered(card) == ["hour", "tomorrow"]
    await world.go_to(LAST_CALL_AT + timedelta(minutes=1))
    assert await reasons(world, cadence.REMIND) == {ANNA: None, CHEN: NO_KEY_RESULTS}
    assert await reasons(world, cadence.LAST_CALL) == {ANNA: None, CHEN: NO_KEY_RESULTS}
    await world.go_to(MONDAY_AT - timedelta(hours=12))
    refused = await later(world, 2, "tomorrow")  # its card was drawn on Friday
    assert "would come too late" in refused
    assert await occurrences(world, cadence.SNOOZED) == []
    await world.go_to(MONDAY_AT)
    await later(world, 2, "hour")
    assert "from an earlier week" in words(cards(world, "anna")[2])


async def test_a_card_that_will_not_come_any_more_keeps_no_reminder_away(world: World) -> None:
    """Chen joins after Anna has chosen Monday; /okr why says of each what becomes of it."""
    await team(world)
    await later(world, 0, "monday")
    put_off = "put off to Mon, 23 Nov, 9:00 AM"
    told = await why(world)
    assert f"{put_off}: ⏳ comes" in told
    spared = "➖ will not be sent, as it looks now: the card was put off to later"
    assert f"reminder Thu, 19 Nov, 10:00 AM: {spared}" in told
    assert f"last call Fri, 20 Nov, 9:00 AM: {spared}" in told
    await change_team(world, "care", members=(ANNA, CHEN))
    told = await why(world)
    too_late = "➖ will not be sent, as it looks now: the next round has begun by then"
    assert f"{put_off}: {too_late}" in told
    assert told.count("⏳ comes") == 2
    await world.go_to(LAST_CALL_AT + timedelta(minutes=1))
    assert len(cards(world, "anna")) == 3
    await world.go_to(MONDAY_AT + timedelta(minutes=1))
    assert await reasons(world, cadence.SNOOZED) == {ANNA: snooze.NEXT_ROUND}


async def why(world: World) -> str:
    """What Anna reads."""
    reply = await world.person("anna").command("/okr why", world.channel("care"))
    assert reply.message is not None
    return words(reply.message).replace("\N{NARROW NO-BREAK SPACE}", " ")
