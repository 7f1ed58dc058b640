"""Whole numbers in words."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.counts import COUNT, count_of


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("a", 1),
        ("An", 1),
        ("TWO", 2),
        ("seventeen", 17),
        ("twenty", 20),
        ("Twenty-five", 25),
        ("forty two", 42),
        ("两", 2),
        ("兩", 2),
        ("九", 9),
        ("十", 10),
        ("十五", 15),
        ("四十", 40),
        ("四十五", 45),
    ],
)
def test_a_number_in_words_is_counted(words: str, count: int) -> None:
    assert re.fullmatch(COUNT, words)
    assert count_of(words) == count


@pytest.mark.parametrize("words", ["no", "tenth", "twenty-ten", "百", "两十", "fıve", "fİve"])
def test_other_words_are_no_number(words: str) -> None:
    assert re.fullmatch(COUNT, words) is None


@given(st.from_regex(COUNT, fullmatch=True))
def test_whatever_matches_is_a_number_below_a_hundred(words: str) -> None:
    assert 1 <= count_of(words) < 100
