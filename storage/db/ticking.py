"""What a process writes at one moment, told apart by the order in which it does."""

from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

TICK: Final = timedelta(microseconds=1)  # the least that both databases keep apart
NEAR: Final = timedelta(minutes=1)  # whatever lies further ahead was given before the clock was set
TICKER: Final = "ticker"  # under which name a session knows it


class Ticker:
    """The next moment that nothing was given yet: sessions of one process share it.

    A job reads its clock once, and writes much of what it does in sessions of their own.
    """

    def __init__(self) -> None:
        self._next = datetime.min.replace(tzinfo=UTC)

    def after(self, now: datetime, count: int) -> list[datetime]:
        """So many moments from `now` on, each after all that were given before."""
        first = self._next if now < self._next < now + NEAR else now
        self._next = first + count * TICK
        return [first + tick * TICK for tick in range(count)]


def moments(session: AsyncSession, now: datetime, count: int) -> list[datetime]:
    """So many moments from `now` on, each after all that this process has written before."""
    ticker: Ticker = session.info[TICKER]
    return ticker.after(now, count)
