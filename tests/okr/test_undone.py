"""A step that is said not to be done: nothing is ticked, all of it is kept, and it is asked for."""

import pytest

from handlers.okr.rules.kinds import Step
from tests.okr.stage import words
from tests.okr.test_form import field, opened
from tests.okr.test_steps import D, going
from tests.okr.test_steps_said import STEPS, ticking
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("2 not done yet", 2),
        ("step 2 isn’t finished", 2),
        ("2, no longer done", 2),
        ("2 in progress", 2),
        ("2 done?", 2),
        ("第2步 还没完成", 2),
        ("2 未完成", 2),
        ("2 尚未", 2),
        ("2 沒做完", 2),
        ("the rules: not done yet", 2),
        ("the rules are not done yet", 2),
        ("Book not done", 3),
        ("未来的试点还没做完", 4),
    ],
)
@on_one_database
async def test_a_step_that_is_not_done_is_a_note_and_is_asked_for(
    care: World, line: str, place: int
) -> None:
    await going(care, *map(Step, STEPS))
    seen = words((await typed(care, "ben", f"/okr update KR-1 {line}")).blocks)

    assert await ticking(care) == []
    assert [(one.value, one.note) for one in await past(care, 1)] == [(D(0), line)]
    assert "I kept that as a note, and ticked nothing." in seen
    assert f"Is step {place} done? Then type `/okr update KR-1 {place}`." in seen
    await typed(care, "ben", f"/okr update KR-1 {place}")
    assert await ticking(care) == [place]


@pytest.mark.parametrize(
    ("line", "places"),
    [
        ("2 not only done but loved", [2]),
        ("2 done, 3 not yet", [2]),
        ("第2步 不仅完成，还提前了", [2]),
        ("2 没问题", [2]),
        ("2 no problems", [2]),
        ("hosts not hotels", [3]),
    ],
)
@on_one_database
async def test_words_that_only_look_like_a_denial_tick_their_step(
    care: World, line: str, places: list[int]
) -> None:
    await going(care, *map(Step, STEPS))
    seen = await typed(care, "ben", f"/okr update KR-1 {line}")

    assert await ticking(care) == places
    assert "ticked nothing" not in words(seen.blocks)


@on_one_database
async def test_a_step_that_was_ticked_stays_so_until_it_is_unticked(care: World) -> None:
    await going(care, *map(Step, STEPS))
    await typed(care, "ben", "/okr update KR-1 1, 2")
    seen = words((await typed(care, "ben", "/okr update KR-1 2, 3 not done after all")).blocks)

    assert await ticking(care) == [1, 2]
    assert "Step 2 stays done; if it is not, untick it in `/okr update KR-1`." in seen
    assert "Is step 3 done?" in seen
    assert (await past(care, 1))[0].note == "2, 3 not done after all"


@on_one_database
async def test_a_status_behind_it_is_taken_with_all_of_it_as_the_reason(care: World) -> None:
    await going(care, *map(Step, STEPS))
    line = "2 not done yet, at risk: no budget"
    seen = await typed(care, "ben", f"/okr update KR-1 {line}")

    assert await ticking(care) == []
    (one,) = await past(care, 1)
    assert (one.status, one.note, one.reason) == ("at_risk", line, line)
    assert "Is step 2 done?" in words(seen.blocks)


@on_one_database
async def test_a_status_without_more_opens_the_form_with_what_was_said(care: World) -> None:
    await going(care, *map(Step, STEPS))
    form = await opened(care, "ben", "/okr update KR-1 the rules not done yet, off track")

    assert "initial_options" not in field(form, "okr.steps.1.0")
    assert field(form, "okr.status.1")["initial_option"]["value"] == "off_track"
    assert field(form, "okr.reason.1")["initial_value"] == "the rules not done yet"
    assert await past(care, 1) == []


@on_one_database
async def test_it_is_told_in_the_language_of_whoever_said_it(care: World) -> None:
    await going(care, *map(Step, STEPS), owner="U0CHEN")
    seen = words((await typed(care, "chen", "/okr update KR-1 2 还没做完")).blocks)

    assert "已记为备注，没有勾选任何步骤。" in seen
    assert "如果步骤 2 已经完成，请输入 `/okr update KR-1 2`。" in seen
