"""/okr why of somebody who will be spared a reminder: it is not promised."""

from datetime import timedelta

from tests.checkin.stage import (
    ANNA,
    LAST_CALL_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    record,
    set_person,
)
from tests.trust.deep import on_one_database
from tests.why.test_why import asks
from tests.world import World

REMINDER, LAST_CALL = "reminder Thu, 19 Nov, 10:00 AM", "last call Fri, 20 Nov, 9:00 AM"
SPARED = "➖ will not be sent, as it looks now"


@on_one_database
async def test_a_reminder_within_three_days_of_an_update_is_not_promised(world: World) -> None:
    """On Tuesday at eight, in another team; the last call is three days and an hour away."""
    await add_team(world, (ANNA,))
    await add_team(world, (ANNA,), id_="product", channel="product")
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, ANNA, team="product", value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=26))
    await record(world, ANNA, 1, 40)
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    told = await asks(world, "anna")
    lately = "a key result was updated in the three days before"
    assert f"{REMINDER}: {SPARED}: {lately}" in told
    assert f"{LAST_CALL}: ⏳ comes" in told
    await world.go_to(LAST_CALL_AT + timedelta(minutes=1))
    told = await asks(world, "anna")
    assert f"{REMINDER}: ➖ not sent: {lately}" in told
    assert f"{LAST_CALL}: ✅ sent" in told


@on_one_database
async def test_a_reminder_that_somebody_does_not_want_is_not_promised(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    await set_person(world, ANNA, reminders="light")
    told = await asks(world, "anna")
    assert f"{REMINDER}: {SPARED}: light reminders: only on the last morning" in told
    assert f"{LAST_CALL}: ⏳ comes" in told
    await set_person(world, ANNA, reminders="off")
    told = await asks(world, "anna")
    assert told.count(f"{SPARED}: reminders are off") == 2
