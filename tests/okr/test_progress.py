"""Progress, roll-up, expectation and status: tables, and what always holds."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.okr import rules
from handlers.okr.rules import Status

D = Decimal
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)
numbers = st.decimals(min_value=-(10**9), max_value=10**9, places=3)
shares = st.none() | st.decimals(min_value=-3, max_value=3, places=3)
weights = st.decimals(min_value=0, max_value=10, places=2)


@pytest.mark.parametrize(
    ("start", "target", "current", "share"),
    [
        ("0", "100", "45", "0.45"),
        ("60", "4", "60", "0"),
        ("60", "4", "32", "0.5"),  # downwards
        ("60", "4", "4", "1"),
        ("40", "60", "64", "1.2"),  # past the target is shown
        ("40", "60", "30", "-0.5"),  # and so is the wrong way
        ("-10", "10", "0", "0.5"),
        ("0.1", "0.3", "0.2", "0.5"),  # exactly: no binary fractions
    ],
)
def test_progress_is_the_share_of_the_way(
    start: str, target: str, current: str, share: str
) -> None:
    assert rules.progress(D(start), D(target), D(current)) == D(share)


def test_no_value_is_no_progress_and_not_zero() -> None:
    assert rules.progress(D(0), D(1), None) is None


def test_a_kr_that_starts_at_its_target_has_no_progress() -> None:
    with pytest.raises(ValueError, match="starts at its target"):
        rules.progress(D(5), D(5), D(5))


@given(numbers, numbers, numbers, numbers)
def test_nearer_to_the_target_is_never_less_progress(
    start: Decimal, target: Decimal, one: Decimal, other: Decimal
) -> None:
    if start == target:
        return
    near, far = sorted((one, other), key=lambda v: (v - start) * (1 if target > start else -1))[
        ::-1
    ]
    nearer, farther = (rules.progress(start, target, v) for v in (near, far))

    assert nearer is not None
    assert farther is not None
    assert nearer >= farther


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_held_stays_between_nothing_and_all(share: Decimal) -> None:
    assert 0 <= rules.held(share) <= 1


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ([("0.5", "1"), ("1", "1")], "0.75"),
        ([("0.5", "3"), ("1", "1")], "0.625"),
        ([("1.2", "1"), ("-0.5", "1")], "0.5"),  # each is held before it counts
        ([("0.4", "0"), ("0.8", "2")], "0.8"),  # what weighs nothing does not count
        ([(None, "5"), ("0.3", "1")], "0.3"),  # no answer is left out, not 0
    ],
)
def test_an_objective_is_the_weighted_mean_of_its_krs(
    parts: list[tuple[str | None, str]], whole: str
) -> None:
    given_parts = [(None if share is None else D(share), D(weight)) for share, weight in parts]

    assert rules.objective_progress(given_parts) == D(whole)


@pytest.mark.parametrize(
    "parts", [[(None, D(1))], [(None, D(1)), (D(1), D(0))]], ids=["none", "only one of no weight"]
)
def test_an_objective_without_answers_has_no_progress(
    parts: list[tuple[Decimal | None, Decimal]],
) -> None:
    assert rules.objective_progress(parts) is None


@pytest.mark.parametrize("parts", [[], [(D(1), D(0))], [(D(1), D(2)), (D(1), D(-1))]])
def test_weights_that_come_to_nothing_are_refused(parts: list[tuple[Decimal, Decimal]]) -> None:
    with pytest.raises(UserError):
        rules.objective_progress(parts)


@given(st.lists(st.tuples(shares, weights), min_size=1))
def test_an_objective_lies_between_its_krs(parts: list[tuple[Decimal | None, Decimal]]) -> None:
    counted = [rules.held(share) for share, weight in parts if share is not None and weight]
    if not any(weight for _, weight in parts):
        return
    whole = rules.objective_progress(parts)

    if not counted:
        assert whole is None
    else:
        assert whole is not None
        assert min(counted) - D("1e-9") <= whole <= max(counted) + D("1e-9")


@pytest.mark.parametrize(
    ("activated", "now", "expected"),
    [
        (-5 * DAY, -DAY, "0"),  # before the cycle
        (-5 * DAY, 0 * DAY, "0"),
        (-5 * DAY, 25 * DAY, "0.25"),
        (50 * DAY, 75 * DAY, "0.5"),  # from the activation, which was later
        (-5 * DAY, 100 * DAY, "1"),
        (-5 * DAY, 400 * DAY, "1"),
        (100 * DAY, 100 * DAY, "1"),  # activated at the end: no time to divide by
    ],
)
def test_expected_is_the_share_of_time_gone(
    activated: timedelta, now: timedelta, expected: str
) -> None:
    shown = rules.expected_progress(NOON, NOON + activated, NOON + 100 * DAY, NOON + now)

    assert shown == D(expected)


@pytest.mark.parametrize(
    ("share", "status"),
    [
        ("0.40", Status.ON_TRACK),  # 0.10 behind
        ("0.3999", Status.AT_RISK),
        ("0.25", Status.AT_RISK),  # 0.25 behind
        ("0.2499", Status.OFF_TRACK),
        ("1.2", Status.ON_TRACK),
        ("-0.5", Status.OFF_TRACK),
    ],
)
def test_status_compares_progress_with_half_of_the_time_gone(share: str, status: Status) -> None:
    assert rules.suggested(D(share), D("0.5")) is status


@pytest.mark.parametrize(
    ("share", "said", "silence", "status"),
    [
        ("0.5", None, 9 * DAY, Status.ON_TRACK),
        ("0.5", None, 10 * DAY - timedelta(seconds=1), Status.ON_TRACK),
        ("0.5", None, 10 * DAY, Status.OUTDATED),
        ("0.5", Status.OFF_TRACK, DAY, Status.OFF_TRACK),  # a person overrules
        ("0.5", Status.ON_TRACK, 10 * DAY, Status.OUTDATED),  # silence overrules the person
        (None, None, DAY, Status.NEW),  # nothing was said: not green
        (None, None, 10 * DAY, Status.OUTDATED),
    ],
)
def test_silence_is_never_green(
    share: str | None, said: Status | None, silence: timedelta, status: Status
) -> None:
    value = None if share is None else D(share)
    suggestion = None if value is None else rules.suggested(value, D("0.5"))
    shown = rules.standing_now(suggestion, said=said, heard=NOON - silence, now=NOON)

    assert shown is status


@pytest.mark.parametrize(
    ("day", "quarter", "starts", "ends"),
    [
        (date(2026, 11, 16), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2026, 12, 31), "2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), "2027-Q1", date(2027, 1, 1), date(2027, 3, 31)),
        (date(2028, 2, 29), "2028-Q1", date(2028, 1, 1), date(2028, 3, 31)),
        (date(2026, 6, 30), "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), "2026-Q3", date(2026, 7, 1), date(2026, 9, 30)),
    ],
)
def test_a_cycle_is_a_quarter(day: date, quarter: str, starts: date, ends: date) -> None:
    assert rules.quarter_of(day) == rules.Period(quarter, starts, ends)


@given(st.dates())
def test_every_day_is_in_its_quarter_and_the_next_quarter_follows(day: date) -> None:
    quarter = rules.quarter_of(day)

    assert quarter.starts <= day <= quarter.ends
    if quarter.ends < date.max:
        assert rules.quarter_of(quarter.ends + DAY).starts == quarter.ends + DAY
