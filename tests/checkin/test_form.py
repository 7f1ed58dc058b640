"""The form: a page for each key result, then the questions; sent at once, or not at all."""

from datetime import timedelta

from bot.sandbox.faults import Fault
from handlers.checkin import views
from handlers.okr.views import confidence_id, note_id, value_id
from storage.checkin import Answer, Checkin
from storage.checkin_draft import Draft
from tests.checkin.stage import (
    ANNA,
    BEN,
    PROMPT_AT,
    REMIND_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    filled,
    record,
    words,
)
from tests.checkin.test_answering import close_kr, opened, prompted, values
from tests.world import World


async def test_each_key_result_has_a_page_and_all_is_recorded_at_once(world: World) -> None:
    await prompted(world)
    form = await opened(world)
    assert "Step 1 of 2" in str(form.payload["blocks"])
    anna, typed = world.person("anna"), {value_id(1): "40", confidence_id(1): "8"}
    turned = await anna.submit(form, typed | {note_id(1): "macros <!here>"})
    assert turned.view is not None
    assert "Step 2 of 2" in str(turned.view.payload["blocks"])
    assert await values(world, 1) == [45]
    assert (await anna.submit(turned.view)).kind == "closed"
    await world.settle()
    assert await values(world, 1) == [45, 40]
    assert await values(world, 2) == [30, 30]  # left as it was: nothing has changed
    (card,) = cards(world, "anna")
    assert "Check-in done" in words(card)
    assert "macros &lt;!here&gt;" in words(card)
    assert [c.member_id for c in await all_of(world, Checkin)] == [ANNA]
    assert await all_of(world, Draft) == []


async def test_a_page_back_is_as_it_was_left(world: World) -> None:
    await prompted(world)
    form = await opened(world)
    anna = world.person("anna")
    await anna.submit(form, {value_id(1): "40", note_id(1): "macros"})
    anna.type(form, {value_id(2): "not yet a number"})
    await anna.click(form, views.BACK)
    assert "Step 1 of 2" in str(form.payload["blocks"])
    assert "'initial_value': 'macros'" in str(form.payload["blocks"])
    await anna.submit(form)
    assert "not yet a number" in str(form.payload["blocks"])


async def test_an_emptied_value_waits_for_another_time(world: World) -> None:
    await prompted(world)
    await opened(world)
    await filled(world, "anna", {value_id(2): ""})
    await world.settle()
    (card,) = cards(world, "anna")
    assert "your key result" in words(card)
    assert [a.kr_number for a in await all_of(world, Answer)] == [1]


async def test_a_form_without_any_value_says_so(world: World) -> None:
    await prompted(world)
    await opened(world)
    outcome = await filled(world, "anna", {value_id(1): "", value_id(2): ""})
    assert "at least one value" in outcome.errors[value_id(2)]


async def test_a_form_in_which_nothing_is_filled_in_says_so(world: World) -> None:
    await add_team(world, (ANNA, BEN), asks=True)
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, ANNA, value=30)
    await world.go_to(PROMPT_AT)
    await opened(world)
    outcome = await filled(world, "anna", {value_id(1): "", value_id(2): ""})
    assert "at least one value" in str(outcome.errors)  # by the first question
    await world.go_to(REMIND_AT + timedelta(hours=7))
    ben = world.person("ben")  # has no key result: he is only asked
    await ben.click(cards(world, "ben")[0], views.OPEN)
    outcome = await filled(world, "ben", {})
    assert "at least one field" in str(outcome.errors)
    assert await all_of(world, Checkin) == []


async def test_a_value_that_is_emptied_in_an_edit_is_not_taken_back_in_silence(
    world: World,
) -> None:
    await prompted(world)
    await opened(world)
    await filled(world, "anna", {value_id(2): "25"})
    await world.settle()
    await world.person("anna").click(cards(world, "anna")[0], views.EDIT)
    outcome = await filled(world, "anna", {value_id(1): ""})
    assert "/okr withdraw" in outcome.errors[value_id(1)]


async def test_a_wrong_field_is_told_on_its_page_and_nothing_is_recorded(world: World) -> None:
    await prompted(world)
    await opened(world)
    outcome = await filled(world, "anna", {value_id(1): "many"})
    assert set(outcome.errors) == {value_id(1)}
    outcome = await filled(world, "anna", {value_id(1): "40", value_id(2): "1.234"})
    assert set(outcome.errors) == {value_id(2)}
    assert await all_of(world, Answer) == []


async def test_who_was_overtaken_sees_both_values_and_decides(world: World) -> None:
    await prompted(world)
    form = await opened(world)
    anna = world.person("anna")
    await anna.submit(form, {value_id(1): "40"})
    await record(world, "U0ANNA", 1, 38)
    world.sandbox.faults.add(Fault("cut_after", "interactive"))  # then they send it once more
    assert (await anna.submit(form)).kind == "failed"
    outcome = await anna.submit(form)
    assert outcome.kind == "updated"
    assert outcome.view is not None
    shown = str(outcome.view.payload["blocks"])
    assert "recorded 38 h while you were writing" in shown
    assert "'initial_value': '40'" in shown
    assert await values(world, 1) == [45, 38]
    assert (await anna.submit(outcome.view)).kind == "closed"
    assert await values(world, 1) == [45, 38, 40]
    assert await values(world, 2) == [30, 30]


async def test_a_key_result_closed_meanwhile_is_told_and_the_rest_is_sent(world: World) -> None:
    await prompted(world)
    form = await opened(world)
    anna = world.person("anna")
    await anna.submit(form, {value_id(1): "40", note_id(1): "macros"})
    await close_kr(world, 1)
    outcome = await anna.submit(form)
    assert outcome.view is not None
    told = str(outcome.view.payload["blocks"])
    assert "nothing was recorded: KR-1" in told
    assert "macros" in told  # to be copied
    assert await values(world, 1) == [45]
    assert await values(world, 2) == [30, 30]
