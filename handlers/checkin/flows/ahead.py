"""The rounds that lie ahead of a team, as it is or as it would be set up."""

from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.rules.off import off_on
from handlers.checkin.flows.rounds import LOOK_BACK, cadence_of, walls_of
from handlers.checkin.rules import cadence
from handlers.deps import Scheduled
from storage import checkin as rounds
from storage import checkin_answering as answering
from storage import schedule
from storage.checkin import Round

MOST_OFF: Final = 30  # rounds that are looked past, since their days are off


async def rounds_ahead(
    session: AsyncSession, team_id: str | None, setup: Scheduled, now: datetime, n: int
) -> list[date]:
    """The days of the next n rounds, were this team saved now; None: a new one."""
    made = cadence_of(setup)
    walls = cadence.NOBODY if team_id is None else await walls_of(session, team_id, now)
    known = [] if team_id is None else await rounds.since(session, team_id, now.date() - LOOK_BACK)
    last = known[-1] if known else None
    if last is None or last.closed_at is not None or await _has_begun(session, last):
        first = cadence.first_day(made, now, last.day if last else None, walls)
    else:
        before = known[-2].day if len(known) > 1 else None
        first = cadence.replaced_by(made, last.day, before, now, walls) or last.day
    off = await absence.days_off(now).read(session)
    days = [first]
    while len(days) < n + MOST_OFF:
        days.append(cadence.day_after(made, days[-1]))
    return [day for day in days if off_on(off, team_id or "", day) is None][:n]


async def _has_begun(session: AsyncSession, last: Round) -> bool:
    """Somebody was asked in it, or has answered."""
    key = (last.team_id, last.day)
    if await schedule.any_done(session, cadence.OF_ROUND, *key):
        return True
    return await answering.has_words(session, key)
