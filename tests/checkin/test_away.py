"""Who is away, and on which days nobody works."""

from datetime import UTC, date, datetime

import pytest

from handlers.checkin.rules import away
from handlers.kit.holidays import country_of, holiday

NOW = datetime(2026, 11, 18, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("emoji", "text", "is_away"),
    [
        (":palm_tree:", "Vacationing", True),
        (":face_with_thermometer:", "Out sick", True),
        (":palm_tree::skin-tone-2:", "", True),
        ("", "On vacation until Monday", True),
        ("", "OOO", True),
        ("", "休假中", True),
        ("", "請假", True),
        (":house_with_garden:", "Working remotely", False),
        (":spiral_calendar_pad:", "In a meeting", False),
        ("", "Zooo keeper", False),
        ("", "", False),
    ],
)
def test_a_status_says_whether_somebody_works(emoji: str, text: str, is_away: bool) -> None:
    assert away.away_by_status(emoji, text) is is_away


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (datetime(2026, 11, 18, 9, 1, tzinfo=UTC), "away"),
        (datetime(2026, 11, 18, 9, 0, tzinfo=UTC), None),
        (None, None),
    ],
)
def test_away_ends_at_its_moment(until: datetime | None, expected: str | None) -> None:
    assert away.away_reason(NOW, until, "", "", None) == expected


def test_a_public_holiday_is_named() -> None:
    reason = away.away_reason(NOW, None, "", "", "Thanksgiving Day")
    assert reason == "public holiday: Thanksgiving Day"
    assert away.is_neutral(reason)


def test_only_away_and_holidays_are_neutral() -> None:
    assert away.is_neutral(away.AWAY)
    assert not away.is_neutral(away.MISSED)
    assert not away.is_neutral(None)


@pytest.mark.parametrize(
    ("day", "zone", "name"),
    [
        (date(2026, 11, 26), "America/New_York", "Thanksgiving Day"),
        (date(2026, 11, 26), "Europe/Berlin", None),
        (date(2026, 10, 1), "Asia/Shanghai", "National Day"),
        (date(2026, 12, 25), "US/Eastern", "Christmas Day"),
        (date(2026, 12, 25), "UTC", None),
        (date(2026, 12, 25), "Antarctica/Troll", None),
    ],
)
def test_a_zone_has_its_countrys_holidays(day: date, zone: str, name: str | None) -> None:
    assert holiday(day, zone) == name


def test_old_names_of_zones_are_known() -> None:
    assert country_of("Asia/Calcutta") == "IN"
