"""Reading and saving what somebody decides for themselves; their rounds follow."""

import asyncio
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence.rules import CHANGED, country
from handlers.checkin.rules.settings import Settings, read_profile
from handlers.kit.reader import Reader
from handlers.okr import flows as okr
from handlers.schedule.flows import plan_errand
from storage import absence as absences
from storage import team as teams


async def settings_of(session: AsyncSession, member_id: str) -> Settings:
    """As they are; of somebody whom nobody has heard of, as they are for everybody."""
    known = (await teams.members(session, [member_id])).get(member_id)
    if known is None:
        return Settings()
    return Settings(
        reminders=read_profile(known.reminders),
        wall=known.checkin_time,
        country=known.country,
        stand_in=known.stand_in,
    )


async def read_country(reader: Reader, typed: str) -> str | None:
    """As `handlers.absence` reads it, in a thread: the first time it takes a while."""
    return await asyncio.to_thread(country.read_country, typed, reader.say.locale)


async def save_settings(
    session: AsyncSession, reader: Reader, chosen: Settings, now: datetime
) -> list[str]:
    """Write them down; the teams whose rounds have to follow, all of them locked."""
    decided = {
        "reminders": str(chosen.reminders),
        "checkin_time": chosen.wall,
        "country": chosen.country,
        "stand_in": chosen.stand_in,
    }
    await absences.set_away(session, reader.id, reader.name, **decided)
    await plan_errand(session, CHANGED, now, person=reader.id)  # a stand-in hears of it
    theirs = {kr.team_id for kr in await okr.key_results(session, now, owner_id=reader.id)}
    theirs |= set(await teams.teams_with(session, [reader.id]))
    return [team.id for team in await teams.lock(session, theirs)]
