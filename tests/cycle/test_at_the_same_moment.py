"""The end of a quarter when things happen at once, and what comes too late for it."""

import asyncio
from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from bot.sandbox.model import View
from handlers.cycle.views.card import GRADE
from handlers.cycle.views.form import FORM, carry_id, grade_id
from handlers.schedule.rules import moment
from storage.okr import KeyResult, Objective
from tests.checkin.stage import BEN, all_of, words
from tests.cycle.stage import DAY, THREE, asked, kr, objective, posts, row, say_value
from tests.cycle.test_grading import result
from tests.world import World

ASKED = moment(date(2026, 12, 31), time(10), "America/New_York")


async def opened(world: World, name: str) -> View:
    form = (await world.person(name).click(asked(world, name)[0], GRADE)).view
    assert form is not None
    return form


async def test_of_two_who_grade_at_the_same_moment_one_is_asked_again(late: World) -> None:
    await late.go_to(ASKED)
    ben, chen = late.person("ben"), late.person("chen")
    hers, his = await opened(late, "chen"), await result(late, "ben")
    both = await asyncio.gather(
        chen.submit(hers, {grade_id(2): "0.9"}), ben.submit(his, {grade_id(2): "0.4"})
    )
    names = [one.view.payload["callback_id"] for one in both if one.view]
    assert names.count(FORM) == 1
    kept = (await row(late, KeyResult, 2)).grade
    assert kept == (Decimal("0.4") if names[0] == FORM else Decimal("0.9"))


async def test_a_grade_that_comes_while_the_result_is_posted_is_in_it_once(late: World) -> None:
    await say_value(late, "chen", 2, "50")
    await late.go_to(ASKED)
    form = await opened(late, "chen")
    await late.go_to(THREE - timedelta(minutes=1))
    late.clock.move_to(THREE)
    filled = {grade_id(2): "0.9", carry_id(2): ["yes"]}
    sent, _ = await asyncio.gather(late.person("chen").submit(form, filled), late.settle())
    assert sent.kind == "updated", sent.errors
    await late.go_to(THREE + DAY)
    (heir,) = [one for one in await all_of(late, KeyResult) if one.carried_from == 2]
    (post,) = posts(late)
    assert "50 h (50 %) · *0.9*" in words(post)
    assert f"KR-2 as KR-{heir.number} in 2027-Q1" in words(post)


@pytest.mark.parametrize(
    ("stage", "to", "label"),
    [("agreed", "active", "Move and begin"), ("proposed", "agreed", "Move and agree")],
)
async def test_what_comes_too_late_for_its_cycle_moves_to_the_one_that_runs(
    late: World, stage: str, to: str, label: str
) -> None:
    await objective(late, 2, BEN, title="Nearly forgotten", stage=stage)
    await kr(late, 3, BEN, of=2)
    ben = late.person("ben")
    shown = (await ben.command("/okr show O-2", late.channel("care"))).message
    assert shown is not None
    await late.go_to(moment(date(2027, 1, 1), time(0, 1), "Europe/Berlin"))
    asked = (await ben.click(shown, f"objective.to_{to}")).view
    assert asked is not None
    assert "2026-Q4, which is over" in str(asked.payload["blocks"])
    assert asked.payload["submit"]["text"] == label
    assert (await row(late, Objective, 2)).stage == stage
    done = await ben.submit(asked)
    assert not done.errors, done.errors
    await late.settle()

    now_so = await row(late, Objective, 2)
    assert (now_so.stage, now_so.cycle_id) == (to, "2027-Q1")
    history = await ben.command("/okr history O-2", late.channel("care"))
    assert "2026-Q4" in str(history.blocks)
    assert "2027-Q1" in str(history.blocks)


async def test_what_its_cycle_closed_is_not_opened_again(late: World) -> None:
    await late.go_to(THREE)
    ben = late.person("ben")
    shown = await ben.command("/okr show O-1", late.channel("care"))
    assert "objective.to_active" not in str(shown.blocks)
    assert shown.message is not None
    assert (await row(late, Objective, 1)).stage == "closed"


async def test_a_form_left_open_does_not_take_back_what_its_owner_has_carried_over(
    late: World,
) -> None:
    """Ben leaves Chen's key result as he found it, without a grade."""
    await late.go_to(ASKED)
    ben, chen = late.person("ben"), late.person("chen")
    his, hers = await result(late, "ben"), await opened(late, "chen")
    sent = await chen.submit(hers, {grade_id(2): "0.4", carry_id(2): ["yes"]})
    assert sent.kind == "updated", sent.errors
    sent = await ben.submit(his, {grade_id(1): "1", grade_id(2): ""})
    assert sent.kind == "updated", sent.errors
    assert (await row(late, KeyResult, 1)).grade == Decimal(1)
    hers_now = await row(late, KeyResult, 2)
    assert (hers_now.grade, hers_now.carries) == (Decimal("0.4"), True)
