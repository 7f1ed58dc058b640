"""Until when somebody waits: what has not begun by then need not begin; and whether it was done."""

import asyncio
import math
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Final


@dataclass(slots=True)
class Attempt:
    """What somebody waits for: by these moments of the loop's time it begins, and is committed, or
    not at all.
    """

    by: float
    ends: float
    may_be_done: bool = False  # a session of it was to be committed
    was_before: bool = False  # the same, before the last of them


_mine: Final[ContextVar[Attempt | None]] = ContextVar("mine", default=None)


@contextmanager
def begin_by(moment: float, ends: float = math.inf) -> Iterator[Attempt]:
    """Sessions of this block begin by then, or not at all; what became of them."""
    attempt = Attempt(moment, ends)
    token = _mine.set(attempt)
    try:
        yield attempt
    finally:
        _mine.reset(token)


def seconds_left(most: float) -> float:
    """To begin a session in, or to ask Slack; `most` where nobody waits. None are left where it is
    too late.
    """
    mine = _mine.get()
    if mine is None:
        return most
    return max(0.0, min(most, mine.by - asyncio.get_running_loop().time()))


def to_be_committed() -> TimeoutError | None:
    """From here on nobody can be sure that nothing was done; unless it is too late for that.

    Where the loop has much to do, whoever has to be cut off is not always cut off in time.
    """
    mine = _mine.get()
    if mine is None:
        return None
    if asyncio.get_running_loop().time() > mine.ends:
        return TimeoutError("too late to be committed")
    mine.was_before, mine.may_be_done = mine.may_be_done, True
    return None


def not_committed() -> None:
    """It is sure after all that nothing came of the session that was to be committed."""
    mine = _mine.get()
    if mine is not None:
        mine.may_be_done = mine.was_before
