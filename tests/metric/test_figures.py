"""The formulas of readings, against published figures and what must always hold."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.metric.rules import figures
from handlers.metric.rules.figures import Counts, Point

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
D = Decimal
LAST_DIGIT = D("0.0001")  # the tables were made with 1.959964, not 1.96
some = st.integers(min_value=0, max_value=10_000)
counts = st.builds(Counts, some, some, some).filter(lambda c: c.sample > 0)
share = st.decimals(min_value=0, max_value=1, places=3)
size = st.integers(min_value=1, max_value=100_000)


def _scored(*numbers: int, day: int = 20) -> Point:
    found = Counts(*numbers)
    return Point(figures.nps(found), date(2026, 11, day), NOON, found.sample, found)


@pytest.mark.parametrize(
    ("numbers", "score", "margin"),
    [
        ((62, 21, 17), "45", "15.0"),
        ((100, 0, 0), "100", "0.0"),
        ((0, 0, 1), "-100", "0.0"),
        ((0, 5, 0), "0", "0.0"),
        ((50, 0, 50), "0", "19.6"),  # the widest that 100 answers can be
        ((1, 0, 1), "0", "138.6"),
        ((0, 1, 2), "-66.7", "53.3"),
        ((4000, 3500, 2500), "15", "1.6"),
    ],
)
def test_nps_and_its_margin(numbers: tuple[int, int, int], score: str, margin: str) -> None:
    found = Counts(*numbers)
    assert round(figures.nps(found), 1) == D(score)
    assert round(figures.nps_margin(found), 1) == D(margin)


@settings(deadline=None)
@given(counts)
def test_nps_stays_between_its_ends(found: Counts) -> None:
    assert -100 <= figures.nps(found) <= 100
    assert figures.nps_margin(found) >= 0


@settings(deadline=None)
@given(counts)
def test_nps_is_symmetric(found: Counts) -> None:
    mirrored = replace(found, promoters=found.detractors, detractors=found.promoters)
    assert figures.nps(mirrored) == -figures.nps(found)
    assert figures.nps_margin(mirrored) == figures.nps_margin(found)


@settings(deadline=None)
@given(counts)
def test_the_same_answers_twice_are_no_change(found: Counts) -> None:
    point = _scored(found.promoters, found.passives, found.detractors)
    assert figures.is_change(point, point, "") is False


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ((62, 21, 17), (64, 20, 16), False),
        ((62, 21, 17), (85, 10, 5), True),
        ((620, 210, 170), (700, 180, 120), True),  # ten times the answers, half the difference
        ((1, 0, 0), (0, 0, 1), False),  # two people are no trend, though both margins are 0
        ((50, 0, 0), (0, 0, 50), True),
    ],
)
def test_a_change_of_nps_is_one_only_beyond_chance(
    before: tuple[int, int, int], after: tuple[int, int, int], verdict: bool
) -> None:
    assert figures.is_change(_scored(*before), _scored(*after), "") is verdict


@pytest.mark.parametrize(
    ("part", "n", "low", "high"),
    [  # Newcombe, Statistics in Medicine 17 (1998), 857-872, table I, method 3
        (81, 263, "0.2553", "0.3662"),
        (15, 148, "0.0624", "0.1605"),
        (0, 20, "0.0000", "0.1611"),
        (1, 29, "0.0061", "0.1718"),
    ],
)
def test_wilson_interval_as_published(part: int, n: int, low: str, high: str) -> None:
    found = figures.wilson(D(part) / n, n)
    assert abs(found[0] - D(low)) < LAST_DIGIT
    assert abs(found[1] - D(high)) < LAST_DIGIT


@pytest.mark.parametrize(
    ("after", "before", "low", "high"),
    [  # Newcombe, Statistics in Medicine 17 (1998), 873-890, table II, method 10
        ((56, 70), (48, 80), "0.0524", "0.3339"),
        ((9, 10), (3, 10), "0.1705", "0.8090"),
        ((6, 7), (2, 7), "0.0582", "0.8062"),
        ((5, 56), (0, 29), "-0.0381", "0.1926"),
        ((0, 10), (0, 20), "-0.1611", "0.2775"),
        ((10, 10), (0, 10), "0.6075", "1.0000"),
    ],
)
def test_difference_of_shares_as_published(
    after: tuple[int, int], before: tuple[int, int], low: str, high: str
) -> None:
    pairs = [(D(part) / n, n) for part, n in (before, after)]
    found = figures.share_change(pairs[0], pairs[1])
    assert abs(found[0] - D(low)) < LAST_DIGIT
    assert abs(found[1] - D(high)) < LAST_DIGIT


@settings(deadline=None)
@given(share, size)
def test_a_share_lies_in_its_interval(part: Decimal, n: int) -> None:
    low, high = figures.wilson(part, n)
    rounding = D("1e-20")
    assert -rounding <= low <= part + rounding
    assert part - rounding <= high <= 1 + rounding


def _plain(value: str, sample: int | None = None) -> Point:
    return Point(D(value), date(2026, 11, 20), NOON, sample)


@pytest.mark.parametrize(
    ("before", "after", "unit", "verdict"),
    [
        (_plain("80", 200), _plain("91", 200), "%", True),
        (_plain("90", 40), _plain("91", 40), "%", False),
        (_plain("90"), _plain("91"), "%", None),
        (_plain("90", 40), _plain("91"), "%", None),
        (_plain("3.5", 40), _plain("2.5", 40), "h", None),
        (_scored(62, 21, 17), _plain("45"), "", None),
    ],
)
def test_without_samples_nothing_is_claimed(
    before: Point, after: Point, unit: str, verdict: bool | None
) -> None:
    assert figures.is_change(before, after, unit) is verdict


def test_margin_is_unknown_rather_than_zero() -> None:
    assert figures.margin(_plain("91"), "%") is None
    assert figures.margin(_plain("3.5", 20), "h") is None
    assert round(figures.margin(_plain("91", 240), "%") or D(0), 1) == D("3.6")


def test_first_reading_has_no_change() -> None:
    shown = figures.shown("nps", "NPS", "", _scored(62, 21, 17), None, NOON)
    assert (shown.change, shown.verdict, shown.is_change, shown.since) == (None, None, False, None)


@pytest.mark.parametrize(
    ("age", "is_late"), [(timedelta(0), False), (timedelta(days=8), False), (timedelta(9), True)]
)
def test_a_source_is_late_after_a_week_and_a_day(age: timedelta, is_late: bool) -> None:
    shown = figures.shown("nps", "NPS", "", _scored(1, 2, 3), None, NOON + age)
    assert shown.is_late is is_late


@pytest.mark.parametrize(
    ("value", "short"),
    [("45", "45"), ("45.04", "45"), ("45.06", "45.1"), ("100", "100"), ("-0.04", "0"), ("0", "0")],
)
def test_figures_are_shown_to_one_decimal(value: str, short: str) -> None:
    assert format(figures.tidy(D(value)), "f") == short


def test_values_without_margin_stay_as_typed() -> None:
    assert figures.tidy(D("48.25"), None) == D("48.25")
