"""When a card that was put off comes again."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.checkin.rules.snooze import Until, a_day_later, again

BERLIN, NEW_YORK, LORD_HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"
ZONES = sorted(available_timezones() - {"localtime", "Factory"})


def at(when: str, zone: str = BERLIN, fold: int = 0) -> datetime:
    return datetime.fromisoformat(when).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("until", "now", "own", "expected"),
    [
        (Until.HOUR, "2026-11-18 10:00", None, "2026-11-18 11:00"),
        (Until.TOMORROW, "2026-11-18 10:00", None, "2026-11-19 09:00"),
        (Until.TOMORROW, "2026-11-18 10:00", time(16), "2026-11-19 16:00"),
        (Until.TOMORROW, "2026-11-18 00:05", None, "2026-11-19 09:00"),
        (Until.TOMORROW, "2026-12-31 23:55", None, "2027-01-01 09:00"),
        (Until.MONDAY, "2026-11-18 10:00", None, "2026-11-23 09:00"),
        (Until.MONDAY, "2026-11-18 10:00", time(7, 30), "2026-11-23 07:30"),
        (Until.MONDAY, "2026-11-22 10:00", None, "2026-11-23 09:00"),  # on Sunday it is tomorrow
        (Until.MONDAY, "2026-11-23 08:00", None, "2026-11-30 09:00"),  # on Monday the next one
        # Over the clock changes of 29 March and 25 October 2026:
        (Until.TOMORROW, "2026-03-28 10:00", None, "2026-03-29 09:00"),
        (Until.TOMORROW, "2026-03-28 10:00", time(2, 30), "2026-03-29 03:00"),  # that is left out
        (Until.TOMORROW, "2026-10-24 10:00", time(2, 30), "2026-10-25 02:30"),  # the first of two
        (Until.MONDAY, "2026-03-27 10:00", None, "2026-03-30 09:00"),
        (Until.HOUR, "2026-03-29 01:30", None, "2026-03-29 03:30"),
    ],
)
def test_it_comes_at_a_wall_time_that_people_expect(
    until: Until, now: str, own: time | None, expected: str
) -> None:
    assert again(until, at(now), BERLIN, own).at == at(expected)


def test_an_hour_is_an_hour_also_while_the_clocks_go_back() -> None:
    first, second = at("2026-10-25 02:30"), at("2026-10-25 02:30", fold=1)
    assert first != second
    assert again(Until.HOUR, first, BERLIN, None).at == second


@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31)),  # noqa: DTZ001 made aware below
    st.sampled_from(Until),
    st.none() | st.times(),
)
def test_it_never_comes_at_once_nor_after_more_than_a_week_and_a_day(
    zone: str, naive: datetime, until: Until, own: time | None
) -> None:
    now = naive.replace(tzinfo=ZoneInfo("UTC"))
    found = again(until, now, zone, own)
    assert now < found.at <= now + timedelta(days=9)
    assert found.wall.date() > now.astimezone(ZoneInfo(zone)).date() or until is Until.HOUR


def test_whoever_is_away_then_is_asked_at_the_same_time_of_the_next_day() -> None:
    assert a_day_later(at("2026-03-28 09:00"), time(9), BERLIN) == at("2026-03-29 09:00")
    half_an_hour = at("2026-10-03 09:00", LORD_HOWE)  # the clocks go forward by 30 minutes
    assert a_day_later(half_an_hour, time(2, 15), LORD_HOWE) == at("2026-10-04 02:30", LORD_HOWE)
    assert a_day_later(at("2026-03-07 23:00", NEW_YORK), time(9), NEW_YORK).date() == date(
        2026, 3, 8
    )
