"""What was so when it was last looked at: a guess of what is so still, for whoever looks again."""

from collections import OrderedDict
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Guesses(Generic[K, V]):
    """The last of each key, of so many keys; those that were noted longest ago are forgotten.

    Another process may have changed it meanwhile: whoever uses a guess looks whether it is right.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._noted: OrderedDict[K, V] = OrderedDict()

    def of(self, key: K) -> V | None:
        """What was noted last, if that is remembered."""
        return self._noted.get(key)

    def note(self, key: K, value: V) -> None:
        """Remember this."""
        self._noted[key] = value
        self._noted.move_to_end(key)
        if len(self._noted) > self._most:
            self._noted.popitem(last=False)
