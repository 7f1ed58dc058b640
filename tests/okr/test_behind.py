"""What stands right behind a value: its target, another number, a status."""

import re

import pytest

from tests.okr.stage import BEN, RESPONSE, SCORE, Make, words
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World

CALLS = ("Calls answered", "0", "90", "%")


@pytest.mark.parametrize(
    ("line", "value", "note"),
    [
        ("KR-1 45 of 60", "45", ""),
        ("KR-1 45 / 60", "45", ""),
        ("KR-1 45/60 at last", "45", "at last"),
        ("KR-1 45 out of 60, at last", "45", "at last"),
        ("KR-1 45; of 75 asked", "45", "of 75 asked"),
        ("KR-1 45 of them all", "45", "of them all"),
        ("KR-1 45 because of 3 calls", "45", "because of 3 calls"),
        ("KR-1 45 we are at risk", "45", "we are at risk"),
        ("KR-1 45; off track", "45", "off track"),
        ("KR-1 45 正常运行", "45", "正常运行"),
        ("KR-2 5h of 4h", "5", ""),
        ("KR-2 1/2 h", "0.5", ""),
        ("KR-3 88 / 90%", "88", ""),
        ("KR-3 88 % of 90 %", "88", ""),
    ],
)
@on_one_database
async def test_the_target_behind_a_value_is_no_note(
    care: World, make: Make, line: str, value: str, note: str
) -> None:
    await make(BEN, SCORE, RESPONSE, CALLS)
    await typed(care, "ben", f"/okr update {line}")

    (done,) = await past(care, int(line[3]))
    assert (f"{done.value.normalize():f}", done.note) == (value, note)


@pytest.mark.parametrize(
    ("who", "line", "told", "lines"),
    [
        ("ben", "45 of 75", "does not name the target of KR-1", ["45", "45; of 75"]),
        ("ben", "45 / 75 so far", "target of KR-1", ["45; so far", "45; / 75 so far"]),
        ("dai", "45 / 75", "不是 KR-1 的目標", ["45", "45; / 75"]),
    ],
)
@on_one_database
async def test_another_number_is_asked_about_with_lines_to_copy(
    care: World, make: Make, who: str, line: str, told: str, lines: list[str]
) -> None:
    await make(care.person(who).user, SCORE)
    seen = await typed(care, who, f"/okr update KR-1 {line}")

    assert told in seen.text
    assert re.findall("`/okr update KR-1 ([^`]+)`", seen.text) == lines
    assert line in words(seen.blocks)
    assert await past(care, 1) == []
    for copied in lines:
        if not copied.startswith("/"):
            await typed(care, who, f"/okr update KR-1 {copied}")
            assert (await past(care, 1))[0].note == copied.partition("; ")[2]


@pytest.mark.parametrize("line", ["from 20 to 17", "From 20 -> 17", "从20降到17", "從 20 到 17"])
@on_one_database
async def test_from_one_value_to_another_is_asked_about_as_an_arrow_is(
    care: World, make: Make, line: str
) -> None:
    await make(BEN, SCORE)
    seen = await typed(care, "ben", f"/okr update KR-1 {line}")

    assert "holds two values" in seen.text
    assert re.findall("`/okr update KR-1 ([^`]+)`", seen.text) == ["17", "20"]
    assert await past(care, 1) == []
