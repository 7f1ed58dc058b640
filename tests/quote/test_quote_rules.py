"""When a quote is posted, and how a recall is read."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.quote import rules


@pytest.mark.parametrize(
    ("after", "zone", "due"),
    [
        ("2026-11-16T13:59", "Europe/Berlin", "2026-11-16T14:00"),
        ("2026-11-16T14:00", "Europe/Berlin", "2026-11-23T14:00"),
        ("2026-10-20T00:00", "Europe/Berlin", "2026-10-26T14:00"),  # the clocks went back on 25th
        ("2026-11-15T12:00", "Pacific/Auckland", "2026-11-16T02:00"),
        ("2026-11-17T00:00", "America/New_York", "2026-11-23T20:00"),  # Monday evening there
    ],
)
def test_monday_at_three_on_the_teams_wall(after: str, zone: str, due: str) -> None:
    _, at = rules.next_post(datetime.fromisoformat(after).replace(tzinfo=UTC), zone)
    assert at == datetime.fromisoformat(due).replace(tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Asia/Shanghai", "America/Los_Angeles"])
def test_a_round_on_monday_morning_is_of_the_week_of_that_days_post(zone: str) -> None:
    morning = datetime(2026, 11, 16, 0, 30, tzinfo=ZoneInfo(zone))
    _, post = rules.next_post(morning, zone)
    assert rules.week_of(post) < morning < post
    friday = datetime(2026, 11, 13, 12, tzinfo=ZoneInfo(zone))
    assert friday < rules.week_of(post)


def test_a_sunday_belongs_to_the_week_that_it_ends_on_the_teams_wall() -> None:
    zone = ZoneInfo("America/Los_Angeles")
    _, post = rules.next_post(datetime(2026, 11, 15, tzinfo=UTC), zone.key)
    sunday = datetime(2026, 11, 22, 12, tzinfo=zone)
    assert rules.week_of(sunday, zone) == datetime(2026, 11, 16, tzinfo=zone)
    assert rules.week_of(sunday, zone) < post < rules.week_of(sunday)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 hypothesis adds the zone
    st.sampled_from(["Europe/Berlin", "America/Sao_Paulo", "Asia/Kathmandu", "Pacific/Apia"]),
)
def test_the_next_post_is_always_ahead_and_within_eight_days(after: datetime, zone: str) -> None:
    day, at = rules.next_post(after, zone)
    assert day.weekday() == 0
    assert 0 < (at - after).total_seconds() <= 7 * 86400 + 3600


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("recall Q-4", (True, 4)),
        ("RECALL q4", (True, 4)),
        ("recall 12", (True, 12)),
        ("  recall  ", (True, None)),
        ("recall was quick", (False, None)),
        ("recall Q-4 please", (False, None)),
        ("", (False, None)),
    ],
)
def test_a_recall_is_told_from_a_quote(typed: str, read: tuple[bool, int | None]) -> None:
    assert rules.read_recall(typed) == read
