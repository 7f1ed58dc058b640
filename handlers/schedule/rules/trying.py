"""How often, and for how long, what fails is tried again."""

from datetime import timedelta
from typing import Final

FAILED: Final = "failed"  # why it was given up; beside what is due, why it has not happened yet
LATER: Final = timedelta(hours=1)  # the longest pause
TRIES: Final = 30  # about a day
FEW_TRIES: Final = 5  # a quarter of an hour, for what helps nobody later


def pause(tries: int, first: timedelta) -> timedelta:
    """From one that has failed to the next: twice as long each time, an hour at most."""
    doubled: int = 2 ** (min(tries, TRIES) - 1)  # a timedelta has an end
    return min(first * doubled, LATER)
