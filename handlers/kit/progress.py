"""That a job comes on: one with much to do takes long, one that hangs does nothing any more."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_tell: ContextVar[Callable[[], None] | None] = ContextVar("progress", default=None)


def comes_on() -> None:
    """One piece of what this task does is over; told to whoever watches it, if anybody."""
    tell = _tell.get()
    if tell is not None:
        tell()


@contextmanager
def watched(tell: Callable[[], None]) -> Iterator[None]:
    """Tell so of what the block does, and of the tasks that it starts."""
    token = _tell.set(tell)
    try:
        yield
    finally:
        _tell.reset(token)
