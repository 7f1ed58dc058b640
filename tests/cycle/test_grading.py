"""Grading: who may, two people at once, forms that come twice, and what is wrong in them."""

from datetime import date, time
from decimal import Decimal

from bot.sandbox.faults import Fault
from bot.sandbox.model import View
from handlers.cycle.listeners.grading import FILL
from handlers.cycle.views.card import GRADE
from handlers.cycle.views.form import grade_id, lesson_id
from handlers.schedule.rules import moment
from storage.okr import KeyResult, Objective
from tests.checkin.stage import BEN, CHEN, words
from tests.cycle.stage import asked, kr, objective, posts, row, say_value
from tests.world import World

ASKED = moment(date(2026, 12, 31), time(10), "America/New_York")
POSTED = moment(date(2027, 1, 5), time(15), "Europe/Berlin")


async def result(world: World, name: str) -> View:
    """The form of what is missing in the whole quarter, as leads and admins open it."""
    hands = world.person(name)
    reply = await hands.command("/okr cycle 2026-Q4", world.channel("care"))
    assert reply.message is not None
    await hands.click(reply.message, FILL)
    assert hands.modal is not None
    return hands.modal


async def grade_of(world: World, number: int) -> Decimal | None:
    grade: Decimal | None = (await row(world, KeyResult, number)).grade
    return grade


async def test_two_who_grade_at_once_see_each_other_and_decide(late: World) -> None:
    await late.go_to(ASKED)
    chen, ben = late.person("chen"), late.person("ben")
    await chen.click(asked(late, "chen")[0], GRADE)
    form = chen.modal
    assert form is not None
    filled = await ben.submit(await result(late, "ben"), {grade_id(2): "0.5"})  # he leads
    assert filled.kind == "updated", filled.errors
    wrong = await chen.submit(form, {grade_id(2): "70"})
    assert "between 0.0 and 1.0" in wrong.errors[grade_id(2)] or "0.7" in wrong.errors[grade_id(2)]
    late.sandbox.faults.add(Fault("cut_after", "interactive"))  # then she sends it once more
    assert (await chen.submit(form, {grade_id(2): "0.9"})).kind == "failed"
    again = await chen.submit(form, {grade_id(2): "0.9"})
    assert again.view is not None
    assert "0.5" in str(again.view.payload["blocks"])
    assert await grade_of(late, 2) == Decimal("0.5")
    late.sandbox.faults.add(Fault("cut_after", "interactive"))
    assert (await chen.submit(again.view)).kind == "failed"
    assert await grade_of(late, 2) == Decimal("0.9")
    assert (await chen.submit(again.view)).kind == "closed"  # it came twice, and changed nothing
    await late.settle()
    (card,) = asked(late, "chen")
    assert "*0.9*" in words(card)


async def test_a_personal_objective_is_its_owners_alone(late: World) -> None:
    await objective(late, 2, CHEN, title="Write better", level="personal")
    await kr(late, 3, CHEN, of=2, title="Texts")
    await say_value(late, "chen", 3, "35")
    await late.go_to(ASKED)
    for name in ("ben", "anna"):  # who leads, and an admin
        text = str((await result(late, name)).payload["blocks"])
        assert "KR-2" in text
        assert "KR-3" not in text
    card = words(asked(late, "chen")[0])
    assert "KR-2" in card
    assert "KR-3" in card
    await late.go_to(POSTED)
    (post,) = posts(late)
    assert "Write better" not in words(post)
    assert any("*KR-3* Texts" in words(m) and "0.5" in words(m) for m in late.person("chen").dms())
    shown = await late.person("ben").command("/okr cycle 2026-Q4", late.channel("care"))
    assert "Write better" not in str(shown.blocks)


async def test_what_leads_fill_in_is_of_their_teams_and_not_the_lessons(late: World) -> None:
    await objective(late, 2, "U0ANNA", title="All of us", level="company")
    await kr(late, 3, "U0ANNA", of=2, title="Revenue")
    await late.go_to(ASKED)
    form = await result(late, "ben")
    text = str(form.payload["blocks"])
    assert "KR-3" not in text  # the company's: for its owner and admins
    assert lesson_id(1) not in text
    await late.person("ben").submit(form, {grade_id(1): "1", grade_id(2): "0,3"})
    assert (await grade_of(late, 1), await grade_of(late, 2)) == (Decimal(1), Decimal("0.3"))
    chen = late.person("chen")
    reply = await chen.command("/okr cycle 2026-Q4", late.channel("care"))
    assert FILL not in str(reply.blocks)
    assert "Revenue" in str(reply.blocks)  # everybody sees it
    assert (await row(late, Objective, 1)).owner_id == BEN
