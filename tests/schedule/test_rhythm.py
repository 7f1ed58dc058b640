"""How often something comes round: weeks, months and some weekdays."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.schedule.rules import rhythm
from handlers.schedule.rules.rhythm import LAST, NTHS, WEEKLY, Days, Month, Rhythm, Weeks

WEEKS = st.integers(2, 8).flatmap(lambda n: st.builds(Weeks, st.just(n), st.integers(0, n - 1)))
DAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: Days(tuple(sorted(days))))
RHYTHMS = st.just(WEEKLY) | WEEKS | st.sampled_from(NTHS).map(Month) | DAYS
SINCE = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("weekly", Weeks()),
        (" Weekly ", Weeks()),
        ("weeks:2", Weeks(2)),
        ("weeks:8:7", Weeks(8, 7)),
        ("month:1", Month(1)),
        ("month:last", Month(LAST)),
        ("days:3,0", Days((0, 3))),
        ("days:4", Days((4,))),
    ],
)
def test_a_rhythm_is_read(text: str, made: Rhythm) -> None:
    assert rhythm.parse(text) == made


NONE = (
    *("", "daily", "weekly:2", "weeks", "weeks:1", "weeks:9", "weeks:2:2", "weeks:2:-1", "weeks:x"),
    *("month", "month:5", "month:0", "month:-1", "days:", "days:7", "days:x", "days:-1", "weeks:²"),
)


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_rhythm_is_told_how_to_write_one(text: str) -> None:
    with pytest.raises(UserError, match="weekly, weeks:2"):
        rhythm.parse(text)


@given(RHYTHMS)
def test_a_rhythm_is_read_as_it_was_written(made: Rhythm) -> None:
    assert rhythm.parse(rhythm.written(made)) == made


@pytest.mark.parametrize(
    ("text", "weekday", "days"),
    [
        ("weekly", 2, ["2026-11-18", "2026-11-25", "2026-12-02"]),
        ("weeks:2:1", 2, ["2026-11-18", "2026-12-02", "2026-12-16"]),
        ("weeks:2", 2, ["2026-11-25", "2026-12-09", "2026-12-23"]),
        ("weeks:3", 0, ["2026-11-16", "2026-12-07", "2026-12-28"]),
        ("month:1", 0, ["2026-12-07", "2027-01-04", "2027-02-01"]),
        ("month:4", 2, ["2026-11-25", "2026-12-23", "2027-01-27"]),
        ("month:last", 4, ["2026-11-27", "2026-12-25", "2027-01-29"]),
        ("month:last", 0, ["2026-11-30", "2026-12-28", "2027-01-25"]),
        ("days:0,3", 2, ["2026-11-16", "2026-11-19", "2026-11-23"]),
        ("days:0,1,2,3,4", 0, ["2026-11-16", "2026-11-17", "2026-11-18"]),
    ],
)
def test_the_days_of_a_rhythm(text: str, weekday: int, days: list[str]) -> None:
    found = _walk(rhythm.parse(text), weekday, date(2026, 11, 15), 3)
    assert [day.isoformat() for day in found] == days


@given(RHYTHMS, st.integers(0, 6), SINCE)
def test_every_period_has_exactly_one_day(made: Rhythm, weekday: int, since: date) -> None:
    days = _walk(made, weekday, since, 30)
    periods = [rhythm.period(made, day) for day in days]
    if isinstance(made, Days):
        span = range((days[-1] - days[0]).days + 1)
        every = [days[0] + timedelta(days=n) for n in span]
        assert days == [day for day in every if day.weekday() in made.days]
    else:
        assert periods == list(range(periods[0], periods[0] + 30))
        assert {day.weekday() for day in days} == {weekday}


@given(RHYTHMS, st.integers(0, 6), SINCE)
def test_days_keep_their_distance(made: Rhythm, weekday: int, since: date) -> None:
    for day, after in pairwise(_walk(made, weekday, since, 30)):
        assert rhythm.apart(made) <= after - day <= rhythm.longest(made)
        assert rhythm.reach(made) <= after - day
        assert rhythm.on_or_after(made, weekday, day + rhythm.apart(made)) == after


def _walk(made: Rhythm, weekday: int, since: date, n: int) -> list[date]:
    days = [rhythm.on_or_after(made, weekday, since)]
    while len(days) < n:
        days.append(rhythm.on_or_after(made, weekday, days[-1] + timedelta(days=1)))
    return days
