"""What one transaction writes at one moment, told apart by the order in which it does."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

TICK: Final = timedelta(microseconds=1)  # the least that both databases keep apart
_TICKS: Final = "ticks"


def moments(session: AsyncSession, now: datetime, count: int) -> list[datetime]:
    """So many moments from `now` on, each after all that this session was given before."""
    first: int = session.info.get(_TICKS, 0)
    session.info[_TICKS] = first + count
    return [now + tick * TICK for tick in range(first, first + count)]
