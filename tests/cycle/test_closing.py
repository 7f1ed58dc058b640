"""The end of a quarter: asked once, graded, posted, closed, and carried on."""

from datetime import date, time, timedelta
from decimal import Decimal

from bot.sandbox.model import View
from handlers.cycle.rules import due
from handlers.cycle.views.card import GRADE
from handlers.cycle.views.form import carry_id, grade_id, lesson_id
from handlers.schedule.rules import moment
from storage.okr import Cycle, KeyResult, Objective
from tests.checkin.stage import BEN, CHEN, all_of, occurrences, words
from tests.cycle.stage import DAY, TEN, THREE, asked, posts, row, say_value
from tests.world import World

NEW_YORK = moment(date(2026, 12, 31), time(10), "America/New_York")  # where Ben is


async def opened(world: World, name: str) -> View:
    hands = world.person(name)
    await hands.click(asked(world, name)[0], GRADE)
    assert hands.modal is not None
    return hands.modal


async def test_each_owner_is_asked_at_ten_on_the_last_day_and_reminded_once(late: World) -> None:
    await say_value(late, "ben", 1, "20")
    shanghai = moment(date(2026, 12, 31), time(10), "Asia/Shanghai")
    await late.go_to(shanghai - timedelta(minutes=1))
    assert asked(late, "chen") == []
    await late.go_to(shanghai)
    assert len(asked(late, "chen")) == 1
    await late.go_to(NEW_YORK - timedelta(minutes=1))
    assert asked(late, "ben") == []
    await late.go_to(NEW_YORK)
    (card,) = asked(late, "ben")
    text = words(card)
    assert "2026-Q4 ends" in text
    assert "*KR-1* First response time: from 60 to 10 h · 20 h (80 %) · suggested: *0.8*" in text
    assert "KR-2" not in text  # Chen's
    assert "one lesson" in text
    form = await opened(late, "ben")
    await late.person("ben").submit(form, {grade_id(1): "0.5", lesson_id(1): "Ask sooner"})
    await late.go_to(NEW_YORK + 4 * DAY)  # the Monday
    assert len(asked(late, "ben")) == 1  # nothing of his is missing
    _, reminder = asked(late, "chen")
    assert "提醒：2026-Q4" in words(reminder)
    reasons = {r.member_id: r.reason for r in await occurrences(late, due.REMIND)}
    assert reasons == {BEN: "answered already", CHEN: None}


async def test_the_result_is_posted_five_days_later_and_takes_late_answers(late: World) -> None:
    await say_value(late, "ben", 1, "50")
    await late.go_to(NEW_YORK)
    form = await opened(late, "ben")
    typed = {grade_id(1): "0,7", lesson_id(1): "Ask <!here> sooner"}
    assert (await late.person("ben").submit(form, typed)).kind == "updated"
    await late.settle()
    assert "all answered" in words(asked(late, "ben")[0])
    await say_value(late, "ben", 1, "20")  # until the result is posted
    await late.go_to(THREE - timedelta(minutes=1))
    assert posts(late) == []
    await late.go_to(THREE)
    (post,) = posts(late)
    text = words(post)
    assert "*O-1* Delight people who ask" in text
    assert "*0.7* of 1.0 aimed for: 🟡 partly reached" in text
    assert "First response time: from 60 to 10 h · 20 h (80 %) · *0.7*" in text
    assert "from 20 to 80 h · no answer" in text  # nobody spoke of KR-2: that is no 0.0
    assert "Ask &lt;!here&gt; sooner" in text
    objective = await row(late, Objective, 1)
    assert (objective.stage, objective.lesson) == ("closed", "Ask <!here> sooner")
    assert objective.closed_at is not None
    (cycle,) = await all_of(late, Cycle)
    assert cycle.closed_at is not None
    refused = await late.person("ben").command("/okr update KR-1 10", late.channel("care"))
    assert "its cycle is over" in str(refused.text)
    await late.person("chen").submit(
        await opened(late, "chen"), {grade_id(2): "0.4", carry_id(2): ["yes"]}
    )
    await late.go_to(THREE + 7 * DAY)
    (post,) = posts(late)
    assert "no value · *0.4*" in words(post)
    (heir,) = [k for k in await all_of(late, KeyResult) if k.carried_from == 2]
    assert f"KR-2 as KR-{heir.number} in 2027-Q1" in words(post)


async def test_what_goes_on_starts_where_it_stands(late: World) -> None:
    await say_value(late, "ben", 1, "20")
    await say_value(late, "chen", 2, "90")
    await late.go_to(NEW_YORK)
    await late.person("ben").submit(await opened(late, "ben"), {carry_id(1): ["yes"]})
    await late.person("chen").submit(await opened(late, "chen"), {carry_id(2): ["yes"]})
    await late.go_to(THREE)
    on = [o for o in await all_of(late, Objective) if o.carried_from == 1]
    assert [(o.stage, o.cycle_id, o.owner_id, o.title) for o in on] == [
        ("active", "2027-Q1", BEN, "Delight people who ask"),
        ("draft", "2027-Q1", BEN, "Delight people who ask"),
    ]
    krs = {k.carried_from: k for k in await all_of(late, KeyResult) if k.carried_from}
    assert (krs[1].start, krs[1].target, krs[1].owner_id) == (20, 10, BEN)
    assert (krs[2].start, krs[2].target, krs[2].owner_id) == (20, 80, CHEN)  # met: a new target
    assert (krs[1].objective_number, krs[2].objective_number) == (on[0].number, on[1].number)
    text = words(posts(late)[0])
    assert f"KR-1 as KR-{krs[1].number} in 2027-Q1" in text
    assert f"KR-2 as KR-{krs[2].number} in 2027-Q1, a draft: it needs a new target" in text
    shown = await late.person("ben").command(f"/okr show KR-{krs[1].number}", late.channel("care"))
    assert "goes on from KR-1 (2026-Q4: 0.8)" in str(shown.blocks)
    assert Decimal("0.8") == (await row(late, KeyResult, 1)).grade  # suggested, and confirmed


async def test_a_bot_that_was_off_asks_and_posts_when_it_is_back(late: World) -> None:
    back = NEW_YORK + timedelta(days=20, hours=1)
    late.clock.move_to(back)  # nothing ran meanwhile
    await late.settle()
    (card,) = asked(late, "ben")
    assert "later than planned" in words(card)
    assert posts(late) == []  # first they have time to answer
    await late.go_to(back + 2 * DAY)
    assert posts(late) == []
    await late.go_to(back + 5 * DAY)
    assert len(posts(late)) == 1
    assert (await row(late, Objective, 1)).stage == "closed"


async def test_after_a_month_it_does_not_matter_any_more(late: World) -> None:
    await late.settle()
    late.clock.move_to(TEN + 40 * DAY)
    await late.settle()
    await late.go_to(TEN + 50 * DAY)
    assert posts(late) == []
    assert asked(late, "ben") == []
    assert (await row(late, Objective, 1)).stage == "closed"
