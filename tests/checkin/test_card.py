"""The card: where each key result stands, and one tap for it."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import pytest

from bot.sandbox.model import Message
from handlers.checkin import views
from handlers.checkin.flows.filling import keeping_warning
from handlers.okr.rules import Entry, Past, Status
from handlers.okr.views import note_id, value_id
from storage.blocker import Blocker
from storage.checkin import Answer
from storage.okr import Update
from tests.checkin.stage import (
    ANNA,
    BEN,
    EVE,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    filled,
    record,
    words,
)
from tests.checkin.test_answering import prompted, values
from tests.trust.deep import on_one_database
from tests.world import World


def card_of(world: World, name: str = "anna") -> Message:
    return cards(world, name)[-1]


async def last(world: World, number: int) -> Update:
    made: list[Update] = [u for u in await all_of(world, Update) if u.kr_number == number]
    return max(made, key=lambda update: update.made_at)


def buttons(card: Message) -> list[str]:
    """What can be pressed, in the order of the card."""
    return [e["action_id"] for b in card.blocks for e in b.get("elements", ()) if "action_id" in e]


async def test_three_unchanged_key_results_take_one_tap(world: World) -> None:
    await add_team(world, (ANNA,))
    for number in (1, 2, 3):
        await add_kr(world, number, ANNA, value=45)
    await world.go_to(PROMPT_AT)
    taps = 0
    while views.ALL_UNCHANGED in buttons(card_of(world)):
        await world.person("anna").click(card_of(world), views.ALL_UNCHANGED)
        taps += 1
    assert taps < 4
    assert "Check-in done" in words(card_of(world))
    assert [await values(world, n) for n in (1, 2, 3)] == [[45, 45]] * 3


async def test_one_by_one_they_take_a_tap_each(world: World) -> None:
    """And what was tapped is not tapped again by the tap for all."""
    await prompted(world)
    anna, old = world.person("anna"), [dict(block) for block in card_of(world).blocks]
    await anna.click(card_of(world), views.NO_CHANGE, block_id="checkin.kr.1")
    card_of(world).blocks = old  # the next tap was on its way already
    await anna.click(card_of(world), views.ALL_UNCHANGED)
    card_of(world).blocks = old
    await anna.click(card_of(world), views.ALL_UNCHANGED)
    assert [await values(world, n) for n in (1, 2)] == [[45, 45], [30, 30]]
    assert "Check-in done" in words(card_of(world))


async def bens(world: World) -> Message:
    """Ben's card, with two key results of which Anna has moved the first since it was drawn."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN, value=45)
    await add_kr(world, 2, BEN, value=30)
    await world.go_to(PROMPT_AT + timedelta(hours=6))
    card = card_of(world, "ben")
    old = [dict(block) for block in card.blocks]
    await record(world, ANNA, 1, 50)
    await world.settle()
    card.blocks = old
    return card


async def test_what_moved_meanwhile_is_left_by_the_tap_for_all(world: World) -> None:
    await world.person("ben").click(await bens(world), views.ALL_UNCHANGED)
    assert [await values(world, n) for n in (1, 2)] == [[45, 50], [30, 30]]
    assert "Check-in done" in words(card_of(world, "ben"))


async def test_a_status_is_one_tap_and_the_wrong_one_is_put_right_by_the_right_one(
    world: World,
) -> None:
    """No reason is asked for; what is tapped twice counts once; and a value has its own form."""
    await prompted(world)
    anna, old = world.person("anna"), [dict(block) for block in card_of(world).blocks]
    card = card_of(world)
    twice = (anna.click(card, views.ON_TRACK, block_id="checkin.kr.1") for _ in range(2))
    await asyncio.gather(*twice)
    assert "on track" in words(card)
    for button in (views.AT_RISK, views.NO_CHANGE):
        card.blocks = old  # it is not drawn anew yet
        await anna.click(card, button, block_id="checkin.kr.1")
    update = await last(world, 1)
    assert (update.status, update.reason) == ("at_risk", "")
    assert await values(world, 1) == [45, 45, 45]
    assert len(await all_of(world, Answer)) == 1
    await anna.click(card, views.VALUE, block_id="checkin.kr.2")
    assert "KR-1" not in str(anna.modal and anna.modal.payload["blocks"])
    assert (await filled(world, "anna", {value_id(2): "20"})).kind == "closed"
    assert await values(world, 2) == [30, 20]


@pytest.mark.parametrize(
    ("before", "said", "meant"),
    [
        (Status.AT_RISK, None, (Status.AT_RISK, "late")),
        (Status.OFF_TRACK, None, (Status.OFF_TRACK, "late")),
        (Status.ON_TRACK, None, (None, "")),  # a good word holds for once
        (None, None, (None, "")),
        (Status.OFF_TRACK, Status.ON_TRACK, (Status.ON_TRACK, "")),  # taken back
    ],
)
def test_a_warning_stays_until_somebody_takes_it_back(
    before: Status | None, said: Status | None, meant: tuple[Status | None, str]
) -> None:
    day = date(2026, 11, 18)
    at = datetime(2026, 11, 18, tzinfo=UTC)
    last_one = Past("a", Decimal(45), 8, before, "", ANNA, day, at, reason="late")
    now = keeping_warning(Entry(1, Decimal(45), 8, "", said), last_one)
    assert (now.status, now.reason) == meant


async def test_off_track_asks_for_one_sentence_and_offers_help(world: World) -> None:
    await prompted(world)
    anna = world.person("anna")
    await anna.click(card_of(world), views.OFF_TRACK, block_id="checkin.kr.1")
    form = anna.modal
    assert form is not None
    assert (await anna.submit(form, {note_id(1): "  "})).kind == "refused"
    await anna.close(form)
    await anna.click(card_of(world), views.OFF_TRACK, block_id="checkin.kr.1")
    assert anna.modal is not None
    why = {note_id(1): "The supplier is late", "help.kr.1": ["help"]}
    assert (await anna.submit(anna.modal, why)).kind == "closed"
    await world.settle()
    update = await last(world, 1)
    said = (update.value, update.status, update.note, update.reason)
    assert said == (Decimal(45), "off_track", "The supplier is late", "The supplier is late")
    (blocker,) = await all_of(world, Blocker)
    assert (blocker.kr_number, blocker.text) == (1, "The supplier is late")
    assert "off track – The supplier is late" in words(card_of(world))


async def test_off_track_is_not_said_of_a_value_that_nobody_saw(world: World) -> None:
    """Ben sees what Anna wrote, and decides with his sentence still there."""
    card, ben = await bens(world), world.person("ben")
    await ben.click(card, views.OFF_TRACK, block_id="checkin.kr.1")
    form = ben.modal
    assert form is not None
    await record(world, ANNA, 1, 55)
    outcome = await ben.submit(form, {note_id(1): "Late"})
    assert outcome.view is not None
    shown = str(outcome.view.payload["blocks"])
    assert "has just recorded 55" in shown
    assert "'initial_value': 'Late'" in shown
    assert (await ben.submit(outcome.view)).kind == "closed"
    update = await last(world, 1)
    assert (update.value, update.status, update.note) == (Decimal(55), "off_track", "Late")


@on_one_database
async def test_what_ends_at_midnight_ends_on_the_day_that_is_over(world: World) -> None:
    """Friday noon in Berlin is the first moment of Saturday in Auckland."""
    await add_team(world, (ANNA, EVE))
    await add_kr(world, 1, EVE, value=45)
    await world.go_to(PROMPT_AT)
    assert "Answers are taken until Fri, 20 Nov, 11:59\u202fPM." in words(card_of(world, "eve"))


@on_one_database
async def test_cards_of_several_teams_end_each_with_the_name_of_its_own(world: World) -> None:
    """They are asked at different times, and so by a card each."""
    for number, (team, hour) in enumerate((("care", 10), ("product", 11)), start=1):
        await add_team(world, (ANNA,), id_=team, channel=team, at=time(hour))
        await add_kr(world, number, ANNA, team=team, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=2))
    for number in (1, 2):
        await record(world, ANNA, number, 40)
    await world.settle()
    assert [card.text for card in cards(world, "anna")] == [
        "✅ Check-in done for Care. Thank you!",
        "✅ Check-in done for Product. Thank you!",
    ]
