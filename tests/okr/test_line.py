"""Reading what people type behind /okr update."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.kit.numbers import read_number
from handlers.okr import rules
from handlers.okr.rules import Taken


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("KR-3 45 replies are faster", (3, "45 replies are faster")),
        ("kr3 45", (3, "45")),
        ("KR 3 45", (3, "45")),
        ("kr–3", (3, "")),  # what phones make of a hyphen
        ("KR-3   45\nsecond line", (3, "45\nsecond line")),
        ("#3", (3, "")),
        ("3", (3, "")),
        ("3 45", (3, "45")),
        ("KR-3 going well", (3, "going well")),
        ("KR-3: 45 faster", (3, "45 faster")),
        ("KR3，45", (3, "45")),
        ("KR-3 : 45", (3, "45")),
        ("KR-3=45", (3, "=45")),  # the value itself, as `=45` says
        ("KR-3 = 45", (3, "= 45")),
        ("KR-3, 45", (3, "45")),
        ("KR-3,4 are done", None),  # two of them
        ("kr 1,234 raised", None),  # money
        ("3, 45", None),  # a bare number is no name before a comma
        ("3 new partners", None),  # a title may begin with a number
        ("3.5 45", None),
        ("first response 45", None),
        ("krill 5", None),
        ("", None),
    ],
)
def test_a_kr_is_named_by_its_number(line: str, meant: tuple[int, str] | None) -> None:
    assert rules.split_number(line) == meant


@pytest.mark.parametrize(
    ("typed", "unit", "value", "note"),
    [
        ("45", "", "45", ""),
        ("45 replies are faster", "h", "45", "replies are faster"),
        ("45% up", "%", "45", "up"),
        ("45 % up", "%", "45", "up"),
        ("45h", "h", "45", ""),
        ("45 H, faster", "h", "45", "faster"),
        ("45 hotel guests", "h", "45", "hotel guests"),  # a unit is a whole word
        ("45.5", "", "45.5", ""),
        ("45,5", "", "45.5", ""),
        ("45, as planned", "", "45", "as planned"),
        ("-3 sinking", "", "-3", "sinking"),
        ("1,234,567 users", "users", "1234567", ""),
        ("45\nline two\nline three", "", "45", "line two\nline three"),
        ("45 分，快了", "分", "45", "快了"),
        ("= 45 faster", "", "45", "faster"),
        ("45! At last", "", "45", "At last"),
    ],
)
def test_a_value_may_carry_its_own_unit(typed: str, unit: str, value: str, note: str) -> None:
    assert rules.take(typed, unit) == Taken(Decimal(value), note)


@pytest.mark.parametrize(
    ("typed", "unit"),
    [
        ("fast", "h"),
        ("1.234 better", "h"),  # could be two numbers
        ("45%", "h"),
        ("45 %", ""),
        ("45h", ""),
        ("1e3", ""),
        ("nan", ""),
    ],
)
def test_what_is_no_number_in_this_unit_is_refused(typed: str, unit: str) -> None:
    with pytest.raises(UserError):
        rules.take(typed, unit)


def test_a_name_may_end_before_each_number_of_the_line() -> None:
    assert rules.splits("under 4 hours 3 good") == [
        ("under 4 hours", "3 good"),
        ("under", "4 hours 3 good"),
        ("under 4 hours 3 good", ""),
    ]


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=3))
def test_a_prefilled_number_is_read_as_the_same_number(value: Decimal) -> None:
    assert read_number(rules.typed_number(value)) == value


@pytest.mark.parametrize(
    ("value", "field"),
    [("2.500000", "2.5"), ("3.000000", "3"), ("100", "100"), ("1.234", "1.2340")],
)
def test_a_prefilled_number_has_no_digits_that_nobody_typed(value: str, field: str) -> None:
    assert rules.typed_number(Decimal(value)) == field


@given(st.text())
def test_no_line_breaks_the_reading(line: str) -> None:
    rules.split_number(line)

    assert rules.splits(line)[-1] == (line, "")
