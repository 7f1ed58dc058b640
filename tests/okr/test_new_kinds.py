"""/okr new: key results of every kind."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.sandbox.model import Payload, View
from handlers.okr.rules.kinds import Keep, Kind, Reach
from storage import okr_shape
from storage.okr import Objective
from tests.okr.stage import BEN, words
from tests.okr.test_begun import begun, blocks_of
from tests.okr.test_form import field
from tests.okr.test_new import WHOLE, form, made
from tests.world import HOME, World

D = Decimal


async def chosen(world: World, who: str, view: View, row: int, kind: str) -> View:
    """The form after somebody chose the kind of a key result."""
    reply = await world.person(who).click(view, "okr.kind", value=kind, block_id=f"{row}.kind")
    assert reply.view is not None, (reply.error, reply.detail)
    return reply.view


async def opened_up(world: World, who: str) -> View:
    """The form with all its choices."""
    reply = await world.person(who).click(await form(world, who), "okr.more")
    assert reply.view is not None, (reply.error, reply.detail)
    return reply.view


async def rows(world: World) -> list[Objective]:
    """What was made, drafts too."""
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return list(await session.scalars(select(Objective).order_by(Objective.number)))


def ids(view: View) -> list[str]:
    return [block["block_id"] for block in blocks_of(view)]


def options(view: View, block_id: str) -> list[str]:
    found: list[Payload] = field(view, block_id)["options"]
    return [str(one["value"]) for one in found]


async def test_a_number_is_kept_and_what_was_typed_stays(care: World) -> None:
    ben, opened = care.person("ben"), await form(care, "ben")
    ben.type(opened, {**WHOLE, "2.title": "CSAT", "2.start": "4", "2.unit": "/5"})
    opened = await chosen(care, "ben", opened, 2, "keep")
    assert "At least" in words(blocks_of(opened))
    assert field(opened, "2.start")["initial_value"] == "4"
    done = await ben.submit(opened)
    await care.settle()

    first, kept = await made(care)
    assert first.aim == Reach(D(60), D(4))
    assert (kept.kind, kept.aim, kept.unit) == (Kind.KEEP, Keep(low=D(4)), "/5")
    assert done.view is not None
    assert "*KR-2* CSAT: to keep at least 4/5" in words(blocks_of(done.view))
    assert "*KR-2* CSAT: to keep at least 4/5" in words(care.posted("care")[0].blocks)


async def test_steps_are_taken_and_numbers_typed_before_are_set_aside(care: World) -> None:
    ben, opened = care.person("ben"), await form(care, "ben")
    ben.type(opened, WHOLE)
    opened = await chosen(care, "ben", opened, 1, "milestone")
    assert "From (not needed now)" in words(blocks_of(opened))
    ben.type(opened, {"1.steps": "Ask ten customers\n\nTrain the team (2)\n[x] Pilot"})
    back = await chosen(care, "ben", opened, 1, "reach")
    assert field(back, "1.start")["initial_value"] == "60"
    assert "Train the team (2)" in field(back, "1.steps")["initial_value"]
    done = await ben.submit(await chosen(care, "ben", back, 1, "milestone"))

    (kr,) = await made(care)
    assert (kr.kind, kr.unit, kr.numbers) == (Kind.MILESTONE, "%", (D(0), D(100)))
    async with care.bot.deps.sessions.workspace(HOME, reading=True) as session:
        steps = (await okr_shape.steps_of(session, [1]))[1]
    assert [(s.title, s.weight, s.done_by) for s in steps] == [
        ("Ask ten customers", D(1), None),
        ("Train the team", D(2), None),
        ("Pilot", D(1), BEN),
    ]
    assert done.view is not None
    assert "3 steps, owned by" in words(blocks_of(done.view))
    assert "2. Train the team" in words(blocks_of(done.view))


async def test_two_kinds_chosen_at_once_are_both_heard(care: World) -> None:
    opened = await form(care, "ben")
    care.person("ben").type(opened, {"2.kind": "keep"})  # chosen, and Slack has not shown it yet
    shown = await chosen(care, "ben", opened, 3, "milestone")

    assert "3.steps" in ids(shown)
    assert field(shown, "2.start")["action_id"] == "start"
    assert words(blocks_of(shown)).count("At least") == 1


async def test_what_does_not_fit_its_kind_is_told_beside_it_and_nothing_is_made(
    care: World,
) -> None:
    ben = care.person("ben")
    opened = await chosen(care, "ben", await form(care, "ben"), 1, "keep")
    opened = await chosen(care, "ben", opened, 2, "milestone")
    typed = {"okr.objective": "Delight", "1.title": "שלום 😀", "2.title": "Go live"}
    done = await ben.submit(opened, {**typed, "1.start": "5", "1.target": "2"})

    assert set(done.errors) == {"1.target", "2.steps"}
    assert "put the smaller number first" in done.errors["1.target"]
    assert "Name at least one step" in done.errors["2.steps"]
    assert await rows(care) == []


@pytest.mark.parametrize("typed", ["😀" * 3000, "שלום עולם " * 300])
async def test_a_title_of_3000_characters_stays_in_the_form(care: World, typed: str) -> None:
    opened = await form(care, "ben")
    done = await care.person("ben").submit(opened, {**WHOLE, "okr.objective": typed})

    assert list(done.errors) == ["okr.objective"]
    assert await rows(care) == []


async def test_a_key_result_weighs_what_was_typed(care: World) -> None:
    ben, opened = care.person("ben"), await opened_up(care, "ben")
    refused = await ben.submit(opened, {**WHOLE, "1.weight": "-1"})
    assert "between 0 and 1,000; -1 does not" in refused.errors["1.weight"]
    await ben.submit(opened, {"1.weight": "2.5"})

    assert [kr.weight for kr in await made(care)] == [D("2.5")]


async def test_what_a_template_guards_is_kept_unless_it_is_left_out(care: World) -> None:
    typed = {"1.start": "9", "1.target": "2"}
    opened = await begun(care, "ben", "response")
    assert field(opened, "2.title")["initial_value"] == "Customer satisfaction"
    await care.person("ben").submit(opened, typed)
    await care.person("ben").submit(await begun(care, "ben", "response"), {**typed, "2.title": ""})

    assert [(kr.kind, kr.objective_number) for kr in await made(care)] == [
        (Kind.REACH, 1),
        (Kind.KEEP, 1),
        (Kind.REACH, 2),
    ]
    assert (await made(care))[1].aim == Keep(low=D(4))


async def test_what_a_template_asks_is_asked_again_after_a_look_at_another_kind(
    care: World,
) -> None:
    opened = await chosen(care, "ben", await begun(care, "ben", "reviews"), 1, "keep")
    assert "1.by" not in ids(opened)
    opened = await chosen(care, "ben", opened, 1, "reach")
    await care.person("ben").submit(opened, {"1.start": "150"})

    assert [kr.aim for kr in await made(care)] == [Reach(D(150), D(180))]


async def test_the_first_form_has_one_small_choice_more_for_each_key_result(care: World) -> None:
    shown = await form(care, "ben")
    asked = [b["block_id"] for b in blocks_of(shown) if b["type"] == "input"]

    assert asked[:6] == ["okr.objective", "1.title", "1.start", "1.target", "1.unit", "1.owner"]
    assert not {"okr.level", "okr.cycle", "1.weight"} & set(asked)


async def test_the_coach_knows_all_kinds(care: World) -> None:
    ben, opened = care.person("ben"), await form(care, "ben")
    ben.type(opened, {"okr.objective": "Grow", "1.title": "CSAT", "2.title": "Referrals"})
    opened = await chosen(care, "ben", opened, 1, "keep")
    opened = await chosen(care, "ben", opened, 2, "milestone")
    ben.type(opened, {"2.steps": "Ask customers by 15 Jan 2027"})
    reply = await ben.click(opened, "okr.coach")

    assert reply.view is not None
    told = words(blocks_of(reply.view))
    assert "Key result 1: it has no number yet. What is it never to fall below" in told
    assert "Key result 2: with a single step it is 0 %" in told
    assert "Key result 2: 15 Jan lies outside 2026-Q4" in told
