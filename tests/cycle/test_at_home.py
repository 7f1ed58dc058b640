"""Home says what waits for somebody at the end of a cycle, and only then asks for it."""

from datetime import timedelta

from bot.sandbox.model import View
from handlers.cycle.views.card import GRADE
from handlers.cycle.views.form import grade_id, lesson_id
from tests.cycle.stage import THREE, kr, objective, say_value
from tests.cycle.test_closing import NEW_YORK
from tests.home.stage import home_of, words
from tests.objective.test_closing import closed
from tests.test_statements import counted
from tests.world import World

WAITS = "🏁 2026-Q4 ends: 1 key result waits for your grade"
LEARNED = "🏁 2026-Q4 ends: 1 objective waits for what you have learned"


async def at_home(world: World, name: str) -> str:
    return words(await world.person(name).open_home())


async def opened(world: World, name: str) -> View:
    """The form, by the button on somebody's Home."""
    home = home_of(world, world.person(name))
    assert home is not None
    form = (await world.person(name).click(home, GRADE)).view
    assert form is not None
    return form


async def test_from_the_last_day_on_home_opens_the_form_until_all_is_answered(late: World) -> None:
    await late.go_to(NEW_YORK - timedelta(days=1))
    assert "🏁" not in await at_home(late, "ben")
    await late.go_to(NEW_YORK)
    said = await at_home(late, "ben")
    assert WAITS in said
    assert "Nothing waits for you" not in said
    ben = late.person("ben")
    form = await opened(late, "ben")
    assert (await ben.submit(form, {grade_id(1): "0.5"})).kind == "updated"
    await late.settle()
    assert LEARNED in words(home_of(late, ben))
    form = await opened(late, "ben")
    assert (await ben.submit(form, {lesson_id(1): "Ask sooner"})).kind == "updated"
    await late.settle()
    assert "🏁" not in words(home_of(late, ben))  # it was shown anew by itself


async def test_after_the_last_day_it_waits_until_the_result_is_posted(late: World) -> None:
    await late.go_to(THREE - timedelta(minutes=1))
    assert "🏁 2026-Q4 结束了" in await at_home(late, "chen")
    said = await at_home(late, "ben")
    assert WAITS in said
    assert "First response time" not in said  # what is over has no place in the week
    await late.go_to(THREE)
    assert "🏁" not in await at_home(late, "ben")


async def test_what_was_closed_waits_for_no_grade(late: World) -> None:
    await kr(late, 3, "U0ANNA", title="Calls")
    await say_value(late, "anna", 3, "10")
    await closed(late, "anna", "KR-3", "It is there")
    await late.go_to(NEW_YORK)
    assert "🏁" not in await at_home(late, "anna")


async def test_several_are_counted_in_one_line(late: World) -> None:
    await objective(late, 2, "U0BEN", title="More")
    await kr(late, 3, "U0BEN", of=2, title="Calls")
    await late.go_to(NEW_YORK)
    said = await at_home(late, "ben")
    assert "🏁 2026-Q4 ends: 2 key results wait for your grade" in said
    assert said.count("🏁") == 1


async def test_before_the_end_home_asks_nothing_more_and_at_it_all_in_one_round_trip(
    late: World,
) -> None:
    await at_home(late, "ben")
    with counted(late) as before:
        await at_home(late, "ben")
    assert not any("key_result.grade" in one for one in before)
    await late.go_to(NEW_YORK)
    await at_home(late, "ben")  # now it is known that something ends
    with counted(late) as then:
        await at_home(late, "ben")
    assert sum("key_result.grade" in one for one in then) == 1
    assert len(then) == len(before) + 1
