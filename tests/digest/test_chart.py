"""What a digest's chart draws, and what it says in words."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from handlers.digest.rules.lines import Lines, lines_of
from handlers.digest.views import chart as views
from handlers.kit.text import Say
from handlers.okr.rules import KrState, Status
from handlers.okr.rules.kinds import Kind, Reach

END = date(2026, 11, 20)
D = Decimal
KR = KrState(
    number=1,
    title="First replies within two hours",
    unit="h",
    kind=Kind.REACH,
    aim=Reach(D(10), D(2)),
    owner_id="U1",
    objective_number=1,
    objective_title="Near",
    team_id="care",
    cycle_id="2026-Q4",
    cycle_ends=date(2026, 12, 31),
    weight=D(1),
    position=1,
    value=D(6),
    update_id="x",
    day=END,
    made_at=datetime(2026, 11, 20, tzinfo=UTC),
    confidence=None,
    note="",
    previous=None,
    progress=D("0.5"),
    status=Status.AT_RISK,
    expected=D("0.5"),
)


def _drawn(*steps: tuple[int, int]) -> Lines:
    """The chart of one KR; each step is so many days ago."""
    made = {1: [(END - timedelta(days=ago), D(value)) for ago, value in steps]}
    lines = lines_of("Care", [KR], made, set(), END)
    assert lines is not None
    return lines


def test_a_line_is_progress_by_day_and_the_last_of_a_day_counts() -> None:
    lines = _drawn((20, 10), (7, 9), (7, 8), (1, 6))
    assert [share for _, share in lines.lines[0].points] == [D(0), D("0.25"), D("0.5")]
    assert lines.start == END - timedelta(days=20)


def test_what_was_before_the_span_enters_it_at_its_edge() -> None:
    lines = _drawn((90, 10), (80, 8), (1, 6))
    assert lines.start == END - timedelta(weeks=8)
    assert lines.lines[0].points[0] == (lines.start, D("0.25"))


def test_a_first_update_today_still_has_a_week_of_room() -> None:
    lines = _drawn((0, 6))
    assert lines.start == END - timedelta(weeks=1)
    assert lines.lines[0].points == ((END, D("0.5")),)


def test_an_even_pace_ends_at_what_is_expected() -> None:
    (line,) = _drawn((20, 10)).lines
    (since, low), (until, high) = line.pace
    assert (until, high) == (END, D("0.5"))
    assert since == END - timedelta(days=20)
    assert D(0) < low < high


def test_without_a_value_nothing_is_drawn() -> None:
    assert lines_of("Care", [KR], {}, set(), END) is None


def test_of_many_those_in_the_digest_come_first() -> None:
    krs = [KR._replace(number=number) for number in range(1, 41)]
    steps = {number: [(END, D(6))] for number in range(1, 41)}
    lines = lines_of("Care", krs, steps, {39, 40}, END)
    assert lines is not None
    assert [line.kr.number for line in lines.lines] == [1, 2, 3, 4, 5, 6, 7, 39, 40]
    assert lines.all == 40


def test_the_picture_says_the_same_in_words(english: Say) -> None:
    assert views.in_words(english, _drawn((20, 10), (1, 6))) == (
        "Care: progress of key results. 31 Oct to 20 Nov; the dashed line is an even pace."
        " KR-1 First replies within two hours: 0 % to 50 %, at risk."
    )


def test_words_for_many_fit_what_slack_takes(english: Say) -> None:
    krs = [KR._replace(number=n, title="very long " * 30) for n in range(1, 41)]
    lines = lines_of("Care", krs, {n: [(END, D(6))] for n in range(1, 41)}, set(), END)
    assert lines is not None
    assert len(views.file(english, lines, b"x")["alt"]) <= 1000


@pytest.mark.parametrize(
    ("title", "wrapped"),
    [
        ("Short", ["Short"]),
        (
            "First replies to customers within two hours",
            ["First replies to customers", "within two hours"],
        ),
        ("word " * 30, ["word word word word word word", "word word word word word word…"]),
        ("首次响应时间缩短到两小时以内包括周末", ["首次响应时间缩短到两小时以内包", "括周末"]),
        ("A" * 40, ["A" * 31, "A" * 9]),
        ("Joy 🎉 up", ["Joy up"]),
    ],
)
def test_titles_take_two_lines_at_most(title: str, wrapped: list[str], english: Say) -> None:
    krs = [KR._replace(number=number, title=title) for number in (1, 2, 3)]
    lines = lines_of("Care", krs, {n: [(END, D(6))] for n in (1, 2, 3)}, set(), END)
    assert lines is not None
    assert list(views.chart(english, lines).panels[0].title) == wrapped
