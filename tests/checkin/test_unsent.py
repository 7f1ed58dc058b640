"""What was told to us and not sent: kept, shown again, and forgotten once it is sent."""

from datetime import timedelta
from typing import Any

from sqlalchemy import update

from bot.sandbox.model import View
from handlers.checkin import views
from handlers.okr.views import note_id, value_id
from handlers.question.views import field_id
from storage.blocker import Blocker
from storage.checkin import Checkin
from storage.checkin_draft import Draft
from storage.question import Question, Reply
from tests.checkin.stage import (
    ANNA,
    BEN,
    CLOSE_AT,
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
from tests.world import HOME, World


async def opened(world: World, line: str = "/okr checkin") -> View:
    """Anna types it, and has the form before her."""
    anna = world.person("anna")
    await anna.command(line, world.channel("care"))
    assert anna.modal is not None
    return anna.modal


def shown(view: View | None) -> str:
    return "" if view is None else str(view.payload["blocks"])


async def asked(world: World) -> dict[str, str]:
    """Anna has one key result, and her team our three questions: their ids."""
    await add_team(world, (ANNA,), asks=True)
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT)
    return {q.preset: q.id for q in await all_of(world, Question)}


async def test_a_form_that_was_closed_opens_where_it_was_left(world: World) -> None:
    await prompted(world)
    anna = world.person("anna")
    form = await opened(world)
    await anna.close(form)  # nothing was typed
    assert await all_of(world, Draft) == []
    form = await opened(world)
    await anna.submit(form, {note_id(1): "macros"})
    anna.type(form, {value_id(2): "20", note_id(2): "half a sentence"})
    await anna.close(form, all=True)
    form = await opened(world)
    assert "Step 2 of 2 · Here is what you had typed." in shown(form)
    assert "half a sentence" in shown(form)
    assert (await anna.submit(form)).kind == "closed"
    assert [await values(world, n) for n in (1, 2)] == [[45, 45], [30, 20]]
    assert await all_of(world, Draft) == []
    anna.type(await opened(world), {value_id(1): "12"})  # an edit that is not sent
    assert anna.modal is not None
    await anna.close(anna.modal)
    await record(world, ANNA, 1, 40)  # and then said otherwise
    assert "'initial_value': '40'" in shown(await opened(world))


async def test_a_choice_tells_us_all_that_was_typed_before_the_network_is_gone(
    world: World,
) -> None:
    await prompted(world)
    anna = world.person("anna")
    form = await opened(world)
    anna.type(form, {note_id(1): "macros"})
    await anna.click(form, views.TOUCHED, value="at_risk")
    world.home.modals.clear()  # their phone is out of power
    form = await opened(world)
    assert "macros" in shown(form)
    assert "at risk" in str(form.payload["blocks"][2]["element"]["initial_option"])


async def test_what_was_sent_and_failed_is_back(world: World) -> None:
    """The page is kept before anything is recorded."""
    ids = await asked(world)
    await opened(world)
    long = "n" * 10_000
    form = world.person("anna").modal
    assert form is not None
    form.state[field_id(ids["moved"])] = {"question.text": {"value": long}}
    bad = await sent_raw(world, form)
    assert "10,000 characters" in bad["errors"][field_id(ids["moved"])]
    world.home.modals.clear()
    assert "n" * 2999 in shown(await opened(world))


async def sent_raw(world: World, view: View) -> dict[str, Any]:
    """A form as no client of Slack's sends it."""
    hands = world.person("anna")
    body = hands._interaction("view_submission") | {"view": hands._shown(view)}
    body["view"]["state"]["values"] |= view.state
    answer = await world.sandbox.delivery.ask("interactive", body)
    return dict(answer.body)


async def test_the_next_round_shows_what_was_replied_and_not_what_was_left_in_this_one(
    world: World,
) -> None:
    ids = await asked(world)
    await opened(world)
    told = {field_id(ids["moved"]): "Faster replies", f"help.{ids['blocked']}": ["help"]}
    outcome = await filled(world, "anna", told)
    assert "what is in the way" in outcome.errors[field_id(ids["blocked"])]
    told[field_id(ids["blocked"])] = "No access"
    assert (await filled(world, "anna", told)).kind == "closed"
    (blocker,) = await all_of(world, Blocker)
    assert (blocker.question_id, blocker.text) == (ids["blocked"], "No access")
    form, anna = await opened(world), world.person("anna")
    anna.type(form, {note_id(1): "never sent", field_id(ids["next"]): "nor this"})
    await anna.close(form)
    assert "never sent" in str([d.content for d in await all_of(world, Draft)])
    await world.go_to(PROMPT_AT + timedelta(days=7))
    form = await opened(world)
    assert "Last time: Faster replies" in shown(form)
    assert not [old for old in ("never sent", "nor this", "had typed") if old in shown(form)]


async def test_a_question_that_was_retired_while_it_was_answered_keeps_its_reply(
    world: World,
) -> None:
    ids = await asked(world)
    await opened(world)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await session.execute(update(Question).values(retired_at=world.clock.now()))
    await world.go_to(CLOSE_AT + timedelta(minutes=5))  # and the round is over as well
    assert (await filled(world, "anna", {field_id(ids["next"]): "More"})).kind == "closed"
    (reply,) = await all_of(world, Reply)
    assert (reply.text, reply.is_late) == ("More", True)


async def test_what_was_answered_is_edited_until_the_round_closes(world: World) -> None:
    ids = await asked(world)
    await opened(world)
    told = {value_id(1): "40", note_id(1): "macros", field_id(ids["moved"]): "Much"}
    await filled(world, "anna", told)
    await world.settle()
    card, anna = cards(world, "anna")[0], world.person("anna")
    assert "You can edit it here until Fri" in words(card)
    await anna.click(card, views.EDIT)
    assert "'initial_value': 'macros'" in shown(anna.modal)
    assert "'initial_value': 'Much'" in shown(anna.modal)
    assert (await filled(world, "anna", {field_id(ids["moved"]): "Less"})).kind == "closed"
    assert await values(world, 1) == [45, 40]  # left as it was: nothing to record
    assert [r.text for r in await all_of(world, Reply)] == ["Less"]
    await opened(world)  # by the command, too
    await filled(world, "anna", {value_id(1): "38"})
    await world.settle()
    assert await values(world, 1) == [45, 40, 38]
    assert "38 h" in words(card)
    await world.go_to(CLOSE_AT + timedelta(minutes=5))
    assert "after that, `/okr update` records another value" in words(card)  # still true
    await anna.click(card, views.EDIT)
    assert "The round is closed: `/okr update`" in words(card)
    assert views.EDIT not in str(card.blocks)


async def test_the_edit_button_of_an_earlier_week_goes_and_the_card_says_why(world: World) -> None:
    await asked(world)
    await opened(world)
    await filled(world, "anna", {value_id(1): "40"})
    await world.go_to(PROMPT_AT + timedelta(days=7, hours=1))
    anna, card = world.person("anna"), cards(world, "anna")[0]
    await anna.click(card, views.EDIT)
    assert anna.modal is None
    assert views.EDIT not in str(card.blocks)
    assert "✓ *KR-1*" in words(card)  # what was said stays
    assert "You can edit it here until" not in words(card)
    assert "`/okr withdraw`" in words(card)


async def test_a_skipped_round_is_left_in_peace_and_answered_after_all(world: World) -> None:
    await prompted(world)
    anna = world.person("anna")
    await anna.click(cards(world, "anna")[0], views.SKIP)
    assert anna.modal is not None
    assert (await anna.submit(anna.modal, {views.WHY: "At a <fair>"})).kind == "closed"
    await world.go_to(PROMPT_AT + timedelta(days=1, hours=3))
    (card,) = cards(world, "anna")  # no reminder
    assert "Skipped: At a &lt;fair&gt;. I will not remind you of it." in words(card)
    await anna.click(card, views.OPEN)
    await filled(world, "anna", {})
    await world.settle()
    assert "Check-in done" in words(card)
    assert [c.skip_reason for c in await all_of(world, Checkin)] == [None]


@on_one_database
async def test_a_skip_by_command_is_not_missed_in_the_summary(world: World) -> None:
    await prompted(world)
    await add_kr(world, 3, BEN, value=45)
    anna = world.person("anna")
    reply = await anna.command("/okr checkin skip at a fair", world.channel("care"))
    assert "Skipped" in reply.text
    again = await anna.command("/okr checkin skip", world.channel("care"))
    assert "nothing to skip" in again.text
    await world.go_to(CLOSE_AT + timedelta(minutes=5))
    assert "1 sat it out" in words(world.posted("care")[0])


@on_one_database
async def test_whose_rounds_are_skipped_is_said_before_and_after(world: World) -> None:
    await add_team(world, (ANNA,), id_="product", channel="product")
    await add_kr(world, 9, ANNA, team="product", value=45)
    await prompted(world)
    anna = world.person("anna")
    await anna.click(cards(world, "anna")[0], views.SKIP)
    assert "Care, Product: you are not asked again in these rounds" in shown(anna.modal)
    reply = await anna.command("/okr checkin skip", world.channel("care"))
    assert "Skipped for Care, Product: I will not ask you again in these rounds" in reply.text
