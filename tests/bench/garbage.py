"""Python's look for garbage, as the bot has it once it has started."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from bot.shell import OLDER, YOUNG


@contextmanager
def as_in_the_bot() -> Iterator[None]:
    """What was made before is not looked at meanwhile, and the rest as seldom as there."""
    usual = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *OLDER)
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()
