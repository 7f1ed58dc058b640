"""A value that is said to stand where it stood."""

import pytest

from tests.okr.stage import BEN, RESPONSE, SCORE, Make
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World

pytestmark = on_one_database


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("same", ""),
        ("Unchanged.", ""),
        ("no change", ""),
        ("same, waiting for legal", "waiting for legal"),
        ("没变化", ""),
        ("不变", ""),
        ("沒有變化；等法務", "等法務"),
    ],
)
async def test_a_value_that_has_not_changed_is_confirmed(
    care: World, make: Make, line: str, note: str
) -> None:
    await make(BEN, RESPONSE)
    await typed(care, "ben", "/okr update KR-1 5.5")
    care.clock.advance(3600)
    await typed(care, "ben", f"/okr update KR-1 {line}")

    found = sorted(await past(care, 1), key=lambda one: one.made_at)
    assert [f"{one.value.normalize():f}" for one in found] == ["5.5", "5.5"]
    assert found[-1].note == note


async def test_before_any_value_there_is_none_to_confirm(care: World, make: Make) -> None:
    await make(BEN, SCORE)
    seen = await typed(care, "ben", "/okr update KR-1 same")

    assert "“same” is not a number" in seen.text
    assert await past(care, 1) == []


async def test_a_sentence_that_begins_so_confirms_nothing(care: World, make: Make) -> None:
    await make(BEN, SCORE)
    await typed(care, "ben", "/okr update KR-1 45")
    seen = await typed(care, "ben", "/okr update KR-1 same problem as last week")

    assert "“same” is not a number" in seen.text
    assert len(await past(care, 1)) == 1
