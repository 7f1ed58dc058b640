"""Cycles by the calendar and of one's own, how they are named, and what is carried over."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.okr.rules import Period
from handlers.okr.rules.carry import carried
from handlers.okr.rules.cycle import (
    LONGEST,
    Rhythm,
    following,
    is_open_ahead,
    named,
    own,
    period_of,
    read_cycle,
    running,
)
from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach, Step

D = Decimal
DAY = timedelta(days=1)
TODAY = date(2026, 11, 16)
days = st.dates(date(1990, 1, 1), date(2200, 1, 1))
rhythms = st.sampled_from(Rhythm)


@pytest.mark.parametrize(
    ("rhythm", "day", "period"),
    [
        (Rhythm.MONTH, TODAY, Period("2026-11", date(2026, 11, 1), date(2026, 11, 30))),
        (Rhythm.MONTH, date(2028, 2, 29), Period("2028-02", date(2028, 2, 1), date(2028, 2, 29))),
        (Rhythm.MONTH, date(2026, 12, 5), Period("2026-12", date(2026, 12, 1), date(2026, 12, 31))),
        (Rhythm.TRIMESTER, TODAY, Period("2026-T3", date(2026, 9, 1), date(2026, 12, 31))),
        (
            Rhythm.TRIMESTER,
            date(2026, 4, 30),
            Period("2026-T1", date(2026, 1, 1), date(2026, 4, 30)),
        ),
        (Rhythm.QUARTER, TODAY, Period("2026-Q4", date(2026, 10, 1), date(2026, 12, 31))),
    ],
)
def test_the_calendar_gives_each_day_its_cycle(rhythm: Rhythm, day: date, period: Period) -> None:
    assert period_of(rhythm, day) == period


@given(rhythms, days)
def test_cycles_follow_each_other_without_a_gap(rhythm: Rhythm, day: date) -> None:
    period = period_of(rhythm, day)
    after = following(period)

    assert period.has(day)
    assert after.starts == period.ends + DAY
    assert after == period_of(rhythm, after.starts)
    assert named(period.id) == period


@given(days, st.integers(7, LONGEST))
def test_a_cycle_of_ones_own_is_followed_by_one_as_long(starts: date, length: int) -> None:
    period = own(starts, starts + timedelta(days=length - 1))
    after = following(period)

    assert after.starts == period.ends + DAY
    assert after.ends - after.starts == period.ends - period.starts


@pytest.mark.parametrize(
    ("starts", "ends", "told"),
    [
        (date(2026, 11, 16), date(2026, 11, 15), "before it begins"),
        (date(2026, 11, 16), date(2026, 11, 21), "from a week"),
        (date(2026, 1, 1), date(2036, 1, 1), "from a week"),
    ],
)
def test_dates_that_make_no_cycle_are_refused(starts: date, ends: date, told: str) -> None:
    with pytest.raises(UserError, match=told):
        own(starts, ends)


def test_an_own_cycle_goes_by_its_name_or_its_dates() -> None:
    summer = own(date(2026, 6, 1), date(2026, 8, 15), " Summer ")

    assert summer.id == "Summer"
    assert following(summer).id == "2026-08-16..2026-10-30"
    assert named(summer.id) is None


@pytest.mark.parametrize("id_", ["2026-Q5", "2026-T4", "2026-13", "2026-00", "0000-Q1", "Q1", ""])
def test_what_the_calendar_does_not_have_has_no_name(id_: str) -> None:
    assert named(id_) is None


@pytest.mark.parametrize(
    ("typed", "id_"),
    [
        ("", "2026-Q4"),
        ("this", "2026-Q4"),
        ("Next", "2027-Q1"),
        ("下期", "2027-Q1"),
        ("Q4", "2026-Q4"),
        ("q1", "2027-Q1"),  # this year's is over
        ("2026-Q1", "2026-Q1"),
        ("Q1 2026", "2026-Q1"),
        ("2026 q1", "2026-Q1"),
        ("t1 2027", "2027-T1"),
        ("2026-11", "2026-11"),
        ("christmas  rush", "Christmas rush"),
    ],
)
def test_a_cycle_is_named_as_people_name_it(typed: str, id_: str) -> None:
    rush = own(date(2026, 12, 1), date(2026, 12, 24), "Christmas rush")

    assert read_cycle(typed, [rush], TODAY, Rhythm.QUARTER).id == id_


@pytest.mark.parametrize("typed", ["soon", "Q5", "2026 Q1 2027", "T4", "2026-13"])
def test_an_unknown_cycle_is_answered_with_those_there_are(typed: str) -> None:
    with pytest.raises(UserError, match="I know no cycle") as caught:
        read_cycle(typed, [], TODAY, Rhythm.QUARTER)
    assert caught.value.values["following"] == "2027-Q1"


def test_of_cycles_that_overlap_the_shortest_comes_first() -> None:
    quarter, month = (period_of(r, TODAY) for r in (Rhythm.QUARTER, Rhythm.MONTH))
    over = period_of(Rhythm.MONTH, date(2026, 10, 1))

    assert running([quarter, over, month], TODAY) == [month, quarter]


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 12, 10), False),
        (date(2026, 12, 11), True),  # three weeks ahead
        (date(2026, 12, 31), True),
        (date(2027, 1, 1), False),  # it runs
    ],
)
def test_the_next_cycle_is_prepared_in_the_last_three_weeks(day: date, is_open: bool) -> None:
    assert is_open_ahead(period_of(Rhythm.QUARTER, date(2027, 1, 1)), day) is is_open


UP = Reach(D(0), D(60))
LEFT, TAKEN = Step("Try"), Step("Ask", done=True)


@pytest.mark.parametrize(
    ("aim", "value", "next_aim", "settled"),
    [
        (UP, "45", Reach(D(45), D(60)), False),
        (UP, None, UP, False),
        (UP, "-5", Reach(D(-5), D(60)), False),
        (UP, "60", UP, True),  # it needs another target
        (Reach(D(60), D(4)), "3", Reach(D(60), D(4)), True),
        (Keep(low=D(90)), "95", Keep(low=D(90)), False),
        (Milestones((TAKEN, LEFT)), "50", Milestones((LEFT,)), False),
        (Milestones((TAKEN,)), "100", Milestones((TAKEN,)), True),
    ],
)
def test_a_kr_goes_on_from_where_it_stands(
    aim: Aim, value: str | None, next_aim: Aim, settled: bool
) -> None:
    over = carried(3, "Replies", "h", aim, None if value is None else D(value))

    assert (over.aim, over.settled, over.was) == (next_aim, settled, 3)
