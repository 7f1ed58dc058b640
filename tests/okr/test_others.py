"""What stands behind a number and made it another value: units that nobody meant, a wide comma."""

import pytest

from handlers.kit.errors import UserError
from handlers.okr import rules
from handlers.okr.rules import Taken
from tests.okr.stage import BEN, RESPONSE, Make
from tests.okr.test_update import past, typed
from tests.okr.test_values import D
from tests.trust.deep import on_one_database
from tests.world import World


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("3 months", "h"),
        ("3 months in a row", "days"),
        ("2 Monate", "days"),
        ("3 个月内", "h"),
        ("1 year", "weeks"),
        ("500 ms", "s"),
        ("2 working days", "h"),
        ("2 个工作日", "h"),
        ("3 quarters of an hour", "h"),
        ("2 half days", "h"),
        ("2 thousand", "h"),
        ("2:30 pm", "h"),
        ("14:30 Uhr", "h"),
        ("3 点钟", "h"),
        ("45 ‰", "%"),
        ("45 basis points", "%"),
        ("45 per 1000", "%"),
        ("4.5 von 10", "/5"),
        ("50 ct", "EUR"),
        ("5 角", "CNY"),
        ("45 美元增加", "EUR"),
    ],
)
def test_a_unit_that_is_none_of_the_key_result_is_no_note(typed: str, unit: str) -> None:
    with pytest.raises(UserError, match="not in this key result's unit"):
        rules.take(typed, unit)


@pytest.mark.parametrize(
    ("typed", "unit", "value", "note"),
    [
        ("2 working days", "days", "2", "working days"),
        ("2:30 h am Montag", "h", "2.5", "am Montag"),
        ("2:30 in the morning", "h", "2.5", "in the morning"),
        ("3 months in a row", "users", "3", "months in a row"),
        ("45 motivated people", "h", "45", "motivated people"),
        ("45 年底", "h", "45", "年底"),
        ("12 centers", "EUR", "12", "centers"),
        # A wide comma is none of a number, unless digits stand in groups of three.
        ("45，3 个新客户", "", "45", "3 个新客户"),
        ("45，30个新客户", "", "45", "30个新客户"),
        ("1，234，567", "", "1234567", ""),
        ("7 小时，30 分", "h", "7.5", ""),
    ],
)
def test_what_is_no_unit_is_a_note(typed: str, unit: str, value: str, note: str) -> None:
    assert rules.take(typed, unit) == Taken(D(value), note)


@pytest.mark.parametrize("typed", ["1，234", "45,3 个新客户"])
def test_a_comma_that_may_part_digits_or_clauses_is_asked_about(typed: str) -> None:
    with pytest.raises(UserError, match="can be read as"):
        rules.take(typed, "")


@on_one_database
async def test_three_months_are_not_recorded_as_three_hours(care: World, make: Make) -> None:
    await make(BEN, RESPONSE)
    seen = await typed(care, "ben", "/okr update KR-1 3 months")

    assert "“3 months” is not in this key result's unit, which is h" in seen.text
    assert await past(care, 1) == []
