"""One week of two teams, worked off by workers that may end at any step of it."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncEngine

from handlers.schedule.jobs import LEASE
from tests.trust.company import Company
from tests.trust.killing import KilledError, ending
from tests.trust.seen import Watch

MONDAY: Final = datetime(2026, 11, 16, 7, tzinfo=UTC)
WEEK: Final = timedelta(days=7)
LATE: Final = datetime(2026, 11, 21, 12, tzinfo=UTC)  # both rounds have closed


async def begun(engine: AsyncEngine, workspace: str) -> Company:
    """Two teams that share somebody; one person is away, one has left Slack, one answers late."""
    company = Company(engine, MONDAY, workspace)
    for who in ("U1", "U2", "U3", "U4", "U5"):
        await company.person(who, "Europe/Berlin")
    await company.team("care", ["U1", "U2", "U3", "U4"])
    await company.team("ship", ["U3", "U5"])
    await company.away("U2", MONDAY + WEEK)
    await company.person("U4", "Europe/Berlin", deleted=True)
    return company


async def worked_off(company: Company, killed_at: int | None = None) -> int:
    """A week goes by; at each moment at which something is due a worker ends as it begins its
    step of this number, and another one takes over. How many workers ended.
    """
    ended, watch = 0, Watch()
    while (due := await company.next_due()) is not None:
        if due > MONDAY + WEEK:
            break
        if company.now < LATE <= due:
            company.clock.move_to(LATE)
            await company.answer("U1")
            due = LATE
        company.clock.move_to(due)
        ended += await _beaten(company, killed_at)
        watch.look(await company.seen())
    return ended


async def _beaten(company: Company, killed_at: int | None) -> bool:
    with suppress(KilledError), ending(company.engine, killed_at):
        await company.beat()
        return False
    await company.restart()
    await company.beat()
    company.clock.move_to(company.now + LEASE)  # whoever looks now sees that the first has ended
    await company.beat()
    return True
