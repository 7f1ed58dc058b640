"""The pace of a KR and where it leads: a table, and what always holds."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.okr.rules.forecast import Bounds, Forecast, Point, bounds_of, forecast, median, pace
from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach, Step

D = Decimal
FIRST = date(2026, 10, 5)
ENDS = date(2026, 12, 31)
UP = Reach(D(0), D(60))
DOWN = Reach(D(60), D(4))
values = st.lists(st.decimals(0, 10**6, places=2), min_size=3, max_size=12)


def weekly(*values: str | Decimal) -> list[Point]:
    return [(FIRST + timedelta(weeks=n), D(value)) for n, value in enumerate(values)]


def test_an_even_pace_goes_on() -> None:
    assert forecast(weekly("10", "14", "18", "22"), date(2026, 11, 30), UP, "h", FIRST) == Forecast(
        day=date(2026, 11, 30),
        value=D(42),
        low=D(42),
        high=D(42),
        per_week=D("4.0"),
        met=date(2027, 1, 1),  # 38 to go from 26 October, 4 a week: in 66.5 days
    )


def test_one_odd_value_hardly_moves_the_pace() -> None:
    slope, low, high = pace(weekly("10", "14", "90", "22", "26", "30", "34", "38"))

    assert slope * 7 == D(4)
    assert low <= slope <= high


@pytest.mark.parametrize(
    ("typed", "slopes"),
    [
        # Of 3 slopes no rank is left; of 10 the first; 45 with C = 1.96 sqrt(125) leave the 11th.
        (("0", "7", "21"), ("1.5", "1", "2")),
        (("0", "7", "14", "21", "35"), ("1", "1", "2")),
        (("0", "7", "14", "21", "28", "35", "42", "49", "56", "630"), ("1", "1", "1")),
    ],
)
def test_the_range_of_the_pace_are_slopes_by_rank(
    typed: tuple[str, ...], slopes: tuple[str, ...]
) -> None:
    assert pace(weekly(*typed)) == tuple(map(D, slopes))


def test_equal_values_narrow_the_range() -> None:
    """Ties lessen the variance of Kendall's S, as in the published formula."""
    rising = weekly("0", "0", "0", "7", "7", "7")

    slope, low, high = pace(rising)
    assert 0 <= low <= slope <= high <= 1


@pytest.mark.parametrize(
    ("points", "why"),
    [
        ([], "nothing"),
        (weekly("1", "2"), "two updates"),
        ([(FIRST + timedelta(days=n), D(n)) for n in range(10)], "ten days"),
        ([(FIRST, D(1)), (FIRST, D(2)), (FIRST + timedelta(days=20), D(3))], "two days"),
        ([*weekly("1", "2", "3"), (ENDS, D(4))], "the end has come"),
    ],
)
def test_too_little_is_no_forecast(points: list[Point], why: str) -> None:
    assert forecast(points, ENDS, UP, "", FIRST) is None, why


@pytest.mark.parametrize(
    ("typed", "aim", "met"),
    [
        (("60", "46", "32"), DOWN, date(2026, 11, 2)),
        (("10", "20", "64"), UP, date(2026, 10, 19)),  # it is there already
        (("30", "20", "10"), UP, None),  # the wrong way
        (("10", "10", "10"), UP, None),
        (("0.001", "0.002", "0.003"), UP, None),  # in more than ten years
        (("20", "40", "60"), Milestones((Step("Ask"),)), date(2026, 11, 2)),
        (("3", "3", "4"), Keep(low=D(2)), None),
    ],
)
def test_the_day_on_which_the_target_is_met(
    typed: tuple[str, ...], aim: Aim, met: date | None
) -> None:
    told = forecast(weekly(*typed), ENDS, aim, "", FIRST)

    assert told is not None
    assert told.met == met


@pytest.mark.parametrize(
    ("today", "met"),
    [
        (date(2026, 11, 1), date(2026, 11, 2)),
        (date(2026, 11, 2), None),
        (date(2026, 12, 3), None),
    ],
)
def test_a_day_that_has_gone_is_not_foretold(today: date, met: date | None) -> None:
    told = forecast(weekly("60", "46", "32"), ENDS, DOWN, "", today)

    assert told is not None
    assert told.met == met
    assert forecast(weekly("60", "46", "32"), ENDS, DOWN, "", ENDS) is None


@pytest.mark.parametrize(
    ("aim", "unit", "typed", "bounds"),
    [
        (DOWN, "h", ("60",), Bounds(low=D(1))),
        (DOWN, "h", ("60", "5.5"), Bounds(low=D("0.1"))),
        (DOWN, "h", ("60", "0.05"), Bounds(low=D("0.05"))),
        (DOWN, "h", ("60", "0"), Bounds(low=D(0))),
        (Reach(D(60), D(0)), "h", ("60",), Bounds(low=D(0))),
        (DOWN, "tickets", ("60",), Bounds(low=D(0))),
        (DOWN, "h", ("-1",), Bounds()),
        (Reach(D(-20), D(40)), "", ("10",), Bounds()),
        (Reach(D(3), D(4)), "/5", ("3",), Bounds(D(0), D(5))),
        (Keep(high=D(5)), "%", ("6",), Bounds(D(0), D(100))),
        (Reach(D(90), D(110)), "%", ("95",), Bounds(low=D(0))),
        (Milestones((Step("Ask"),)), "", ("6",), Bounds(D(0), D(100))),
    ],
)
def test_no_forecast_leaves_the_scale(
    aim: Aim, unit: str, typed: tuple[str, ...], bounds: Bounds
) -> None:
    assert bounds_of(aim, unit, [D(value) for value in typed]) == bounds


@pytest.mark.parametrize(
    ("values", "least"), [(("60", "46", "32", "18"), "1"), (("60", "46", "32.5", "18"), "0.1")]
)
def test_hours_do_not_fall_to_zero(values: tuple[str, ...], least: str) -> None:
    told = forecast(weekly(*values), ENDS, DOWN, "h", FIRST)

    assert told is not None
    assert (told.low, told.value, told.high) == (D(least), D(least), D(least))


@pytest.mark.parametrize(("numbers", "middle"), [("3", "3"), ("1 2", "1.5"), ("1 2 9", "2")])
def test_the_median_is_in_the_middle(numbers: str, middle: str) -> None:
    assert median([D(n) for n in numbers.split()]) == D(middle)


@given(values, st.integers(1, 60))
def test_a_forecast_lies_in_its_range_and_is_as_fine_as_its_values(
    typed: list[Decimal], left: int
) -> None:
    points = weekly(*typed)
    told = forecast(points, points[-1][0] + timedelta(days=left), UP, "", FIRST)

    assert told is not None
    assert 0 <= told.low <= told.value <= told.high
    assert told.value == round(told.value, 2)


@given(values, st.decimals(-1000, 1000, places=1))
def test_a_pace_does_not_depend_on_where_the_numbers_begin(
    typed: list[Decimal], shift: Decimal
) -> None:
    assert pace(weekly(*typed)) == pace(weekly(*(value + shift for value in typed)))


@given(values)
def test_turned_upside_down_the_pace_turns(typed: list[Decimal]) -> None:
    slope, low, high = pace(weekly(*typed))

    turned = pace(weekly(*(-value for value in typed)))
    assert [round(s, 15) for s in turned] == [round(s, 15) for s in (-slope, -high, -low)]
