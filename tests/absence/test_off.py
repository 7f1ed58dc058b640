"""Days off of a team and of everybody; and how long what is due waits for quiet to end."""

from datetime import UTC, date, datetime, timedelta

import pytest

from handlers.absence.rules.off import Off, off_on
from handlers.absence.rules.quiet import NEVER, Quiet, held_until, read_quiet

BREAK = Off("1", "care", date(2026, 12, 21), date(2027, 1, 3), "Winter break")
COMPANY = Off("2", "", date(2026, 12, 24), date(2026, 12, 24), "Company day")


@pytest.mark.parametrize(
    ("team", "day", "reason"),
    [
        ("care", date(2026, 12, 20), None),
        ("care", date(2026, 12, 21), "pause: Winter break"),
        ("care", date(2027, 1, 3), "pause: Winter break"),
        ("care", date(2027, 1, 4), None),
        ("care", date(2026, 12, 24), "pause: Winter break"),
        ("product", date(2026, 12, 24), "day off: Company day"),
        ("product", date(2026, 12, 21), None),
    ],
)
def test_a_day_off_is_the_teams_or_everybodys(team: str, day: date, reason: str | None) -> None:
    found = off_on([COMPANY, BREAK], team, day)
    assert (found and found.reason) == reason


def test_a_pause_without_a_name_is_just_a_pause() -> None:
    assert Off("1", "care", date(2026, 12, 21), date(2026, 12, 21), "").reason == "pause"
    assert BREAK.back == date(2027, 1, 4)


DUE = datetime(2026, 11, 18, 10, tzinfo=UTC)
CLOSES = DUE + timedelta(days=2)


def hours(n: float) -> datetime:
    return DUE + timedelta(hours=n)


@pytest.mark.parametrize(
    ("quiet", "now", "closes", "held"),
    [
        (Quiet(hours(-1), hours(2)), DUE, CLOSES, hours(2)),
        (Quiet(hours(-1), hours(20)), DUE, CLOSES, hours(6)),  # at most
        (Quiet(hours(-1), hours(20)), hours(6), CLOSES, None),
        (Quiet(hours(-1), hours(20)), DUE, hours(4), hours(3)),  # in time to answer
        (Quiet(hours(-1), hours(20)), DUE, hours(0.5), None),
        (Quiet(hours(-3), hours(0)), DUE, CLOSES, None),  # over
        (Quiet(hours(1), hours(9)), DUE, CLOSES, None),  # tonight
        (NEVER, DUE, CLOSES, None),
    ],
)
def test_what_is_due_in_quiet_waits_for_its_end(
    quiet: Quiet, now: datetime, closes: datetime, held: datetime | None
) -> None:
    assert held_until(quiet, DUE, now, closes) == held


@pytest.mark.parametrize(
    ("status", "quiet"),
    [
        (
            {"dnd_enabled": True, "next_dnd_start_ts": 1450387800, "next_dnd_end_ts": 1450423800},
            Quiet(
                datetime(2015, 12, 17, 21, 30, tzinfo=UTC),
                datetime(2015, 12, 18, 7, 30, tzinfo=UTC),
            ),
        ),
        ({"dnd_enabled": False, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, NEVER),
        ({"dnd_enabled": True, "next_dnd_start_ts": 1, "next_dnd_end_ts": 1}, NEVER),
        ({}, NEVER),
    ],
)
def test_slacks_words_for_quiet(status: dict[str, object], quiet: Quiet) -> None:
    assert read_quiet(status) == quiet
