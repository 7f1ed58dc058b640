"""The judge of the campaign sees what is planted: losses, doubles, lies and what is stuck."""

import pytest

from tests.faults.ledger import Book, Done, Post, Weather
from tests.faults.verdict import judge

ONCE = Post("T1", "hello", meant=1, there=1, states=("sent",), doubts=0)
KILLED = Weather(kills=1)
CUT = Weather(hits={"cut_after out": 1})
GATEWAYS = Weather(hits={"server_error_after out": 1})
WET = Weather(hits={"cut_before out": 1})


def book(
    *posts: Post,
    done: tuple[Done, ...] = (),
    stuck: tuple[str, ...] = (),
    missing: tuple[str, ...] = (),
    ended: tuple[str, ...] = (),
    weather: Weather | None = None,
    under_way: int = 0,
) -> Book:
    """A book in which only this is written; `under_way`: so often, when its process was killed."""
    held = {ONCE.text: under_way}
    return Book(posts, done, stuck, missing, ended, weather or Weather(), under_way=held)


def post(
    there: int,
    *states: str,
    doubts: int = 0,
    refused: tuple[str, ...] = (),
    is_readable: bool = False,
) -> Post:
    return Post("T1", "hello", len(states), there, states, doubts, refused, is_readable)


def test_a_calm_campaign_is_good() -> None:
    effects = (Done("i-1", "update", "done", 1), Done("i-2", "reaction", "event", 1))
    verdict = judge(book(ONCE, done=effects))
    assert verdict.is_good
    assert verdict.counts["messages delivered once"] == 1
    assert verdict.counts["inputs that took effect once"] == 2


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (book(post(0, "sent")), "lost"),
        (book(post(1, "sent", "sent")), "lost"),
        (book(post(0, "unknown")), "lost"),
        (book(post(0, "unknown", doubts=1), weather=WET), "lost"),
        (book(post(0, "failed", refused=("invalid_blocks",))), "lost"),
        (book(post(0, "failed", refused=("is_archived",))), "lost"),
        (book(post(2, "sent"), weather=KILLED), "doubled without a doubt"),
        (book(post(3, "sent", doubts=1), weather=KILLED), "doubled without a doubt"),
        (
            book(post(2, "sent", doubts=1, is_readable=True), weather=KILLED, under_way=1),
            "doubled though",
        ),
        (book(post(2, "sent", doubts=1)), "doubled too often"),
        (book(post(3, "sent", doubts=2), weather=CUT), "doubled too often"),
        (book(post(3, "sent", doubts=2), weather=GATEWAYS), "doubled too often"),
        (book(post(2, "sent", doubts=1), weather=KILLED), "doubled too often"),
        (book(post(3, "sent", doubts=2), weather=KILLED, under_way=1), "doubled too often"),
        (book(missing=("campaign:1",)), "never came"),
        (book(stuck=("T1: message x is claimed",)), "stuck"),
        (book(ended=("worker-1 ended by itself with 1",)), "a process failed"),
    ],
)
def test_what_is_lost_doubled_or_stuck_is_named(found: Book, said: str) -> None:
    verdict = judge(found)
    assert any(one.startswith(said) for one in verdict.violations), verdict


@pytest.mark.parametrize(
    "found",
    [
        book(post(2, "sent", doubts=1), weather=KILLED, under_way=1),
        book(post(2, "sent", doubts=1), weather=CUT),
        book(post(2, "sent", doubts=1), weather=GATEWAYS),
        book(
            post(0, "failed", refused=("is_archived",)),
            weather=Weather(closed=frozenset({"T1"})),
        ),
    ],
)
def test_what_has_its_reason_is_counted_and_no_violation(found: Book) -> None:
    verdict = judge(found)
    assert verdict.is_good, verdict.violations
    assert len(verdict.counts) == 3


@pytest.mark.parametrize(
    ("done", "said"),
    [
        (Done("i-1", "update", "done", 0), "lost"),
        (Done("i-1", "update", "done", 2), "doubled"),
        (Done("i-1", "update", "nothing", 2), "doubled"),
        (Done("i-1", "update", "told", 1), "told wrongly"),
        (Done("i-1", "reaction", "event", 0), "lost"),
        (Done("i-1", "reaction", "event", 2), "doubled"),
        (Done("i-1", "wavering", "event", 1, wanted=0), "lost"),
    ],
)
def test_an_input_that_came_to_the_wrong_thing_is_named(done: Done, said: str) -> None:
    (violation,) = judge(book(done=(done,))).violations
    assert violation.startswith(said)


@pytest.mark.parametrize(
    "done",
    [
        Done("i-1", "update", "done", 1),
        Done("i-1", "update", "told", 0),
        Done("i-1", "update", "nothing", 0),
        Done("i-1", "update", "nothing", 1),
        Done("i-1", "reaction", "event", 0, arrived=False),
        Done("i-1", "wavering", "event", 0, wanted=0),
    ],
)
def test_an_input_that_took_effect_once_or_was_told_of_is_fine(done: Done) -> None:
    assert judge(book(done=(done,))).is_good
