"""Clock changes, what became of prompts, and a plain word for each reason."""

from datetime import UTC, date, datetime, timedelta
from types import ModuleType

import pytest

from handlers.absence.rules import why as absence
from handlers.checkin.rules import away, cadence, reminding, snooze
from handlers.kit.text import Texts
from handlers.nudge import rules as nudge
from handlers.schedule.rules.trying import FAILED
from handlers.why.rules import Change, Coming, Told, changes, last, merged
from handlers.why.views.reasons import reason_words

SAY = Texts().say("en-US")
HOUR = timedelta(hours=1)
WEDNESDAY = datetime(2026, 11, 18, 9, tzinfo=UTC)
WEEK = timedelta(days=7)


def utc(*when: int) -> datetime:
    return datetime(*when, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("zone", "since", "until", "expected"),
    [
        ("Europe/Berlin", utc(2026, 3, 25), utc(2026, 4, 1), [(utc(2026, 3, 29, 1), HOUR)]),
        ("Europe/Berlin", utc(2026, 10, 21), utc(2026, 10, 28), [(utc(2026, 10, 25, 1), -HOUR)]),
        ("Europe/Berlin", utc(2026, 3, 29, 1), utc(2026, 4, 1), []),
        ("Europe/Berlin", utc(2026, 3, 29), utc(2026, 3, 29, 0, 59, 59), []),
        ("Europe/Berlin", utc(2026, 3, 29), utc(2026, 3, 29, 1), [(utc(2026, 3, 29, 1), HOUR)]),
        (
            "Australia/Lord_Howe",
            utc(2026, 10, 1),
            utc(2026, 10, 8),
            [(utc(2026, 10, 3, 15, 30), HOUR / 2)],
        ),
        ("Asia/Shanghai", utc(2026, 1, 1), utc(2026, 12, 31), []),
        ("UTC", utc(2026, 1, 1), utc(2026, 12, 31), []),
    ],
)
def test_clocks_change_at_their_moment(
    zone: str, since: datetime, until: datetime, expected: list[tuple[datetime, timedelta]]
) -> None:
    found = changes(zone, since, until)
    assert found == [Change(at, by, zone) for at, by in expected]


def test_a_change_stands_on_the_day_of_its_own_wall() -> None:
    (change,) = changes("Australia/Lord_Howe", utc(2026, 10, 1), utc(2026, 10, 8))
    assert change.day == date(2026, 10, 4)


def codes(module: ModuleType) -> dict[str, str]:
    """The reasons that a module of rules writes down."""
    return {
        f"{module.__name__}.{name}": value
        for name, value in vars(module).items()
        if name.isupper() and not name.startswith("_") and type(value) is str
    }


WORDS = (away.AWAY, away.BOT)  # that are told as they are written down
REASONS = {k: v for one in (away, absence, reminding, snooze, nudge) for k, v in codes(one).items()}


@pytest.mark.parametrize("code", [*REASONS.values(), FAILED], ids=[*REASONS, "failed"])
def test_each_reason_is_told_in_words(code: str) -> None:
    written = code.format(day="2026-11-19")
    if code.startswith("the stand-in"):
        written = absence.named(absence.AWAY, code)
    told = reason_words(SAY, written)
    assert told
    assert told != written or code in WORDS
    assert "{" not in told


def test_a_reason_of_a_newer_version_is_told_as_it_is() -> None:
    assert reason_words(SAY, "eclipse: <total>") == "eclipse: &lt;total&gt;"


def told(kind: str, team: str, due: datetime, state: str = "done", **more: object) -> Told:
    at = more.pop("at", due)
    return Told(kind, team, due.date(), due, "UTC", state, at, **more)  # type: ignore[arg-type]


def test_teams_that_were_asked_about_together_stand_together_newest_first() -> None:
    rows = [
        told(cadence.PROMPT, team, WEDNESDAY - WEEK * n) for n in range(4) for team in ("b", "a")
    ]
    rows.append(told(cadence.PROMPT, "c", WEDNESDAY, "skipped", reason=away.NO_KEY_RESULTS))
    rows.append(told(cadence.PROMPT, "a", WEDNESDAY + WEEK, "due"))
    found = last(rows, {("a", WEDNESDAY.date()): WEDNESDAY})
    assert [(one.team_ids, one.prompt.due) for one in found] == [
        (("a", "b"), WEDNESDAY),
        (("c",), WEDNESDAY),
        (("a", "b"), WEDNESDAY - WEEK),
        (("a", "b"), WEDNESDAY - WEEK * 2),
    ]
    assert [one.answered for one in found] == [None] * 4  # b is not answered


def test_a_reminder_of_two_teams_is_told_once() -> None:
    rows = [told(kind, team, WEDNESDAY) for team in "ab" for kind in cadence.PLANNED]
    answered = {(team, WEDNESDAY.date()): WEDNESDAY + HOUR for team in "ab"}
    (one,) = last(rows, answered)
    assert [row.told.kind for row in one.followed] == [cadence.REMIND, cadence.LAST_CALL]
    assert one.answered == WEDNESDAY + HOUR


@pytest.mark.parametrize(
    ("answered", "skipped", "over"),
    [("ab", "", True), ("a", "", False), ("", "ab", True), ("", "a", False), ("", "", False)],
)
def test_what_was_answered_or_left_out_in_all_its_teams_is_over(
    answered: str, skipped: str, *, over: bool
) -> None:
    day = WEDNESDAY.date()
    rows = [told(cadence.PROMPT, team, WEDNESDAY) for team in "ab"]
    times = {(team, day): WEDNESDAY for team in answered}
    (one,) = last(rows, times, {(team, day) for team in skipped})
    assert one.is_over is over


def test_the_next_three_moments_with_all_that_comes_then() -> None:
    found = merged(
        [
            *(Coming(WEDNESDAY + WEEK * n, "UTC", ("a",)) for n in range(5)),
            Coming(WEDNESDAY, "UTC", ("b",)),
            Coming(WEDNESDAY, "UTC", ("c",), reason=away.NO_KEY_RESULTS),
        ]
    )
    assert [(one.team_ids, one.reason) for one in found] == [
        (("a", "b"), None),
        (("c",), away.NO_KEY_RESULTS),
        (("a",), None),
        (("a",), None),
    ]
