"""How steps are read from a line, and what those that are ticked come to."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.okr import flows
from handlers.okr.rules.kinds import Kind, Step
from handlers.okr.rules.steps import Ticks, read_places, read_steps, ticks, typed_steps
from tests.okr.stage import BEN, reader
from tests.okr.test_filled import REVENUE
from tests.okr.test_steps import STEPS, D

titles = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029()（）[]"),
    min_size=1,
    max_size=20,
)


@pytest.mark.parametrize(
    ("line", "places", "note"),
    [
        ("2", {2}, ""),
        ("2 all of them came", {2}, "all of them came"),
        ("1, 3: went well", {1, 3}, "went well"),
        ("1,2,3", {1, 2, 3}, ""),
        ("step 2", {2}, ""),
        ("#3", {3}, ""),
        ("1 and 2", {1, 2}, ""),
        ("第2步 完成", {2}, "完成"),
        ("2 of them were late", {2}, "of them were late"),
        ("２", {2}, ""),
    ],
)
def test_steps_are_read_by_their_numbers(line: str, places: set[int], note: str) -> None:
    assert read_places(line, STEPS) == (frozenset(places), note)


@pytest.mark.parametrize(
    "line", ["60%", "60 %", "+1", "2.5", "pilot", "", "1/3", "2nd step", "=2", "2%"]
)
def test_what_is_no_step_number_is_read_as_none(line: str) -> None:
    assert read_places(line, STEPS) is None


@pytest.mark.parametrize("line", ["0", "4", "1, 9"])
def test_a_step_that_is_not_there_is_refused(line: str) -> None:
    with pytest.raises(UserError, match="There is no step"):
        read_places(line, STEPS)


@given(st.text())
def test_no_line_breaks_the_reading_of_steps(line: str) -> None:
    with suppress(UserError):
        found = read_places(line, STEPS)
        assert found is None or found[0] <= {1, 2, 3}


@given(
    st.lists(
        st.builds(
            Step, titles.map(str.strip).filter(bool), st.integers(0, 9).map(D), done=st.booleans()
        )
    )
)
def test_steps_are_read_as_they_are_written(steps: list[Step]) -> None:
    assert list(read_steps(typed_steps(steps))) == steps


@given(st.sets(st.integers(1, 3)), st.sets(st.integers(1, 3)))
def test_what_is_ticked_counts_by_its_weight(before: set[int], after: set[int]) -> None:
    steps = Ticks(frozenset(before), moved=True).of(STEPS)
    mark = ticks(steps, after)

    assert mark.moved is (before != after)
    assert mark.value(steps) == D(25) * sum(2 if n == 2 else 1 for n in after)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("60%", "KR-1 goes step by step, and “60%” is none of its steps"),
        ("+3", "Type the number of the one that is done"),
        ("the", "fits several steps: 2 Train the team, 3 Run the pilot"),
        ("9", "There is no step 9: it has 3 of them"),
        ("2 of 3", "“2 of 3” can be a step, or how many are done"),
        ("2 steps, at last", "Type `step 2` for the one step"),
        ("2 more", "can be a step"),
        ("2步", "can be a step"),
        ("2个步骤", "can be a step"),
        ("NaN", "is none of its steps"),
    ],
)
def test_what_names_no_step_is_refused_with_the_way_out(line: str, told: str) -> None:
    kr = REVENUE._replace(number=1, unit="%", kind=Kind.MILESTONE, steps=STEPS)
    with pytest.raises(UserError) as refused:
        flows.take_steps(kr, line)
    assert told in refused.value.told(reader(BEN).say)
