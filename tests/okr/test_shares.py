"""Fractions typed for what is counted in %: which share they are is asked, never guessed."""

import re

import pytest

from tests.okr.stage import BEN, SCORE, Make, words
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import World

BEHIND = " at risk: no phones"
SHARE = ("Calls answered", "0", "75", "%")
CHURN = ("Customers lost", "3", "0.5", "%")


@pytest.mark.parametrize(
    ("line", "told", "lines"),
    [
        ("2/3", "“2/3” is 66.7 %", ["66.7", "2"]),
        ("3 out of 4", "“3 out of 4” is 75 %", ["75", "3"]),
        ("13/20 so far", "is 65 %", ["65; so far", "13; so far"]),
        ("½", "“½” can be 50 % or 0.5 %", ["50", "0.5 %"]),
        ("¾ of them", "can be 75 % or 0.75 %", ["75; of them", "0.75 %; of them"]),
        ("0,45", "“0,45” can be 45 % or 0.45 %", ["45", "0.45 %"]),
        (".9, at last", "can be 90 % or 0.9 %", ["90; at last", "0.9 %; at last"]),
        ("０．６５ 快了", "can be 65 % or 0.65 %", ["65; 快了", "0.65 %; 快了"]),
        ("51 of 75 calls", "can be 68 %, or 51 % where", ["68; 51 of 75 calls", "51; calls"]),
        ("51/75 个电话", "can be 68 %", ["68; 51/75 个电话", "51; 个电话"]),
        ("80 of 20", "of KR-1, 75 %.", ["80", "80; of 20"]),
        ("50 分之 45", "is 90 %", ["90", "45"]),
        ("50分之45，电话好了", "is 90 %", ["90; 电话好了", "45; 电话好了"]),
        ("50 个中有 45 个", "is 90 %", ["90", "45"]),
        ("10 个里 9 个满意", "is 90 %", ["90; 满意", "9; 满意"]),
        ("45 von 50", "is 90 %", ["90", "45"]),
        ("9 in 10 customers", "is 90 %", ["90; customers", "9; in 10 customers"]),
        (
            "45 of 50; at risk; no phones",
            "“45 of 50” is 90 %",
            ["90; at risk; no phones", "45; at risk; no phones"],
        ),
        ("80 of 20 at risk: no phones", "75 %.", [f"80{BEHIND}", f"80; of 20{BEHIND}"]),
    ],
)
@on_one_database
async def test_a_fraction_is_asked_about_with_both_its_meanings(
    care: World, make: Make, line: str, told: str, lines: list[str]
) -> None:
    await make(BEN, SHARE)
    seen = await typed(care, "ben", f"/okr update KR-1 {line}")

    assert told in seen.text
    assert re.findall("`/okr update KR-1 ([^`]+)`", seen.text) == lines
    assert line in words(seen.blocks)
    assert await past(care, 1) == []
    for copied in lines:
        await typed(care, "ben", f"/okr update KR-1 {copied}")
        (done, *_) = await past(care, 1)
        assert f"{done.value.normalize():f}" == re.split("[; ]", copied)[0]


@pytest.mark.parametrize(
    ("line", "value", "note"),
    [
        ("KR-1 51 of 75", "51", ""),
        ("KR-1 51 / 75 %, calls went well", "51", "calls went well"),
        ("KR-1 51 % of 75 calls", "51", "calls"),
        ("KR-1 51 of 75, calls went well", "51", "calls went well"),
        ("KR-1 ½ %", "0.5", ""),
        ("KR-1 45 in 2026", "45", "in 2026"),
        ("KR-1 45 in 3 shops", "45", "in 3 shops"),
        ("KR-1 9 in 10% of shops", "9", "in 10% of shops"),
        ("KR-2 60 个中有 45 个", "45", ""),
        ("KR-1 5½", "5.5", ""),
        ("KR-2 45 of 60 calls", "45", "calls"),  # not in %
        ("KR-2 0.5", "0.5", ""),
        ("KR-1 0,45 % at last", "0.45", "at last"),
        ("KR-1 +0.5", "0.5", ""),
        ("KR-1 +½", "0.5", ""),
        ("KR-1 =0.5", "0.5", ""),
        ("KR-1 0.0", "0", ""),
        ("KR-3 0.45", "0.45", ""),  # where it goes below one per cent
    ],
)
@on_one_database
async def test_what_can_be_read_in_one_way_only_is_recorded(
    care: World, make: Make, line: str, value: str, note: str
) -> None:
    await make(BEN, SHARE, SCORE, CHURN)
    await typed(care, "ben", f"/okr update {line}")

    (done,) = await past(care, int(line[3]))
    assert (f"{done.value.normalize():f}", done.note) == (value, note)
