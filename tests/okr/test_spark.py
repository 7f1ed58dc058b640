"""A key result's way in a few bars."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.okr.rules.spark import CELLS, MOST, spark


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ([], ""),
        ([5], ""),  # one value is no way
        ([1, 2], "▁█"),
        ([60, 45, 30], "█▄▁"),
        ([7, 7, 7], "▄▄▄"),
        ([-5, 0, 5], "▁▄█"),
        (range(1, 20), "▁▂▃▄▅▆▇█"),  # the last eight
    ],
)
def test_values_are_bars_between_their_own_ends(values: list[int], shown: str) -> None:
    assert spark([Decimal(value) for value in values]) == shown


@given(st.lists(st.decimals(allow_nan=False, allow_infinity=False, places=3), min_size=2))
def test_a_higher_value_never_has_a_lower_bar(values: list[Decimal]) -> None:
    bars = spark(values)
    seen = sorted(zip(values[-MOST:], map(CELLS.index, bars), strict=True))
    assert [bar for _, bar in seen] == sorted(bar for _, bar in seen)
