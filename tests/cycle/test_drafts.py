"""A key result whose target is met goes on as a draft: its people hear what it needs next."""

from bot.sandbox.model import Message
from handlers.cycle.views.card import GRADE
from handlers.cycle.views.form import carry_id, grade_id
from handlers.objective.views.words import EDIT
from storage.okr import KeyResult
from tests.checkin.stage import all_of, words
from tests.cycle.stage import DAY, THREE, asked, say_value
from tests.cycle.test_closing import NEW_YORK
from tests.objective.stage import opened, read
from tests.world import World


def told(world: World, name: str) -> list[Message]:
    """What somebody hears of drafts that went on."""
    return [m for m in world.person(name).dms() if EDIT in str(m.blocks)]


async def carried(world: World) -> int:
    """Chen lets KR-2 go on; the number under which it does."""
    form = (await world.person("chen").click(asked(world, "chen")[0], GRADE)).view
    assert form is not None
    sent = await world.person("chen").submit(form, {grade_id(2): "1", carry_id(2): ["yes"]})
    assert sent.kind == "updated", sent.errors
    await world.go_to(max(THREE, world.clock.now() + DAY))
    (heir,) = [one for one in await all_of(world, KeyResult) if one.carried_from == 2]
    return int(heir.number)


async def test_owners_of_the_key_result_and_of_its_objective_hear_once_what_a_draft_needs(
    late: World,
) -> None:
    await say_value(late, "chen", 2, "80")
    await late.go_to(NEW_YORK)
    number = await carried(late)
    await late.go_to(THREE + 7 * DAY)
    (his,) = told(late, "ben")  # whose objective it is
    assert "*KR-2* Solved at the first try reached its target: 80 h (100 %)" in words(his)
    assert f"It goes on as *KR-{number}* in 2027-Q1, a draft" in words(his)
    (hers,) = told(late, "chen")
    assert f"KR-{number}" in words(hers)
    assert told(late, "anna") == []


async def test_the_form_of_such_a_draft_starts_where_the_old_one_stood(late: World) -> None:
    await say_value(late, "chen", 2, "80")
    await late.go_to(NEW_YORK)
    number = await carried(late)
    (hers,), chen = told(late, "chen"), late.person("chen")
    form = (await chen.click(hers, EDIT)).view
    assert form is not None
    assert (await chen.submit(form)).errors  # from 80 to 80 is no way to go
    done = await chen.submit(form, {"target": "95"})
    assert not done.errors, done.errors
    (heir,) = [one for one in await all_of(late, KeyResult) if one.number == number]
    assert (heir.start, heir.target) == (80, 95)
    await chen.submit(await opened(late, "chen", f"/okr edit KR-{number}"), {"start": "70"})
    again = await opened(late, "chen", f"/okr edit KR-{number}")
    await chen.submit(again, {"title": "Solved at once"})  # what they chose stays
    (heir,) = [one for one in await all_of(late, KeyResult) if one.number == number]
    assert (heir.start, heir.target, heir.title) == (70, 95, "Solved at once")


async def test_what_goes_on_after_the_result_was_posted_is_told_as_well(late: World) -> None:
    await say_value(late, "chen", 2, "80")
    await late.go_to(THREE + DAY)
    assert told(late, "chen") == []
    number = await carried(late)
    for name in ("ben", "chen"):
        (heard,) = told(late, name)
        assert f"KR-{number}" in words(heard)


async def test_who_owns_a_key_result_of_a_draft_finds_it_among_their_drafts(late: World) -> None:
    await say_value(late, "chen", 2, "80")
    await late.go_to(NEW_YORK)
    assert "Delight people who ask" not in await read(late, "chen", "/okr drafts")
    await carried(late)
    for name in ("ben", "chen"):
        assert "Delight people who ask" in await read(late, name, "/okr drafts")
    assert "Delight people who ask" not in await read(late, "anna", "/okr drafts")
