"""When a digest is due, and what it covers."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.digest.rules import due

BERLIN = "Europe/Berlin"


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("after", "weekday", "wall", "zone", "last", "expected"),
    [
        ("2026-11-16T08:00", 4, time(15), BERLIN, None, "2026-11-20T14:00"),
        ("2026-11-20T13:59", 4, time(15), BERLIN, None, "2026-11-20T14:00"),
        ("2026-11-20T14:00", 4, time(15), BERLIN, None, "2026-11-27T14:00"),
        ("2026-10-24T00:00", 4, time(15), BERLIN, None, "2026-10-30T14:00"),  # clocks went back
        ("2026-10-20T00:00", 4, time(15), BERLIN, None, "2026-10-23T13:00"),
        ("2027-03-22T00:00", 6, time(2, 30), BERLIN, None, "2027-03-28T01:00"),  # in the gap
        ("2026-11-19T12:00", 4, time(8), "Pacific/Auckland", None, "2026-11-19T19:00"),
        # moved after it was posted on Friday the 20th: no second one at once
        ("2026-11-20T15:00", 4, time(17), BERLIN, date(2026, 11, 20), "2026-11-27T16:00"),
        ("2026-11-20T15:00", 0, time(9), BERLIN, date(2026, 11, 20), "2026-11-30T08:00"),
        ("2026-11-20T15:00", 3, time(9), BERLIN, date(2026, 11, 20), "2026-11-26T08:00"),
    ],
)
def test_the_next_digest(
    after: str, weekday: int, wall: time, zone: str, last: date | None, expected: str
) -> None:
    day, at = due.next_due(_at(after), weekday, wall, zone, last)
    assert at == _at(expected)
    assert day.weekday() == weekday


@settings(deadline=None)
@given(
    st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)),  # noqa: DTZ001 hypothesis wants them plain
    st.integers(0, 6),
    st.times(),
    st.sampled_from([BERLIN, "Pacific/Auckland", "America/New_York", "Asia/Kathmandu", "UTC"]),
)
def test_the_next_one_always_comes_within_eight_days(
    after: datetime, weekday: int, wall: time, zone: str
) -> None:
    moment = after.replace(tzinfo=UTC)
    _, at = due.next_due(moment, weekday, wall, zone, None)
    assert moment < at
    assert (at - moment).days <= 8


def test_the_headline_does_not_tell_a_day_twice() -> None:
    start, end = due.days(_at("2026-11-13T14:00"), _at("2026-11-20T14:00"), BERLIN)
    assert (start, end) == (date(2026, 11, 14), date(2026, 11, 20))


def test_two_digests_on_one_day_have_that_day() -> None:
    start, end = due.days(_at("2026-11-20T08:00"), _at("2026-11-20T14:00"), BERLIN)
    assert (start, end) == (date(2026, 11, 20), date(2026, 11, 20))


def test_the_first_digest_covers_a_week() -> None:
    assert due.begins(_at("2026-11-20T14:00"), None) == _at("2026-11-13T14:00")
