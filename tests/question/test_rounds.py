"""In which rounds a question is asked."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.question.rules import Place, Rounds, is_asked

WEEK = timedelta(days=7)


def place(day: str, before: str = "", after: str = "", *, nth: int = 1, ends: str = "") -> Place:
    return Place(
        date.fromisoformat(day),
        nth,
        date.fromisoformat(before) if before else None,
        date.fromisoformat(after) if after else None,
        date.fromisoformat(ends) if ends else None,
    )


@pytest.mark.parametrize(
    ("rounds", "where", "asked"),
    [
        (Rounds.EVERY, place("2026-11-18"), True),
        (Rounds.MONTH, place("2026-11-04", "2026-10-28"), True),
        (Rounds.MONTH, place("2026-11-11", "2026-11-04"), False),
        (Rounds.MONTH, place("2026-11-18"), True),  # the team's first: also its month's first
        (Rounds.MONTH, place("2026-11-03", "2025-11-26"), True),  # the same month, a year ago
        (Rounds.MONTH_END, place("2026-11-25", after="2026-12-02"), True),
        (Rounds.MONTH_END, place("2026-11-18", after="2026-11-25"), False),
        (Rounds.MONTH_END, place("2026-11-18", after="2026-12-02"), True),  # every two weeks
        (Rounds.MONTH_END, place("2026-11-25"), True),  # nothing is planned: a week, as a guess
        (Rounds.MONTH_END, place("2026-11-20", "2026-11-06"), True),  # as far as it lies back
        (Rounds.MONTH_END, place("2026-11-16", "2026-11-02"), False),
        (Rounds.SECOND, place("2026-11-18", nth=1), True),
        (Rounds.SECOND, place("2026-11-25", nth=2), False),
        (Rounds.BETWEEN, place("2026-11-18", nth=1), False),
        (Rounds.BETWEEN, place("2026-11-25", nth=2), True),
        (Rounds.CYCLE_END, place("2026-12-30", after="2027-01-06", ends="2026-12-31"), True),
        (Rounds.CYCLE_END, place("2026-12-23", after="2026-12-30", ends="2026-12-31"), False),
        (Rounds.CYCLE_END, place("2026-12-24", after="2026-12-31", ends="2026-12-31"), False),
        (Rounds.CYCLE_END, place("2026-12-31", after="2027-01-07", ends="2026-12-31"), True),
        (Rounds.CYCLE_END, place("2026-12-30", after="2027-01-06"), False),  # no cycle is known
    ],
)
def test_a_question_is_asked_in_its_rounds_only(rounds: Rounds, where: Place, asked: bool) -> None:
    assert is_asked(rounds, where) is asked


@given(
    st.dates(date(2024, 1, 1), date(2029, 1, 1)),
    st.lists(st.integers(1, 40), min_size=30, max_size=60),
)
def test_whatever_the_rhythm_each_month_with_a_round_has_one_first_and_one_last(
    first: date, gaps: list[int]
) -> None:
    days = [first]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    places = [
        Place(day, n, days[n - 2] if n > 1 else None, days[n])
        for n, day in enumerate(days[:-1], start=1)
    ]
    months = {(day.year, day.month) for day in days[:-1]}
    cut = (days[-1].year, days[-1].month)  # its last round is yet to come
    for rounds, of in ((Rounds.MONTH, months), (Rounds.MONTH_END, months - {cut})):
        asked = [p.day for p in places if is_asked(rounds, p)]
        assert [(d.year, d.month) for d in asked] == sorted(of)
    halves = [is_asked(Rounds.SECOND, p) + is_asked(Rounds.BETWEEN, p) for p in places]
    assert set(halves) == {1}
