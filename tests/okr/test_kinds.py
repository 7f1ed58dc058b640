"""Kinds of KR: how far each is, what that suggests, and aims that contradict themselves."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.okr.rules import Status
from handlers.okr.rules.checking import Direction, checked, read_weight
from handlers.okr.rules.kinds import (
    NONE_YET,
    Aim,
    Keep,
    Kind,
    Milestones,
    Reach,
    Step,
    Tally,
    kind_of,
    measured,
    status_of,
)

D = Decimal
NOON = datetime(2026, 11, 16, 12, tzinfo=UTC)
DAY = timedelta(days=1)
UP = Reach(D(0), D(60))
AT_LEAST, AT_MOST, BETWEEN = Keep(low=D(90)), Keep(high=D(5)), Keep(low=D(2), high=D(4))
STEPS = Milestones((Step("Ask", D(1), done=True), Step("Try", D(3)), Step("Tell", D(1))))
numbers = st.decimals(-(10**6), 10**6, places=2)


def counted(aim: Reach | Keep, values: Iterable[Decimal]) -> Tally:
    """All of these updates, by whether they lie inside."""
    tally = NONE_YET
    for value in values:
        tally = tally.plus(inside=aim.is_met(value))
    return tally


@pytest.mark.parametrize(
    ("aim", "values", "share", "suggestion"),
    [
        (UP, (), None, None),
        (UP, ("45", "10"), "0.75", Status.ON_TRACK),
        (UP, ("18", "60"), "0.3", Status.AT_RISK),  # the newest counts
        (Reach(D(60), D(4)), ("60",), "0", Status.OFF_TRACK),
        (AT_LEAST, (), None, None),
        (AT_LEAST, ("90",), "1", Status.ON_TRACK),  # the edge is inside
        (AT_LEAST, ("89.9", "95", "95", "95"), "0.75", Status.OFF_TRACK),  # the last one decides
        (AT_LEAST, ("95", "10", "10", "10"), "0.25", Status.ON_TRACK),
        (AT_MOST, ("5", "6"), "0.5", Status.ON_TRACK),
        (AT_MOST, ("-3",), "1", Status.ON_TRACK),
        (BETWEEN, ("2", "4", "1.99", "4.01"), "0.5", Status.ON_TRACK),
        (STEPS, (), None, None),  # nobody has said anything yet
        (STEPS, ("20",), "0.2", Status.OFF_TRACK),
        (STEPS, ("100", "20"), "1", Status.ON_TRACK),
    ],
)
def test_each_kind_says_how_far_it_is_half_way_through(
    aim: Aim, values: tuple[str, ...], share: str | None, suggestion: Status | None
) -> None:
    by = measured(aim)
    newest = D(values[0]) if values else None

    assert by.progress(newest, counted(by, map(D, values))) == (None if share is None else D(share))
    assert by.suggested(newest, D("0.5")) == suggestion


@pytest.mark.parametrize(
    ("steps", "share", "value"),
    [
        (STEPS.steps, "0.2", "20"),
        ((Step("Ask", D(0), done=True), Step("Try")), "0", "0"),
        ((Step("Ask", done=True),), "1", "100"),
        ((Step("Ask", done=True), Step("Try", D(2))), "0.333", "33.333333"),
    ],
)
def test_steps_come_to_the_share_of_their_weight_that_is_done(
    steps: tuple[Step, ...], share: str, value: str
) -> None:
    taken = Milestones(steps)

    assert round(taken.share(), 3) == D(share)
    assert taken.value() == D(value)


@pytest.mark.parametrize(
    ("aim", "before", "after", "way"),
    [
        (UP, "15", "45", "0.5"),
        (Reach(D(60), D(4)), "32", "46", "0.25"),  # back, but far
        (AT_LEAST, "89", "95", "1"),
        (BETWEEN, "2", "4", "0"),
    ],
)
def test_each_kind_knows_how_far_it_went(
    aim: Reach | Keep, before: str, after: str, way: str
) -> None:
    assert aim.distance(D(before), D(after)) == D(way)


@pytest.mark.parametrize(
    ("aim", "value", "met"),
    [
        (UP, "60", True),
        (UP, "59", False),
        (Reach(D(60), D(4)), "3", True),
        (Reach(D(60), D(4)), "5", False),
        (BETWEEN, "3", True),
        (BETWEEN, "5", False),
        (STEPS, "100", True),
        (STEPS, "99.9", False),
    ],
)
def test_each_kind_knows_when_it_is_met(aim: Aim, value: str, met: bool) -> None:
    assert aim.is_met(D(value)) is met


@pytest.mark.parametrize(
    ("values", "said", "silence", "status"),
    [
        (("89",), None, DAY, Status.OFF_TRACK),
        (("89",), Status.AT_RISK, DAY, Status.AT_RISK),  # a person overrules
        (("95",), None, 10 * DAY, Status.OUTDATED),  # silence is never green
        ((), None, DAY, Status.NEW),
        ((), None, 10 * DAY, Status.OUTDATED),
    ],
)
def test_any_kind_shows_silence_first_then_what_was_said(
    values: tuple[str, ...], said: Status | None, silence: timedelta, status: Status
) -> None:
    newest = D(values[0]) if values else None
    shown = status_of(AT_LEAST, newest, D("0.5"), said=said, heard=NOON - silence, now=NOON)

    assert shown is status


@pytest.mark.parametrize(
    ("aim", "unit", "direction", "told"),
    [
        (Reach(D(5), D(5)), "", None, "starts at its target"),
        (Reach(D(5), D(9)), "", Direction.DOWN, "is to fall"),
        (Reach(D(9), D(5)), "", Direction.UP, "is to rise"),
        (Reach(D(4), D(6)), "/5", None, "out of range"),
        (Reach(D(-1), D(4)), "/5", None, "out of range"),
        (Keep(), "", None, "at least a number"),
        (Keep(low=D(6)), "/5", None, "out of range"),
        (Keep(low=D(4), high=D(2)), "", None, "there is nothing"),
        (Keep(low=D(4), high=D(4)), "", None, "there is nothing"),
        (Milestones(()), "", None, "at least one step"),
        (Milestones((Step(" "),)), "", None, "Say what step"),
        (Milestones((Step("Ask"), Step("Try", D(-1)))), "", None, "0 or more"),
        (Milestones((Step("Ask", D(0)),)), "", None, "weight above 0"),
    ],
)
def test_an_aim_that_contradicts_itself_is_refused(
    aim: Aim, unit: str, direction: Direction | None, told: str
) -> None:
    with pytest.raises(UserError) as caught:
        checked(aim, unit, direction)
    assert told in caught.value.sentence


@pytest.mark.parametrize(
    ("aim", "direction", "kind"),
    [
        (UP, Direction.UP, Kind.REACH),
        (Reach(D(9), D(5)), Direction.DOWN, Kind.REACH),
        (BETWEEN, None, Kind.KEEP),
        (STEPS, None, Kind.MILESTONE),
    ],
)
def test_an_aim_that_makes_sense_is_taken_as_it_is(
    aim: Aim, direction: Direction | None, kind: Kind
) -> None:
    assert checked(aim, "", direction) is aim
    assert kind_of(aim) is kind


@pytest.mark.parametrize(("typed", "weight"), [("0", "0"), ("1,5", "1.5"), ("1000", "1000")])
def test_a_weight_is_a_number_from_nothing_up(typed: str, weight: str) -> None:
    assert read_weight(typed) == D(weight)


@pytest.mark.parametrize("typed", ["-1", "1001"])
def test_a_weight_below_nothing_or_beyond_reason_is_refused(typed: str) -> None:
    with pytest.raises(UserError, match="weight lies between") as caught:
        read_weight(typed, field="1.weight")
    assert caught.value.field == "1.weight"


@given(st.lists(numbers, min_size=1), numbers, st.decimals(0, 10**6, places=2))
def test_a_band_is_kept_by_a_share_of_the_updates(
    values: list[Decimal], low: Decimal, width: Decimal
) -> None:
    band = Keep(low=low, high=low + width)
    tally = counted(band, values)
    share, better = band.progress(None, tally), band.progress(None, tally.plus(inside=True))

    assert share is not None
    assert better is not None
    assert 0 <= share <= 1
    assert better >= share


@given(
    st.lists(
        st.tuples(st.decimals(0, 100, places=2), st.booleans()), min_size=1, max_size=20
    ).filter(lambda steps: any(weight for weight, _ in steps)),
    st.data(),
)
def test_one_more_step_done_is_never_less_progress(
    steps: list[tuple[Decimal, bool]], data: st.DataObject
) -> None:
    before = Milestones(tuple(Step("s", weight, done=done) for weight, done in steps))
    n = data.draw(st.integers(0, len(steps) - 1))
    after = Milestones(
        tuple(Step("s", s.weight, done=s.done or i == n) for i, s in enumerate(before.steps))
    )

    assert 0 <= before.share() <= after.share() <= 1
    assert 0 <= before.value() <= 100
    assert Milestones(tuple(Step("s", s.weight, done=True) for s in before.steps)).share() == 1
