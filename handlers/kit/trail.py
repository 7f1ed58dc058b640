"""What is being worked on, so that each line in the log says of which input it is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

_NOTHING: Mapping[str, str] = MappingProxyType({})
_trail: ContextVar[Mapping[str, str]] = ContextVar("trail", default=_NOTHING)


def trail() -> Mapping[str, str]:
    """What this task works on: its `request`, its `job`, its `outgoing` message, if any."""
    return _trail.get()


@contextmanager
def following(**about: str) -> Iterator[None]:
    """Note this for the block, and for the tasks that it starts. Ids only, no words."""
    token = _trail.set({**_trail.get(), **about})
    try:
        yield
    finally:
        _trail.reset(token)
