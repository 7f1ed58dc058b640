"""What comes back from earlier rounds into a form."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handlers.checkin.rules.asked import DueRound
from handlers.checkin.rules.back import back_of, of_krs
from handlers.question.rules import Kept, Promise
from tests.blocker.stage import BEN, DAY, blocker
from tests.world import START

WEEK = timedelta(days=7)
NOW = DueRound("care", "Care", DAY + WEEK, START, [], [], is_closed=False)
PROMISE = Promise("care", DAY, BEN, "q1", "Call Mia")


@pytest.mark.parametrize(
    ("kept", "replied", "asked"),
    [
        (None, False, True),
        (None, True, True),
        (Kept.NO, False, False),  # they said so in the round before
        (Kept.NO, True, True),  # they have just said so, and edit it
    ],
)
def test_a_promise_comes_back_until_it_is_said_what_came_of_it(
    kept: Kept | None, replied: bool, asked: bool
) -> None:
    promise = replace(PROMISE, kept=kept)
    back = back_of([replace(NOW, replied=replied)], {NOW.key: [promise]}, [])
    assert list(back.promises[NOW.key]) == ([promise] if asked else [])


def test_what_was_in_the_way_comes_back_to_its_team_and_what_is_raised_now_is_ticked() -> None:
    old = blocker(id="old")
    new = blocker(id="new", day=NOW.day, question_id="q2", text="Again")
    other = blocker(id="other", team_id="shop", question_id="q3")
    back = back_of([NOW], {}, [old, new, other])
    assert back.of(NOW.key) == ([], [old])
    assert back.ticked == {"q2": "Again"}


def test_what_is_in_the_way_of_a_key_result_comes_back_beside_it() -> None:
    about = blocker(id="kr", kr_number=1)
    days = {"care": NOW.day}
    assert of_krs([about, blocker()], [1, 2], days) == {1: [about], 2: []}
    assert of_krs([about], [1], {"care": DAY}) == {1: []}  # it was raised in this round
    assert of_krs([about], [1], {}) == {1: []}
