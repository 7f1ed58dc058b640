"""Who does not work today: a reminder waits for a day on which they do."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.rules.off import Off, off_on
from handlers.cycle.rules import due
from handlers.kit.reader import Reader
from storage.schedule import Occurrence
from storage.team import Member

WEEKEND: Final = "weekend"
Group = tuple[str, date]


async def off_work(
    session: AsyncSession,
    groups: Mapping[Group, Sequence[Occurrence]],
    readers: Mapping[str, Reader],
    people: Mapping[str, Member],
    now: datetime,
) -> dict[Group, str]:
    """Why these people do not work today, as check-ins know it; who works is left out.

    In as many statements for a thousand people as for one.
    """
    theirs = {person: readers[person] for person, _ in groups}
    gone = (await absence.absences(session, theirs, people, (), now)).why
    offs = await absence.days_off(now).read(session)
    found = {}
    for group, rows in groups.items():
        person, _ = group
        today = theirs[person].day(now)
        weekend = WEEKEND if due.is_weekend(today) else None
        reason = gone[person] or _day_off(offs, rows, today) or weekend
        if reason is not None:
            found[group] = reason
    return found


def _day_off(offs: Iterable[Off], rows: Iterable[Occurrence], day: date) -> str | None:
    """Where one of their teams works, so do they."""
    of_teams = [off_on(offs, row.team_id, day) for row in rows]
    reasons = [off.reason for off in of_teams if off is not None]
    return reasons[0] if reasons and len(reasons) == len(of_teams) else None
