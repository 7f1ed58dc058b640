"""Milestone key results: steps that are ticked, typed by number or words, and withdrawn."""

import asyncio
from decimal import Decimal

import pytest

from handlers.okr import flows
from handlers.okr.rules import NewKr, NewObjective
from handlers.okr.rules.kinds import Milestones, Reach, Step
from storage import okr_shape
from tests.okr.stage import BEN, EVE, reader, words
from tests.okr.test_form import field, opened
from tests.okr.test_update import past, typed
from tests.okr.test_withdraw import withdrawn
from tests.world import HOME, World

D = Decimal
STEPS = (Step("Ask ten customers"), Step("Train the team", D(2)), Step("Run the pilot"))
MANY = tuple(Step(f"Step number {n}") for n in range(1, 24))


async def going(
    world: World, *steps: Step, owner: str = BEN, beside: tuple[NewKr, ...] = ()
) -> None:
    """KR-1 goes step by step."""
    milestone = NewKr(1, "Go live", Milestones(steps or STEPS), "%", owner)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        new = NewObjective("Care", "Delight", (milestone, *beside))
        await flows.create(session, reader(owner, admin=True), new, world.clock.now())


async def done(world: World) -> list[tuple[int, str | None]]:
    """The steps that are done, and by whom."""
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        rows = (await okr_shape.steps_of(session, [1]))[1]
    return [(row.position, row.done_by) for row in rows if row.done_at is not None]


async def test_a_step_typed_by_number_is_done(care: World) -> None:
    await going(care)
    seen = await typed(care, "ben", "/okr update KR-1 2 all of them came")

    assert await done(care) == [(2, BEN)]
    (update,) = await past(care, 1)
    assert (update.value, update.note) == (D(50), "all of them came")
    told = words(seen.blocks)
    assert "✅ 2. Train the team (counts 2) – done" in told
    assert "▫️ 1. Ask ten customers" in told


@pytest.mark.parametrize(
    ("line", "note"),
    [("pilot", ""), ("the pilot is done", ""), ("run the pliot: went well", "went well")],
)
async def test_a_step_typed_by_words_is_done(care: World, line: str, note: str) -> None:
    await going(care)
    await typed(care, "ben", f"/okr update KR-1 {line}")

    assert await done(care) == [(3, BEN)]
    assert [(one.value, one.note) for one in await past(care, 1)] == [(D(25), note)]


async def test_a_key_result_is_meant_by_its_title_and_its_step_by_number(care: World) -> None:
    beside = NewKr(2, "Go live calls", Reach(D(0), D(9)), "", BEN)
    await going(care, beside=(beside,))
    await typed(care, "ben", "/okr update go live 2 they came")
    assert await done(care) == [(2, BEN)]
    several = await typed(care, "ben", "/okr update live 3")

    assert "Several key results fit: KR-1, KR-2." in words(several.blocks)
    assert await done(care) == [(2, BEN)]
    assert await past(care, 2) == []


async def test_a_percentage_is_given_back_and_the_step_of_before_is_named(care: World) -> None:
    await going(care)
    seen = await typed(care, "ben", "/okr update KR-1 60% nearly there")
    assert "`/okr update KR-1 1`" in words(seen.blocks)
    assert "KR-1 60% nearly there" in words(seen.blocks)
    await typed(care, "ben", "/okr update KR-1 1")
    again = await typed(care, "ben", "/okr update KR-1 1")

    assert "Ask ten customers is done already" in words(again.blocks)
    assert len(await past(care, 1)) == 1


async def test_steps_are_ticked_in_the_form_and_unticked_again(care: World) -> None:
    await going(care)
    form = await opened(care, "ben", "/okr update KR-1")
    shown = field(form, "okr.steps.1.0")["options"]
    assert [one["text"]["text"] for one in shown][1] == "2. Train the team (counts 2)"
    saved = await care.person("ben").submit(form, {"okr.steps.1.0": ["1", "2"]})
    assert saved.view is not None
    assert "Go live is at 75 %" in words(saved.view.payload["blocks"])
    form = await opened(care, "ben", "/okr update KR-1")
    assert [o["value"] for o in field(form, "okr.steps.1.0")["initial_options"]] == ["1", "2"]
    await care.person("ben").submit(form, {"okr.steps.1.0": ["2"]})

    assert await done(care) == [(2, BEN)]
    assert [one.value for one in await past(care, 1)] == [D(50), D(75)]


async def test_the_form_of_mine_leaves_steps_alone_that_nobody_ticked(care: World) -> None:
    await going(care, beside=(NewKr(2, "NPS", Reach(D(1), D(9)), "", BEN),))
    form = await opened(care, "ben")
    await care.person("ben").submit(form, {"okr.value.2": "5"})

    assert await past(care, 1) == []
    assert [one.value for one in await past(care, 2)] == [D(5)]


async def test_23_steps_fit_into_one_form(care: World) -> None:
    await going(care, *MANY)
    form = await opened(care, "ben", "/okr update KR-1")
    ticked = {"okr.steps.1.0": ["10"], "okr.steps.1.2": ["23"]}
    await care.person("ben").submit(form, ticked)

    assert await done(care) == [(10, BEN), (23, BEN)]


async def test_two_people_tick_at_once_and_the_second_sees_both(care: World) -> None:
    await going(care, owner=EVE)
    form = await opened(care, "eve", "/okr update KR-1")
    await typed(care, "ben", "/okr update KR-1 1")
    shown = await care.person("eve").submit(form, {"okr.steps.1.0": ["3"]})
    assert shown.view is not None
    assert "recorded 25 %" in words(shown.view.payload["blocks"])
    assert [o["value"] for o in field(shown.view, "okr.steps.1.0")["initial_options"]] == ["3"]
    assert await done(care) == [(1, BEN)]
    await care.person("eve").submit(shown.view, {"okr.steps.1.0": ["1", "3"]})

    assert await done(care) == [(1, BEN), (3, EVE)]
    assert [one.value for one in await past(care, 1)] == [D(50), D(25)]


async def test_two_lines_at_once_never_untick_each_other(care: World) -> None:
    await going(care, owner=EVE)
    lines = [typed(care, who, f"/okr update KR-1 {n}") for who, n in (("ben", 1), ("eve", 3))]
    await asyncio.gather(*lines)

    ticked = len(await done(care))
    assert (await past(care, 1))[0].value == D(25) * ticked  # the second may have to send it again


async def test_a_withdrawn_update_takes_its_steps_back(care: World) -> None:
    await going(care)
    await typed(care, "ben", "/okr update KR-1 1")
    told = await withdrawn(care, "ben", await typed(care, "ben", "/okr update KR-1 2"))

    assert await done(care) == [(1, BEN)]
    assert "▫️ 2. Train the team" in told
    assert "25 %" in told


async def test_an_earlier_update_that_is_withdrawn_leaves_what_was_counted_since(
    care: World,
) -> None:
    await going(care)
    first = await typed(care, "ben", "/okr update KR-1 1")
    await typed(care, "ben", "/okr update KR-1 2")
    told = await withdrawn(care, "ben", first)

    assert await done(care) == [(1, BEN), (2, BEN)]
    assert "✅ 1. Ask ten customers – done" in told
    assert "75 %" in told


async def test_show_has_the_steps(care: World) -> None:
    await going(care)
    await typed(care, "ben", "/okr update KR-1 3")
    shown = words((await typed(care, "ben", "/okr show KR-1")).blocks)

    assert (
        "▫️ 1. Ask ten customers\n▫️ 2. Train the team (counts 2)\n✅ 3. Run the pilot – done"
        in shown
    )
