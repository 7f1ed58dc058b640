"""Wall time to moments, over every change of the clocks."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.schedule.rules import moment, weekday_from, working_moment

ZONES = st.sampled_from(
    (
        "Europe/Berlin",
        "America/New_York",
        "America/St_Johns",
        "Asia/Shanghai",
        "Asia/Kathmandu",
        "Pacific/Auckland",
        "Pacific/Apia",
        "Australia/Lord_Howe",
        "Africa/Casablanca",
        "UTC",
    )
)
DAYS = st.dates(date(2010, 1, 1), date(2035, 12, 31))
WALLS = st.integers(0, 24 * 60 - 1).map(lambda minute: time(minute // 60, minute % 60))
NOWS = st.integers(0, 20 * 365 * 24 * 60).map(
    lambda minute: datetime(2010, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)


@pytest.mark.parametrize(
    ("day", "wall", "zone", "at"),
    [
        (date(2026, 3, 29), time(1, 59), "Europe/Berlin", "2026-03-29T00:59"),
        (date(2026, 3, 29), time(2, 0), "Europe/Berlin", "2026-03-29T01:00"),  # the gap's edge
        (date(2026, 3, 29), time(2, 59), "Europe/Berlin", "2026-03-29T01:00"),
        (date(2026, 3, 29), time(3, 0), "Europe/Berlin", "2026-03-29T01:00"),
        (date(2026, 10, 25), time(2, 30), "Europe/Berlin", "2026-10-25T00:30"),  # the first of two
        (date(2026, 10, 25), time(3, 0), "Europe/Berlin", "2026-10-25T02:00"),
        (date(2026, 10, 4), time(2, 15), "Australia/Lord_Howe", "2026-10-03T15:30"),  # half an hour
        (date(2011, 12, 30), time(10, 0), "Pacific/Apia", "2011-12-30T10:00"),  # no such day
        (date(2026, 11, 18), time(10, 0), "Asia/Shanghai", "2026-11-18T02:00"),
    ],
)
def test_each_wall_time_is_one_moment(day: date, wall: time, zone: str, at: str) -> None:
    assert moment(day, wall, zone) == datetime.fromisoformat(at).replace(tzinfo=UTC)


@given(DAYS, WALLS, ZONES)
def test_the_wall_shows_the_time_or_is_in_a_gap(day: date, wall: time, zone: str) -> None:
    at = moment(day, wall, zone)
    local = at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    wanted = datetime.combine(day, wall)
    if local != wanted:
        before = (at - timedelta(seconds=1)).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
        assert before < wanted < local or local == wanted


@given(DAYS, WALLS, WALLS, ZONES)
def test_a_later_wall_time_is_never_an_earlier_moment(
    day: date, one: time, other: time, zone: str
) -> None:
    first, second = sorted((one, other))
    gained = timedelta(hours=1)  # in a fold the later wall time may be the first of two
    assert moment(day, first, zone) <= moment(day, second, zone) + gained


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_found_within_a_week(day: date, weekday: int) -> None:
    found = weekday_from(day, weekday)
    assert found.weekday() == weekday
    assert timedelta() <= found - day < timedelta(days=7)


@given(NOWS, ZONES)
def test_a_working_moment_is_now_or_the_next_opening(now: datetime, zone: str) -> None:
    at = working_moment(now, zone, time(8), time(18))
    assert at >= now
    assert at == now or at.astimezone(ZoneInfo(zone)).time() == time(8)
    assert 8 <= at.astimezone(ZoneInfo(zone)).hour < 18
