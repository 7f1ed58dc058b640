"""Under which names stand-ins have heard that they stand in, and that it is over."""

from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence.rules.leave import Leave
from storage import outbox

AT_ONCE: Final = 20


async def name_of_telling(session: AsyncSession, member_id: str, leave: Leave) -> str:
    """Of the message that tells the stand-in, once; another one since it was over before."""
    before = await _times_over(session, member_id, leave.stand_in)
    again = f":{before}" if before else ""
    return f"stand-in:{member_id}:{leave.stand_in}:{leave.ends.isoformat()}{again}"


async def name_of_end(session: AsyncSession, member_id: str, stand_in: str) -> str:
    """Of the message that tells them that it is over."""
    return _over(member_id, stand_in, await _times_over(session, member_id, stand_in))


async def was_told(session: AsyncSession, member_id: str, leave: Leave | None) -> bool:
    """Whether somebody has heard that they stand in."""
    if leave is None or leave.stand_in is None:
        return False
    name = await name_of_telling(session, member_id, leave)
    return bool(await outbox.written(session, [name]))


async def _times_over(session: AsyncSession, member_id: str, stand_in: str | None) -> int:
    """Asked for twenty at a time: hardly anybody stands in for somebody more often."""
    times = 0
    while True:
        names = [_over(member_id, stand_in, n) for n in range(times, times + AT_ONCE)]
        found = len(await outbox.written(session, names))
        times += found
        if found < AT_ONCE:
            return times


def _over(member_id: str, stand_in: str | None, times: int) -> str:
    return f"stand-in:{member_id}:{stand_in}:over:{times}"
