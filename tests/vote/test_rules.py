"""Mean, spread and outliers of votes."""

from fractions import Fraction
from statistics import pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.vote.rules import APART, FEWEST, Spread, bars, outliers, tally

SCORES = st.lists(st.integers(0, 10), min_size=1, max_size=300)


@pytest.mark.parametrize(
    ("scores", "shown"),
    [
        ([7, 8, 8, 3], ("6.5", "2.1", 3, 8, Spread.SOME)),
        ([10, 10, 10, 10], ("10.0", "0.0", 10, 10, Spread.CLOSE)),
        ([0, 0, 10, 10], ("5.0", "5.0", 0, 10, Spread.FAR)),
        ([6, 7, 7, 8, 7], ("7.0", "0.6", 6, 8, Spread.CLOSE)),
    ],
)
def test_votes_together(scores: list[int], shown: tuple[str, str, int, int, Spread]) -> None:
    found = tally(scores)
    assert found is not None
    assert found.votes == len(scores)
    figures = (str(found.mean), str(found.deviation), found.low, found.high, found.spread)
    assert figures == shown


@pytest.mark.parametrize("scores", [[], [5], [5, 5], [1, 9, 9]])
def test_fewer_than_four_votes_show_nothing_and_ask_nobody(scores: list[int]) -> None:
    assert tally(scores) is None
    assert outliers({str(n): score for n, score in enumerate(scores)}) == set()


@given(SCORES)
def test_what_is_shown_is_what_statistics_says(scores: list[int]) -> None:
    found = tally(scores)
    assert (found is None) == (len(scores) < FEWEST)
    if found is not None:
        assert abs(Fraction(found.mean) - Fraction(sum(scores), len(scores))) <= Fraction(1, 20)
        assert abs(float(found.deviation) - pstdev(scores)) <= 0.0501
        assert found.low <= found.mean <= found.high


@given(SCORES)
def test_a_bar_stands_where_somebody_voted_and_the_highest_where_most_did(
    scores: list[int],
) -> None:
    shown = bars(scores)
    assert len(shown) == 11
    often = [scores.count(score) for score in range(11)]
    assert [bar != "▁" for bar in shown] == [n > 0 for n in often]
    assert {shown[n] for n in range(11) if often[n] == max(often)} == {"█"}


@pytest.mark.parametrize(
    ("scores", "asked"),
    [
        ([8, 8, 9, 3], {3}),  # three points and more from the middle
        ([7, 7, 7, 5], {3}),  # two where the others are at one
        ([7, 7, 7, 8], set()),  # one point is nothing to explain
        ([3, 7, 8, 9], {0}),  # the quartiles of so few are wide: the distance decides
        ([2, 2, 9, 9], set()),  # two camps: nobody is alone
        ([5, 5, 5, 5], set()),
        ([0, 7, 7, 7, 7, 8, 8, 9], {0}),
        ([1, 7, 7, 7, 7, 7, 7, 10], {0, 7}),  # both ends
    ],
)
def test_who_is_asked_why(scores: list[int], asked: set[int]) -> None:
    votes = {str(n): score for n, score in enumerate(scores)}
    assert outliers(votes) == {str(n) for n in asked}


@given(SCORES)
def test_outliers_are_few_and_far_whoever_they_are(scores: list[int]) -> None:
    votes = {str(n): score for n, score in enumerate(scores)}
    found = outliers(votes)
    assert 2 * len(found) < len(scores)
    middle = sorted(scores)[len(scores) // 2]
    assert all(abs(votes[who] - middle) >= APART - 1 for who in found)
    if len(scores) < FEWEST:
        assert not found
    mirrored = outliers({who: 10 - score for who, score in votes.items()})
    assert mirrored == found
    alike = {who for who, score in votes.items() if score in {votes[one] for one in found}}
    assert alike == found  # who votes the same is treated the same
