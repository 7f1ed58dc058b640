"""Grades, verdicts, and who is asked for what when a cycle closes."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.kit.errors import UserError
from handlers.okr.rules.grade import (
    Ambition,
    Asked,
    Closing,
    Graded,
    Verdict,
    asked,
    objective_grade,
    read_grade,
    read_lesson,
    suggested_grade,
    verdict,
)

D = Decimal
ONE = D(1)


@pytest.mark.parametrize(
    ("share", "grade"),
    [
        (None, None),
        ("0", "0.0"),
        ("-0.5", "0.0"),
        ("0.649", "0.6"),
        ("0.65", "0.7"),
        ("0.99", "0.9"),  # nearly is not all of it
        ("1", "1.0"),
        ("1.2", "1.0"),
    ],
)
def test_progress_suggests_a_grade(share: str | None, grade: str | None) -> None:
    assert suggested_grade(None if share is None else D(share)) == (
        None if grade is None else D(grade)
    )


@pytest.mark.parametrize(
    ("grade", "committed", "aspirational"),
    [
        ("1.0", Verdict.REACHED, Verdict.REACHED),
        ("0.9", Verdict.PARTLY, Verdict.REACHED),
        ("0.7", Verdict.PARTLY, Verdict.REACHED),
        ("0.6", Verdict.MISSED, Verdict.PARTLY),
        ("0.4", Verdict.MISSED, Verdict.PARTLY),
        ("0.3", Verdict.MISSED, Verdict.MISSED),
        (None, Verdict.UNGRADED, Verdict.UNGRADED),
    ],
)
def test_a_dream_is_reached_at_seven_tenths(
    grade: str | None, committed: Verdict, aspirational: Verdict
) -> None:
    value = None if grade is None else D(grade)

    assert verdict(value, Ambition.COMMITTED) is committed
    assert verdict(value, Ambition.ASPIRATIONAL) is aspirational


@pytest.mark.parametrize(
    ("typed", "grade"),
    [
        ("0.7", "0.7"),
        ("0,7", "0.7"),
        ("70%", "0.7"),
        ("７０ ％", "0.7"),
        ("1", "1.0"),
        (".65", "0.7"),
    ],
)
def test_grades_are_read_as_people_write_them(typed: str, grade: str) -> None:
    assert read_grade(typed) == D(grade)


@pytest.mark.parametrize(
    ("typed", "meant"), [("7", "0.7"), ("70", "0.7"), ("2", "0.2"), ("100", "1.0")]
)
def test_a_grade_beyond_its_scale_is_asked_about(typed: str, meant: str) -> None:
    with pytest.raises(UserError, match=r"between 0\.0 and 1\.0") as caught:
        read_grade(typed)
    assert caught.value.values["meant"] == D(meant)


@pytest.mark.parametrize("typed", ["1.2", "1,9", "-0.7", "-5", "120%", "101"])
def test_a_grade_that_is_no_tenths_and_no_percent_is_told_the_scale(typed: str) -> None:
    with pytest.raises(UserError, match=r"go from 0\.0 to 1\.0") as caught:
        read_grade(typed)
    assert "meant" not in caught.value.values


@pytest.mark.parametrize("typed", ["", "good", "NaN", "A+"])
def test_words_are_no_grade(typed: str) -> None:
    with pytest.raises(UserError, match="not a number"):
        read_grade(typed)


@pytest.mark.parametrize(
    ("typed", "told"), [("  ", "one thing"), ("…", "one thing"), ("x" * 3001, "characters")]
)
def test_a_lesson_is_a_sentence(typed: str, told: str) -> None:
    with pytest.raises(UserError, match=told):
        read_lesson(typed)


def test_a_lesson_in_any_script_is_taken() -> None:
    assert read_lesson(" 多问客户 🙂 ") == "多问客户 🙂"


def test_only_who_owes_something_is_asked() -> None:
    done = Graded(1, "ANNA", ONE, D("0.8"), D("0.8"))
    owed = Graded(2, "BEN", ONE, D("0.5"))
    silent = Graded(3, "ANNA", ONE, None)
    first = Closing(1, "ANNA", Ambition.COMMITTED, (done, owed))
    second = Closing(2, "CHEN", Ambition.ASPIRATIONAL, (silent,), "Ask earlier")

    assert asked([first, second]) == {"ANNA": Asked((3,), (1,)), "BEN": Asked((2,), ())}


def test_what_was_graded_counts_and_else_what_progress_suggests() -> None:
    said, guessed = Graded(1, "A", D(3), D("0.2"), D("0.8")), Graded(2, "A", ONE, D("0.42"))
    closing = Closing(1, "A", Ambition.ASPIRATIONAL, (said, guessed, Graded(3, "A", ONE, None)))

    assert closing.grade == D("0.7")  # (3 x 0.8 + 0.4) / 4
    assert closing.verdict is Verdict.REACHED


@pytest.mark.parametrize(
    "krs",
    [(), (Graded(1, "A", ONE, None),), (Graded(1, "A", D(0), ONE),)],
    ids=["no KR", "nobody answered", "nothing weighs"],
)
def test_an_objective_of_which_nothing_is_known_is_ungraded(krs: tuple[Graded, ...]) -> None:
    assert Closing(1, "A", Ambition.COMMITTED, krs).verdict is Verdict.UNGRADED


tenths = st.integers(0, 10).map(lambda n: D(n) / 10)


@given(st.lists(st.tuples(tenths, st.decimals("0.01", 10, places=2)), min_size=1))
def test_an_objectives_grade_lies_between_those_of_its_krs(
    parts: list[tuple[Decimal, Decimal]],
) -> None:
    grade = objective_grade(parts)

    assert grade is not None
    assert min(g for g, _ in parts) <= grade <= max(g for g, _ in parts)
