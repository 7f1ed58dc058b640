"""The chart of one key result: what it draws, and the same in words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.charts import Drawer
from handlers.kit.text import Say, Texts, columns
from handlers.okr.rules import KrState, Status
from handlers.okr.rules.chronicle import Course
from handlers.okr.rules.forecast import forecast
from handlers.okr.rules.kinds import Keep, Kind, Measured, Reach
from handlers.okr.views.chart import BESIDE, course, file, in_words

D = Decimal
BEGINS, ENDS, TODAY = date(2026, 10, 1), date(2026, 12, 31), date(2026, 11, 18)
KR = KrState(
    number=3,
    title="First replies 🎉",
    unit="h",
    kind=Kind.REACH,
    aim=Reach(D(60), D(4)),
    owner_id="U1",
    objective_number=1,
    objective_title="Near",
    team_id="care",
    cycle_id="2026-Q4",
    cycle_ends=ENDS,
    weight=D(1),
    position=1,
    value=D(40),
    update_id="x",
    day=TODAY,
    made_at=datetime(2026, 11, 18, tzinfo=UTC),
    confidence=None,
    note="",
    progress=D("0.36"),
    status=Status.AT_RISK,
    expected=D("0.5"),
)


DOWN: Measured = Reach(D(60), D(4))


def told(*values: str, aim: Measured = DOWN, unit: str = "h") -> Course:
    """A KR with these values, one a week."""
    points = tuple((BEGINS + timedelta(weeks=n), D(value)) for n, value in enumerate(values))
    kr = KR._replace(aim=aim, unit=unit, value=points[-1][1])
    return Course(kr, BEGINS, points, forecast(points, ENDS, aim, unit, TODAY))


@pytest.fixture
def english() -> Say:
    return Texts().say("en-GB")


def test_a_number_to_reach_has_its_target_pace_and_forecast(english: Say) -> None:
    drawn = course(english, told("60", "56", "50", "46", "40"), TODAY)

    assert drawn.title == "KR-3 First replies"  # emoji have no place in our fonts
    assert drawn.subtitle == (
        "40, down to 4 h · at risk · dashed: an even pace · dotted: at this pace, likely within"
        " the shade"
    )
    assert next(iter(drawn.points)) == (0, 60)
    assert list(drawn.pace) == [(0, 60), (91, 4)]
    assert list(drawn.goals) == [(4, "target 4 h")]
    assert drawn.fan is not None
    assert (drawn.fan.x, drawn.fan.name.splitlines()[0]) == (91, "target on 19 Dec")
    assert list(drawn.ticks) == [(0, "1 Oct"), (48, "18 Nov"), (91, "31 Dec")]
    assert [text for _, text in drawn.heights] == ["0 h", "20 h", "40 h", "60 h"]


@pytest.mark.parametrize(
    ("band", "goals"),
    [
        (Keep(D(95), None), ["at least 95 %"]),
        (Keep(None, D(98)), ["at most 98 %"]),
        (Keep(D(95), D(98)), ["at least 95 %", "at most 98 %"]),
    ],
)
def test_a_band_to_keep_is_shaded_and_has_no_pace(
    english: Say, band: Keep, goals: list[str]
) -> None:
    drawn = course(english, told("97", "96", aim=band, unit="%"), TODAY)

    assert [text for _, text in drawn.goals] == goals
    assert drawn.band is not None
    assert drawn.low <= drawn.band[0] < drawn.band[1] <= drawn.high
    assert not drawn.pace
    assert drawn.fan is None


def test_the_picture_says_the_same_in_words(english: Say) -> None:
    assert in_words(english, told("60", "56", "50", "46", "40")) == (
        "KR-3 First replies 🎉: 60 h on 1 Oct, 40 h on 29 Oct; from 60 to 4 h. It is at risk."
        " At this pace the target is reached on 19 Dec."
    )
    long = replace(told("1", "2"), kr=KR._replace(title="very long " * 300))
    assert len(file(english, long, b"x")["alt"]) <= 1000
    assert columns(course(english, long, TODAY).title) <= 66


sizes = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@given(st.lists(sizes, min_size=2, max_size=8), sizes, sizes)
def test_everything_that_is_drawn_lies_on_the_sheet(
    values: list[Decimal], start: Decimal, target: Decimal
) -> None:
    if start == target:
        return
    drawn = course(
        Texts().say("en-GB"), told(*map(str, values), aim=Reach(start, target), unit=""), TODAY
    )

    ys = [y for _, y in (*drawn.points, *drawn.pace)]
    ys += [y for y, _ in (*drawn.heights, *drawn.goals)]
    ys += [drawn.fan.y, drawn.fan.low, drawn.fan.high] if drawn.fan else []
    assert drawn.low < drawn.high
    assert all(drawn.low <= y <= drawn.high for y in ys)
    assert 2 <= len(drawn.heights) <= 8
    assert all(columns(text) <= BESIDE for _, text in drawn.heights)


async def test_a_curve_is_a_png_of_the_same_width_as_other_charts(english: Say) -> None:
    drawer = Drawer()
    wide = await drawer.draw(course(english, told("60", "56", "50", "46", "40"), TODAY))
    band = await drawer.draw(course(english, told("1", "1", aim=Keep(D(1), None)), TODAY))
    await drawer.close()

    for picture in (wide, band):
        assert picture is not None
        assert picture.startswith(b"\x89PNG\r\n\x1a\n")
        assert int.from_bytes(picture[16:20]) == 1200
