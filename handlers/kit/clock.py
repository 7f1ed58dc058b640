"""The one way to ask for the time; the three clocks that answer are in bot/clock.py."""

from datetime import datetime
from typing import Protocol


class Clock(Protocol):
    """Everything that reads the time or waits goes through one of these."""

    def now(self) -> datetime:
        """The present moment, aware, in UTC."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Return once `now()` is at least this many seconds later."""
        ...

    def deadline(self, seconds: float) -> datetime:
        """The moment this many seconds from now."""
        ...
