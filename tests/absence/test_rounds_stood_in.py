"""Which rounds reach a stand-in, and what stays of what they have answered there."""

from datetime import time, timedelta

import pytest

from handlers.checkin import views
from handlers.schedule.rules import moment
from tests.absence.test_leaving import typed
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CLOSE_AT,
    DAY,
    add_kr,
    add_team,
    cards,
    record,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import World

ASKED_AT = moment(DAY, time(17), BERLIN)  # in New York, too


async def start(world: World) -> None:
    """Anna and Ben are asked, each for a key result of their own."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, BEN, value=30)
    await world.go_to(ASKED_AT)


@pytest.mark.parametrize("line", ["", "checkin skip at a customer"])
@on_one_database
async def test_a_stand_in_is_not_asked_about_a_round_that_has_closed(
    world: World, line: str
) -> None:
    await start(world)
    await record(world, BEN, 2, 25)
    if line:
        await typed(world, "anna", line)
    await world.go_to(CLOSE_AT + timedelta(minutes=30))
    (before,) = [words(card) for card in cards(world, "ben")]
    assert "Check-in done" in before
    await typed(world, "anna", "away until Monday @ben")
    await world.settle()
    after, told = (words(message) for message in cards(world, "ben"))
    assert "Check-in done" in after
    assert "KR-1" not in after
    assert f"You stand in for <@{ANNA}>" in told
    reply = await world.person("ben").command("/okr checkin", world.channel("care"))
    assert "KR-1" not in str(reply.view.payload if reply.view else reply.text)


@on_one_database
async def test_a_stand_in_is_not_asked_about_a_round_that_its_owner_skips(world: World) -> None:
    await start(world)
    await typed(world, "anna", "checkin skip at a customer")
    await typed(world, "anna", "away until Monday @ben")
    await world.go_to(CLOSE_AT - timedelta(minutes=5))
    asked = [words(card) for card in cards(world, "ben") if "Answers are taken" in words(card)]
    assert asked
    assert not [card for card in asked if "KR-1" in card]


@pytest.mark.parametrize(("who", "line"), [("ben", "away until Friday"), ("anna", "away back")])
@on_one_database
async def test_what_a_stand_in_has_answered_stays_on_their_card(
    world: World, who: str, line: str
) -> None:
    """Ben owns nothing: he is asked for Anna's alone."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await typed(world, "anna", "away until Monday @ben")
    await world.go_to(ASKED_AT)
    _, card = cards(world, "ben")
    await world.person("ben").click(card, views.NO_CHANGE)
    await world.settle()
    await typed(world, who, line)
    await world.settle()
    shown = words(next(m for m in cards(world, "ben") if m.ts == card.ts))
    assert "✅ Check-in done for Care. Thank you!" in shown
    assert f"✓ *KR-1* Answer within hours: 45 h · for <@{ANNA}>" in shown
    assert "Your answer counts. You are not asked for it any more." in shown
    assert "Nothing is left" not in shown
    assert "Edit" not in shown


@on_one_database
async def test_what_was_answered_for_another_stays_beside_what_is_asked_of_oneself(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, BEN, value=30)
    await typed(world, "anna", "away until Monday @ben")
    await world.go_to(ASKED_AT)
    await record(world, BEN, 1, 40)
    await typed(world, "anna", "away back")
    await world.settle()
    card = next(words(m) for m in cards(world, "ben") if "Time for your check-in" in words(m))
    assert "how is your key result doing?" in card
    assert "✓ *KR-1*" in card
