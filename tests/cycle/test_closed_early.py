"""Key results that were closed before their cycle ended: what they came to is told at its end."""

from decimal import Decimal

from handlers.cycle.listeners.grading import FILL
from handlers.cycle.views.card import GRADE
from handlers.cycle.views.form import carry_id, grade_id, lesson_id
from storage.okr import KeyResult
from tests.checkin.stage import BEN, all_of, words
from tests.cycle.stage import DAY, THREE, asked, kr, objective, posts, row, say_value
from tests.cycle.test_closing import NEW_YORK
from tests.objective.stage import read, tap, typed
from tests.objective.test_closing import closed
from tests.world import World

REACHED = "*KR-1* First response time: from 60 to 10 h · 10 h (100 %)"
DROPPED = "~*KR-3* Calls: from 60 to 10 h~ · 35 h (50 %) · dropped, so it does not count"


async def closed_early(world: World) -> None:
    """KR-1 at its target, KR-3 half way; KR-2 stays open, half way."""
    await kr(world, 3, BEN, title="Calls")
    for person, number, value in (("ben", 1, "10"), ("ben", 3, "35"), ("chen", 2, "50")):
        await say_value(world, person, number, value)
    await closed(world, "ben", "KR-1", "It is there")
    await closed(world, "ben", "KR-3", "Nobody calls any more")


async def test_what_was_closed_at_its_target_counts_in_the_grade_and_the_rest_is_dropped(
    late: World,
) -> None:
    await closed_early(late)
    await late.go_to(THREE)
    (post,) = posts(late)
    text = words(post)
    assert "*0.8* of 1.0 aimed for: 🟡 partly reached" in text  # of 1.0 and 0.5
    assert f"{REACHED} · *1.0* · closed at its target" in text
    assert DROPPED in text
    paged = await read(late, "ben", "/okr cycle 2026-Q4")
    assert f"{REACHED} · *1.0* · closed at its target" in paged
    assert DROPPED in paged


async def test_while_the_cycle_runs_it_says_the_share_that_lists_say(late: World) -> None:
    await closed_early(late)
    assert "75 % of its own key results" in await read(late, "ben", "/okr cycle")
    told = await read(late, "ben", "/okr cycle 2026-Q4")
    assert "75 % of its own key results" in told
    assert f"{REACHED} · closed at its target" in told
    assert DROPPED in told


async def test_nobody_grades_or_carries_over_what_is_closed(late: World) -> None:
    await closed_early(late)
    await late.go_to(NEW_YORK)
    (card,) = asked(late, "ben")
    assert "one lesson" in words(card)
    assert not any(name in words(card) for name in ("KR-1", "KR-3"))
    form = (await late.person("ben").click(card, GRADE)).view
    assert form is not None
    shown = str(form.payload["blocks"])
    assert not any(f(n) in shown for f in (grade_id, carry_id) for n in (1, 3))
    sent = await late.person("ben").submit(form, {lesson_id(1): "Ask sooner"})
    assert sent.kind == "updated", sent.errors
    await late.settle()
    assert "all answered" in words(asked(late, "ben")[0])


async def test_an_objective_of_which_nothing_is_open_is_in_the_result(late: World) -> None:
    await objective(late, 2, BEN, title="All of it done")
    await kr(late, 4, BEN, of=2, title="Replies")
    await say_value(late, "ben", 4, "10")
    await closed(late, "ben", "KR-4", "It is there")
    assert "All of it done · 100 % of its own key results · 🟢 on track" in await read(
        late, "ben", "/okr cycle"
    )
    await late.go_to(THREE)
    (post,) = posts(late)
    assert "*O-2* All of it done\n*1.0* of 1.0 aimed for: ✅ reached" in words(post)


async def test_a_grade_given_before_it_was_closed_stands(late: World) -> None:
    await say_value(late, "ben", 1, "10")
    await late.go_to(NEW_YORK)
    form = (await late.person("ben").click(asked(late, "ben")[0], GRADE)).view
    assert form is not None
    await late.person("ben").submit(form, {grade_id(1): "0.9"})
    await closed(late, "ben", "KR-1", "It is there")
    await late.go_to(THREE)
    assert f"{REACHED} · *0.9* · closed at its target" in words(posts(late)[0])
    assert (await row(late, KeyResult, 1)).grade == Decimal("0.9")


async def closed_whole(world: World) -> None:
    """Ben, who leads Care, closes O-1 with all that is in it."""
    shown = await typed(world, "ben", "/okr show O-1")
    form = (await tap(world, "ben", shown.message, "objective.to_closed")).view
    assert form is not None
    done = await world.person("ben").submit(form, {"why": "Done, moved to finance"})
    assert not done.errors, done.errors
    await world.settle()


async def test_nobody_grades_or_carries_over_an_objective_that_was_closed_by_hand(
    late: World,
) -> None:
    await objective(late, 2, BEN, title="It stays")
    await kr(late, 3, BEN, of=2, title="Calls")
    await say_value(late, "chen", 2, "50")
    await closed_whole(late)
    await late.go_to(NEW_YORK)
    assert asked(late, "chen") == []  # KR-2 was all of hers
    (card,) = asked(late, "ben")
    assert "KR-3" in words(card)
    assert "O-1" not in words(card)
    reply = await late.person("ben").command("/okr cycle 2026-Q4", late.channel("care"))
    assert reply.message is not None
    form = (await late.person("ben").click(reply.message, FILL)).view
    assert form is not None
    assert "KR-3" in str(form.payload["blocks"])
    assert "KR-2" not in str(form.payload["blocks"])
    await late.go_to(THREE)
    assert "50 h (50 %)" in words(posts(late)[0])


async def test_an_objective_that_is_closed_while_its_card_is_open_does_not_go_on(
    late: World,
) -> None:
    await late.go_to(NEW_YORK)
    form = (await late.person("chen").click(asked(late, "chen")[0], GRADE)).view
    assert form is not None
    await closed_whole(late)
    assert asked(late, "ben") == asked(late, "chen") == []  # no card has the way to a form
    assert any("Nothing of yours is left to be" in words(m) for m in late.person("ben").dms())
    sent = await late.person("chen").submit(form, {grade_id(2): "0.4", carry_id(2): ["yes"]})
    assert sent.view is not None
    assert "KR-2" in str(sent.view.payload["blocks"])  # was not recorded
    await late.go_to(THREE + DAY)
    assert (await row(late, KeyResult, 2)).grade is None
    assert [one for one in await all_of(late, KeyResult) if one.carried_from] == []
