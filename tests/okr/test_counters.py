"""Words that Chinese puts behind a number, whatever it counts."""

import pytest

from handlers.kit.errors import UserError
from handlers.okr import rules
from handlers.okr.rules import Taken
from tests.okr.stage import BEN, SCORE, Make
from tests.okr.test_update import past, typed
from tests.okr.test_values import TEN, D
from tests.trust.deep import on_one_database
from tests.world import World


@pytest.mark.parametrize(
    ("typed", "unit", "value", "note"),
    [
        ("45个", "", "45", ""),
        ("45家，快了", "users", "45", "快了"),
        ("45个客户", "", "45", "个客户"),
        ("45个用户", "用户", "45", ""),
        ("45人", "人", "45", ""),
        ("六十五个", "", "65", ""),
        ("1万2千个", "", "12000", ""),
        ("4.5分", "/5", "4.5", ""),
        ("4.5 星，不错", "/5", "4.5", "不错"),
        ("四点五分", "/5", "4.5", ""),
        ("65个百分点", "%", "65", ""),
        ("65 百分點", "%", "65", ""),
        ("六十五个百分点", "%", "65", ""),
    ],
)
def test_a_counter_is_no_other_unit(typed: str, unit: str, value: str, note: str) -> None:
    assert rules.take(typed, unit) == Taken(D(value), note)


@pytest.mark.parametrize("typed", ["+5个百分点", "+5pp", "+5 pp"])
def test_percentage_points_are_added(typed: str) -> None:
    assert rules.take(typed, "%", TEN) == Taken(D(15), "", relative=True)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("3个半", ""), ("3个多", ""), ("45个", "h"), ("4分半", "/5"), ("45人民币", "")],
)
def test_what_goes_on_behind_a_counter_is_refused(typed: str, unit: str) -> None:
    with pytest.raises(UserError):
        rules.take(typed, unit)


@on_one_database
async def test_a_value_with_its_counter_is_recorded(care: World, make: Make) -> None:
    await make(BEN, SCORE)
    await typed(care, "ben", "/okr update KR-1 45个，快了")

    (done,) = await past(care, 1)
    assert (done.value, done.note) == (D(45), "快了")
