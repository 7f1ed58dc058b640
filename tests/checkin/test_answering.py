"""Answering: the card's buttons, the form, the command; early, late, twice and by others."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from bot.sandbox.model import View
from handlers.checkin import flows, views
from handlers.okr.views import value_id
from storage.checkin import Answer
from storage.okr import KeyResult, Update
from storage.outbox import Outgoing
from tests.checkin.stage import (
    ANNA,
    BEN,
    CLOSE_AT,
    DAY,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    filled,
    record,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import HOME, World


async def prompted(world: World) -> None:
    """Anna has a card with two key results."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, ANNA, value=30)
    await world.go_to(PROMPT_AT)


async def opened(world: World) -> View:
    anna = world.person("anna")
    await anna.click(cards(world, "anna")[0], views.OPEN)
    assert anna.modal is not None
    return anna.modal


async def values(world: World, number: int) -> list[Decimal]:
    made = [u for u in await all_of(world, Update) if u.kr_number == number]
    return [u.value for u in sorted(made, key=lambda u: u.made_at)]


async def test_no_change_answers_one_and_the_card_shows_it(world: World) -> None:
    await prompted(world)
    (card,) = cards(world, "anna")
    await world.person("anna").click(card, views.NO_CHANGE, block_id="checkin.kr.1")
    (card,) = cards(world, "anna")
    assert "✓ *KR-1*" in words(card)
    assert "✓ *KR-2*" not in words(card)
    assert await values(world, 1) == [45, 45]


async def test_a_double_click_answers_once(world: World) -> None:
    await prompted(world)
    anna, (card,) = world.person("anna"), cards(world, "anna")
    old = [dict(block) for block in card.blocks]
    await anna.click(card, views.NO_CHANGE)
    card.blocks = old  # the second click was on its way already
    await anna.click(card, views.NO_CHANGE)
    assert await values(world, 1) == [45, 45]
    assert len(await all_of(world, Answer)) == 1


async def close_kr(world: World, number: int) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        row = await session.scalar(select(KeyResult).where(KeyResult.number == number))
        assert row is not None
        row.closed_at = world.clock.now()


async def test_a_button_of_a_closed_key_result_is_answered(world: World) -> None:
    await prompted(world)
    await close_kr(world, 1)
    reply = await world.person("anna").click(cards(world, "anna")[0], views.NO_CHANGE)
    assert reply.ok
    assert "KR-1 takes no value any more" in reply.text


async def test_a_late_answer_changes_each_of_its_messages_once(world: World) -> None:
    await prompted(world)
    await world.go_to(CLOSE_AT + timedelta(minutes=30))
    before = {row.key for row in await all_of(world, Outgoing)}
    await opened(world)
    await filled(world, "anna", {value_id(1): "40"})
    await world.settle()
    sent = [row for row in await all_of(world, Outgoing) if row.key not in before]
    names = sorted(row.message.split(":")[1] for row in sent)
    assert names == ["last_call", "prompt", "remind", "summary"]


async def test_a_button_after_the_close_still_counts_as_late(world: World) -> None:
    await prompted(world)
    await world.go_to(CLOSE_AT + timedelta(minutes=5))
    await world.person("anna").click(cards(world, "anna")[0], views.NO_CHANGE)
    assert [a.is_late for a in await all_of(world, Answer)] == [True]
    assert "still counts, as late" in words(cards(world, "anna")[0])
    await world.settle()
    (summary,) = world.posted("care")
    assert "_(late)_" in words(summary)


@on_one_database
async def test_last_weeks_button_answers_this_weeks_round(world: World) -> None:
    await prompted(world)
    await world.go_to(PROMPT_AT + timedelta(days=7))
    card = cards(world, "anna")[0]
    reply = await world.person("anna").click(card, views.NO_CHANGE)
    assert reply.ok
    assert "earlier week" in words(card)
    (answer,) = await all_of(world, Answer)
    assert answer.day == DAY + timedelta(days=7)


async def test_the_button_of_a_finished_card_shows_that_it_is_finished(world: World) -> None:
    await prompted(world)
    (card,) = cards(world, "anna")
    old = [dict(block) for block in card.blocks]
    await record(world, ANNA, 1, 40)
    await record(world, ANNA, 2, 20)
    await world.settle()
    card.blocks = old
    await world.person("anna").click(card, views.OPEN)
    assert world.person("anna").modal is None
    assert "Check-in done" in words(cards(world, "anna")[0])


async def test_who_updates_by_command_sees_it_on_the_card(world: World) -> None:
    await prompted(world)
    await world.person("anna").command("/okr update KR-1 40 macros", world.channel("care"))
    await world.settle()
    (card,) = cards(world, "anna")
    assert "✓ *KR-1*" in words(card)


async def test_checkin_opens_the_form_before_the_prompt(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=40))
    anna = world.person("anna")
    await anna.command("/okr checkin", world.channel("care"))
    assert anna.modal is not None
    await anna.submit(anna.modal, {value_id(1): "44"})
    await world.go_to(PROMPT_AT)
    assert cards(world, "anna") == []


async def test_checkin_says_when_it_will_ask(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    reply = await world.person("anna").command("/okr checkin", world.channel("care"))
    assert "I will ask you on Wed, 18 Nov" in reply.text


@on_one_database
async def test_checkin_says_that_all_is_answered_once_the_round_is_closed(world: World) -> None:
    await prompted(world)
    await record(world, ANNA, 1, 40)
    await record(world, ANNA, 2, 20)
    await world.go_to(CLOSE_AT + timedelta(minutes=5))
    reply = await world.person("anna").command("/okr checkin", world.channel("care"))
    assert "All of yours is answered. I will ask you again on Wed, 25 Nov" in reply.text


async def test_checkin_tells_who_owns_nothing(world: World) -> None:
    reply = await world.person("ben").command("/okr checkin", world.channel("care"))
    assert "You own no key result" in reply.text


async def test_due_for_tells_home_what_is_missing(world: World) -> None:
    await prompted(world)
    await record(world, ANNA, 1, 40)
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        reader = await world.bot.deps.reader(session, ANNA)
        (due,) = await flows.due_for(session, reader, world.clock.now())
    assert (due.team_name, due.day, due.closes_at) == ("Care", DAY, CLOSE_AT)
    assert [kr.number for kr in due.missing] == [2]
