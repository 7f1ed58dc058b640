"""Slack's do-not-disturb: what is due waits for its end, six hours at most."""

from datetime import datetime, timedelta

from bot.sandbox.hands.elements import places
from handlers.absence.jobs import ask_about
from handlers.checkin.rules import away, cadence
from handlers.checkin.views.later import LATER
from storage.team import members
from tests.checkin.stage import (
    ANNA,
    DAY,
    LAST_CALL_AT,
    PROMPT_AT,
    REMIND_AT,
    add_kr,
    add_team,
    cards,
    occurrences,
    record,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import HOME, World

HOUR = timedelta(hours=1)


async def team(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.settle()


def silently(world: World, begins: datetime, ends: datetime) -> None:
    """As a schedule does it, of whose beginning nobody hears."""
    person = world.home.people[ANNA]
    person.do_not_disturb = (int(begins.timestamp()), int(ends.timestamp()))


async def sent(world: World, kind: str) -> tuple[str, datetime | None, str | None]:
    (row,) = await occurrences(world, kind, DAY)
    return row.state, row.settled_at, row.reason


async def test_a_prompt_waits_for_quiet_to_end_six_hours_at_most_and_is_not_late(
    world: World,
) -> None:
    comes = 6 * HOUR
    await team(world)
    silently(world, PROMPT_AT - HOUR, PROMPT_AT + 20 * HOUR)
    await world.go_to(PROMPT_AT + comes - timedelta(minutes=1))
    assert cards(world, "anna") == []
    (held,) = await occurrences(world, cadence.PROMPT, DAY)
    assert (held.state, held.reason, held.first_due_at) == ("due", away.QUIET, PROMPT_AT)
    await world.go_to(PROMPT_AT + comes)
    (card,) = cards(world, "anna")
    assert "later than planned" not in words(card)
    assert await sent(world, cadence.PROMPT) == ("done", PROMPT_AT + comes, away.QUIET)
    await world.go_to(REMIND_AT - HOUR)
    await record(world, ANNA, 1, 40)
    await world.settle()
    assert "later than planned" not in words(card)


@on_one_database
async def test_a_card_that_was_put_off_waits_for_quiet_too(world: World) -> None:
    await team(world)
    await world.go_to(PROMPT_AT)
    (card,) = cards(world, "anna")
    (picker,) = [place.element for place in places(card.blocks) if place.action_id == LATER]
    await world.person("anna").click(card, LATER, value=picker["options"][0]["value"])
    await world.person("anna").be_quiet(
        (int(PROMPT_AT.timestamp()), int((PROMPT_AT + 3 * HOUR).timestamp()))
    )
    await world.go_to(PROMPT_AT + 2 * HOUR)
    assert len(cards(world, "anna")) == 1
    await world.go_to(PROMPT_AT + 3 * HOUR)
    assert len(cards(world, "anna")) == 2


async def test_who_turns_notifications_on_again_is_asked_at_once(world: World) -> None:
    await team(world)
    until = PROMPT_AT + 5 * HOUR
    quiet = (int((PROMPT_AT - HOUR).timestamp()), int(until.timestamp()))
    await world.person("anna").be_quiet(quiet)
    await world.go_to(PROMPT_AT + HOUR)
    assert cards(world, "anna") == []
    await world.person("anna").be_quiet(None)
    await world.settle()
    assert len(cards(world, "anna")) == 1
    assert (await sent(world, cadence.PROMPT))[1] == PROMPT_AT + HOUR


async def test_a_reminder_waits_too_and_is_left_out_where_it_comes_too_late(world: World) -> None:
    await team(world)
    await world.go_to(PROMPT_AT)
    silently(world, REMIND_AT - HOUR, REMIND_AT + HOUR)
    await world.go_to(REMIND_AT + 2 * HOUR)
    assert (await sent(world, cadence.REMIND))[:2] == ("done", REMIND_AT + HOUR)
    silently(world, LAST_CALL_AT - HOUR, LAST_CALL_AT + 3 * HOUR)
    await world.go_to(LAST_CALL_AT + 3 * HOUR)
    state, at, reason = await sent(world, cadence.LAST_CALL)
    assert (state, reason) == ("skipped", away.QUIET)
    assert at == LAST_CALL_AT + 2 * HOUR  # an hour before the close it is of no use any more
    assert len(cards(world, "anna")) == 2


async def test_without_the_scope_people_are_asked_as_ever(world: World) -> None:
    await team(world)
    world.home.scopes -= {"dnd:read"}
    silently(world, PROMPT_AT - HOUR, PROMPT_AT + HOUR)
    await world.go_to(PROMPT_AT)
    assert len(cards(world, "anna")) == 1
    assert not [row for row in await occurrences(world, cadence.QUIET) if row.due_at < PROMPT_AT]


async def test_a_crowd_is_asked_about_fifty_at_a_time(world: World) -> None:
    await team(world)
    people = ["U0", *(f"U0{n:03}" for n in range(119)), ANNA]  # more than 50 are refused
    silently(world, PROMPT_AT - HOUR, PROMPT_AT + HOUR)
    await ask_about(world.bot.deps, HOME, people, world.clock.now())
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        (anna,) = (await members(session, [ANNA])).values()
    assert anna.quiet_until == PROMPT_AT + HOUR
