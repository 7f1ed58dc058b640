"""Days that people name in what they write."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.dates import days_in

SINCE = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Live by 2027-01-15", [date(2027, 1, 15)]),
        ("bis 15.1.2027", [date(2027, 1, 15)]),
        ("by 15 Jan", [date(2027, 1, 15)]),  # the next one
        ("by 15th December", [date(2026, 12, 15)]),
        ("until Dec 15, 2028 at the latest", [date(2028, 12, 15)]),
        ("1月15日前上线", [date(2027, 1, 15)]),
        ("2026年12月1日", [date(2026, 12, 1)]),
        ("from 3 Nov to 5 Dec", [date(2026, 11, 3), date(2026, 12, 5)]),
        ("by 31 Feb", []),  # no calendar has it
        ("5 may be enough", []),
        ("60 of 100 customers", []),
        ("Version 1.2.3", []),
        ("", []),
    ],
)
def test_days_are_found_as_people_write_them(text: str, days: list[date]) -> None:
    assert list(days_in(text, SINCE)) == days


@given(st.text(), st.dates())
def test_no_text_breaks_it(text: str, since: date) -> None:
    list(days_in(text, since))
