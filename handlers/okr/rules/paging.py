"""A long list a page at a time, whatever has become of it since the button was drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of `all`, in their order, beginning with the one at `first` (from 0)."""

    items: tuple[T, ...]
    first: int
    all: int
    size: int

    @property
    def before(self) -> int | None:
        """Where the page before begins, if there is one."""
        return max(self.first - self.size, 0) if self.first else None

    @property
    def after(self) -> int | None:
        """Where the next page begins, if there is one."""
        after = self.first + len(self.items)
        return after if after < self.all else None


def page_of(items: Sequence[T], first: int, size: int) -> Page[T]:
    """The page that begins at `first`; the last one when the list has become shorter than that."""
    first = _begin(first, len(items), size)
    return Page(tuple(items[first : first + size]), first, len(items), size)


def part_of(items: Sequence[T], first: int, size: int, count: int) -> Page[T]:
    """The same where only the first ones of `count` were read."""
    first = _begin(first, count, size)
    return Page(tuple(items[first : first + size]), first, count, size)


def _begin(first: int, count: int, size: int) -> int:
    if 0 <= first < count:
        return first
    return max((count - 1) // size * size, 0) if first > 0 else 0
