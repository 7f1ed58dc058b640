"""How often what is refused for a good token is tried again."""

from datetime import timedelta
from itertools import pairwise

from bot.pauses import FIRST, LONGEST, Pause, pause_after
from tests.world import START

LOOK = timedelta(seconds=10)


def _tries(looks: int, refused_looks: int) -> list[timedelta]:
    """When it is tried, if each try of the first so many looks is refused before the next look."""
    pause: Pause | None = None
    tries: list[timedelta] = []
    refused = True
    for look in range(looks):
        pause, tried = pause_after(pause, START + look * LOOK, refused=refused)
        refused = tried and look < refused_looks
        if tried:
            tries.append(look * LOOK)
    return tries


def test_what_is_always_refused_is_tried_after_pauses_that_double_up_to_the_longest() -> None:
    tries = _tries(5_000, 5_000)
    pauses = [after - before - LOOK for before, after in pairwise(tries)]
    assert pauses[:4] == [FIRST, 2 * FIRST, 4 * FIRST, 8 * FIRST]
    assert set(pauses[6:]) == {LONGEST}


def test_what_is_taken_again_is_tried_no_more() -> None:
    tries = _tries(5_000, 1_000)
    assert tries[-1] <= 1_000 * LOOK + LONGEST + LOOK
    assert tries[-2] < 1_000 * LOOK


def test_what_was_never_refused_is_not_tried() -> None:
    assert pause_after(None, START, refused=False) == (None, False)
