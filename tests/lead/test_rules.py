"""Participation by rounds: who was not there is out of it, and nothing ranks people."""

from dataclasses import fields
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.checkin.rules import away
from handlers.checkin.rules.counting import counted
from handlers.lead import rules
from handlers.lead.rules import Asking, Trend, Turnout, View

DAY = date(2026, 11, 18)


def test_a_round_that_wrote_nobody_down_had_whom_it_asked_or_left_out() -> None:
    prompts = [
        Asking("A", "done", None),
        Asking("B", "done", None),
        Asking("C", "skipped", away.AWAY),
        Asking("D", "skipped", f"{away.HOLIDAY}: Repentance Day"),
        Asking("E", "done", None),
        Asking("F", "skipped", away.ANSWERED_EARLY),
        Asking("G", "skipped", away.DEACTIVATED),
        Asking("H", "skipped", away.NO_KEY_RESULTS),
        Asking("I", "skipped", away.NOT_NEEDED),
        Asking("J", "skipped", away.SKIPPED),
        Asking("K", "skipped", f"{away.PAUSE}: Offsite"),
        Asking("L", "done", away.AWAY),  # asked once they were back
    ]
    assert rules.was_in(prompts) == set("ABCDEFJKL")


def test_a_round_counts_who_was_there_and_says_the_rest_beside_it() -> None:
    reasons = {
        "C": away.AWAY,
        "D": f"{away.HOLIDAY}: Repentance Day",
        "E": away.SKIPPED,
        "H": away.AWAY,  # and answered all the same
        "I": f"{away.PAUSE}: Offsite",
        "X": away.AWAY,  # of another team
    }
    found = counted(set("ABCDEFHI"), set("AFHX"), reasons)
    told = rules.turnout(DAY, found)
    assert told == Turnout(DAY, asked=4, answered=3, away=1, holiday=1, paused=1, skipped=1)


@pytest.mark.parametrize(
    ("rounds", "trend"),
    [
        ([], Trend.EARLY),
        ([(5, 5)] * 4, Trend.EARLY),  # nothing before them
        ([(5, 5)] * 4 + [(0, 5)], Trend.MORE),
        ([(2, 5)] * 4 + [(5, 5)] * 4, Trend.FEWER),
        ([(5, 5)] * 4 + [(24, 25)] * 4, Trend.ALIKE),
        ([(0, 0)] * 8, Trend.EARLY),
    ],
)
def test_a_trend_is_told_of_all_together(rounds: list[tuple[int, int]], trend: Trend) -> None:
    found = [
        Turnout(DAY - timedelta(weeks=n), asked=asked, answered=answered)
        for n, (answered, asked) in enumerate(rounds)
    ]
    assert rules.trend(found) is trend


def test_a_round_that_runs_is_no_trend() -> None:
    over = [Turnout(DAY - timedelta(weeks=n), asked=5, answered=5) for n in range(1, 9)]
    assert rules.trend([Turnout(DAY, 5, 0, is_open=True), *over]) is Trend.ALIKE


@pytest.mark.parametrize(
    ("paused", "holiday", "trend"),
    [(1, 0, Trend.ALIKE), (0, 2, Trend.ALIKE), (0, 1, Trend.FEWER), (0, 0, Trend.FEWER)],
)
def test_rounds_that_were_cut_short_are_no_trend(paused: int, holiday: int, trend: Trend) -> None:
    short = [Turnout(DAY, 2, 0, paused=paused, holiday=holiday)] * 4
    over = [Turnout(DAY - timedelta(weeks=n), asked=5, answered=5) for n in range(1, 9)]
    assert rules.trend([*short, *over]) is trend


@given(st.dictionaries(st.text(min_size=1, max_size=4), st.text(max_size=6)))
def test_people_stand_in_the_order_of_their_names_and_of_nothing_else(
    names: dict[str, str],
) -> None:
    found = rules.by_name(names, names)
    assert set(found) == set(names)
    spoken = [names[id_].casefold() for id_ in found]
    assert spoken == sorted(spoken)


def test_no_value_holds_a_figure_of_one_person() -> None:
    assert {one.name for one in fields(Turnout)} == {
        *("day", "asked", "answered", "away", "holiday", "paused", "skipped", "is_open")
    }
    kinds = {one.name: str(one.type) for one in fields(View)}
    assert kinds["missing"] == "collections.abc.Sequence[str] | None"  # names, without figures
