"""Who is away, and the words for it."""

from datetime import UTC, datetime, timedelta

import pytest

from handlers.absence.rules import why
from handlers.kit.statuses import away_by_status

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
        (":baby:", "", True),
        (":mask:", "", True),
        ("", "on parental leave until March", True),
        ("", "Out of the office", True),
        ("", "PTO", True),
        ("", "day off", True),
        ("", "今天调休", True),
        ("", "休產假", True),
        (":calendar:", "holiday planning", False),
        ("", "Leave me alone", False),
        ("", "上班", False),
        ("", "Zooo keeper", False),
        ("", "", False),
    ],
)
def test_a_status_says_whether_somebody_works(emoji: str, text: str, is_away: bool) -> None:
    assert away_by_status(emoji, text) is is_away


SILENT = ("", "", None)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("begins", "ends", "expected"),
    [
        (None, NOW + HOUR, "away"),
        (None, NOW, None),
        (None, None, None),
        (NOW, NOW + HOUR, "away"),
        (NOW + HOUR, NOW + 2 * HOUR, None),  # planned
        (NOW - 2 * HOUR, NOW - HOUR, None),
    ],
)
def test_away_begins_and_ends_at_its_moment(
    begins: datetime | None, ends: datetime | None, expected: str | None
) -> None:
    assert why.away_now(NOW, (begins, ends), SILENT) == expected


@pytest.mark.parametrize(
    ("until", "expected"),
    [(None, "status"), (NOW + HOUR, "status"), (NOW, None), (NOW - HOUR, None)],
)
def test_a_status_that_has_expired_does_not_count_though_slack_is_late(
    until: datetime | None, expected: str | None
) -> None:
    assert why.away_now(NOW, (None, None), (":palm_tree:", "", until)) == expected


@pytest.mark.parametrize(
    ("reason", "neutral"),
    [
        (why.AWAY, True),
        (why.named(why.AWAY, why.STAND_IN_AWAY), True),
        (why.STATUS, True),
        (why.named(why.HOLIDAY, "Thanksgiving Day"), True),
        (why.named(why.DAY_OFF, "Company day"), True),
        (why.named(why.PAUSE, ""), True),
        (why.QUIET, False),
        ("missed", False),
        ("away game", False),
        (None, False),
    ],
)
def test_who_is_away_for_whatever_reason_is_not_missed(reason: str | None, neutral: bool) -> None:
    assert why.is_neutral(reason) is neutral


def test_a_reason_names_what_it_is_about() -> None:
    reason = why.named(why.HOLIDAY, "St. Patrick's Day: observed")
    assert reason == "public holiday: St. Patrick's Day: observed"
    assert (why.kind_of(reason), why.name_in(reason)) == (
        why.HOLIDAY,
        "St. Patrick's Day: observed",
    )
