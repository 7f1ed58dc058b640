"""When a team that is being set up would check in."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Ahead
from handlers.schedule.rules import rhythm
from handlers.schedule.rules.rhythm import Weeks
from handlers.team.rules import WEEKLY, Draft

SHOWN: Final = 3  # dates


async def dated(session: AsyncSession, ahead: Ahead, draft: Draft, now: datetime) -> Draft:
    """With the days of its next rounds, and those with which a rhythm of weeks can begin."""
    setup = draft.setup
    coming = await ahead(session, draft.team_id, setup, now, SHOWN)
    made, firsts = rhythm.parse(setup.checkin_rhythm), []
    if isinstance(made, Weeks) and made.every > 1:
        weekly = replace(setup, checkin_rhythm=WEEKLY)
        days = await ahead(session, draft.team_id, weekly, now, made.every + 1)
        # An open round may come before them, on the weekday that was.
        firsts = [day for day in days if day.weekday() == setup.checkin_weekday]
    return replace(draft, coming=tuple(coming), firsts=tuple(firsts))
