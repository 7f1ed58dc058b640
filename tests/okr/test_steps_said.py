"""What is said beside steps and names none: done, not yet, and a status of the whole."""

from decimal import Decimal

import pytest

from handlers.okr.rules.kinds import Step
from tests.okr.stage import words
from tests.okr.test_form import field, opened
from tests.okr.test_steps import done, going
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World

D = Decimal
STEPS = ("Choose a tool", "Write down the rules", "Book ten hosts, not hotels", "未来的试点")


async def ticking(world: World) -> list[int]:
    """The places of the steps that are done."""
    return [place for place, _ in await done(world)]


@pytest.mark.parametrize(
    "line",
    [
        "done",
        "all done",
        "done.",
        "Finished",
        "it's done",
        "not done",
        "ok",
        "tols",
        "not the rules",
        "完成",
        "都完成了",
        "未完成",
        "没完成",
        "完成未来的试点没有",
        "done: it works",
    ],
)
@on_one_database
async def test_what_names_no_step_ticks_none_and_shows_them(care: World, line: str) -> None:
    await going(care, *map(Step, STEPS))
    seen = await typed(care, "ben", f"/okr update KR-1 {line}")

    assert "is none of its steps" in seen.text
    assert all(title in seen.text for title in STEPS)
    assert await past(care, 1) == []


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("down", 2),
        ("tool", 1),
        ("rulez", 2),
        ("write donw the rules", 2),
        ("hosts not hotels", 3),
        ("a tool is done", 1),
        ("未来", 4),
        ("未来的试点完成了", 4),
    ],
)
@on_one_database
async def test_words_of_a_title_name_its_step(care: World, line: str, place: int) -> None:
    await going(care, *map(Step, STEPS))
    await typed(care, "ben", f"/okr update KR-1 {line}")

    assert await ticking(care) == [place]


@on_one_database
async def test_a_step_that_is_called_so_is_named_by_its_whole_title(care: World) -> None:
    await going(care, Step("All done"), Step("Customers at risk"), Step("Ask"))
    await typed(care, "ben", "/okr update KR-1 all done")
    await typed(care, "ben", "/okr update KR-1 customers at risk")

    assert await ticking(care) == [1, 2]
    assert {one.status for one in await past(care, 1)} == {None}


@pytest.mark.parametrize(
    ("line", "places", "status", "why"),
    [
        ("1 at risk: no budget", [1], "at_risk", "no budget"),
        ("1, 2 off track because of phones", [1, 2], "off_track", "because of phones"),
        ("tool is done, at risk: no budget", [1], "at_risk", "no budget"),
        ("2 🔴 no phones", [2], "off_track", "no phones"),
        ("第2步，有风险：没有预算", [2], "at_risk", "没有预算"),
        ("4 on track", [4], None, ""),  # as is computed
        ("1; at risk", [1], None, "at risk"),
        ("1 we are at risk", [1], None, "we are at risk"),
    ],
)
@on_one_database
async def test_a_status_beside_a_step_is_taken_with_its_reason(
    care: World, line: str, places: list[int], status: str | None, why: str
) -> None:
    await going(care, *map(Step, STEPS))
    await typed(care, "ben", f"/okr update KR-1 {line}")

    assert await ticking(care) == places
    (one,) = await past(care, 1)
    assert (one.value, one.status, one.note) == (D(25) * len(places), status, why)
    assert one.reason == (why if status else "")


@pytest.mark.parametrize(
    ("line", "places", "status", "why"),
    [
        ("at risk: mail", [], "at_risk", "mail"),
        ("1 at risk", [1], "at_risk", ""),
        ("tool is done, off track", [1], "off_track", ""),
        ("有风险", [], "at_risk", ""),
        ("the rules at risk", [], "at_risk", ""),
    ],
)
@on_one_database
async def test_a_status_alone_opens_the_form_with_the_steps_that_were_named(
    care: World, line: str, places: list[int], status: str, why: str
) -> None:
    await going(care, *map(Step, STEPS))
    form = await opened(care, "ben", f"/okr update KR-1 {line}")

    ticked = field(form, "okr.steps.1.0").get("initial_options", [])
    assert [int(one["value"]) for one in ticked] == places
    assert field(form, "okr.status.1")["initial_option"]["value"] == status
    assert field(form, "okr.reason.1").get("initial_value", "") == why
    assert await past(care, 1) == []
    await care.person("ben").submit(form, {"okr.reason.1": "no phones"})
    assert await ticking(care) == places
    assert [(one.status, one.reason) for one in await past(care, 1)] == [(status, "no phones")]


@on_one_database
async def test_a_step_that_was_done_may_be_named_beside_a_new_status(care: World) -> None:
    await going(care, *map(Step, STEPS))
    await typed(care, "ben", "/okr update KR-1 1")
    seen = await typed(care, "ben", "/okr update KR-1 1 at risk: no budget")

    assert "🟡 at risk" in words(seen.blocks)
    assert [(one.value, one.status) for one in await past(care, 1)] == [
        (D(25), "at_risk"),
        (D(25), None),
    ]
