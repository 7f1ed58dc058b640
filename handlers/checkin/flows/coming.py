"""When somebody is asked next."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.rules.leave import Leave
from handlers.absence.rules.off import Off, off_on
from handlers.checkin.flows.rounds import cadence_of
from handlers.checkin.rules import cadence
from handlers.checkin.rules.cadence import Wall
from handlers.kit.reader import Reader
from storage import checkin as rounds
from storage import team as teams
from storage.db import Query, already
from storage.team import Place


def places_of(member_id: str) -> Query[list[Place]]:
    """The teams that this person belongs to, with the day of the round that opens next."""
    return teams.places_of(member_id, cadence.OPEN)


def is_planned(mine: Sequence[Place]) -> bool:
    """Whether a round of these teams is."""
    return any(place.next_day for place in mine)


def off_for(now: datetime, *, is_planned: bool) -> Query[list[Off]]:
    """What may leave out a round, if one is planned."""
    return absence.days_off(now) if is_planned else already([])


async def next_prompt(session: AsyncSession, reader: Reader, now: datetime) -> datetime | None:
    """When this person is asked in the round that opens next, if one is planned."""
    wall = await wall_of(session, reader)
    mine = await places_of(reader.id).read(session)
    off = await off_for(now, is_planned=is_planned(mine)).read(session)
    return next_of(mine, off, wall, now, await absence.leave_of(session, reader.id, now))


def next_of(
    mine: Sequence[Place],
    off: Sequence[Off],
    wall: Wall,
    now: datetime,
    leave: Leave | None = None,
) -> datetime | None:
    """The same for somebody whose teams are known, when they want to be asked, and their leave."""
    days = [(place, place.next_day) for place in mine if place.next_day is not None]
    coming = [at for place, day in days if (at := _asked(place, day, off, wall, leave)) > now]
    return min(coming, default=None)


def _asked(
    place: Place, day: date, off: Sequence[Off], wall: Wall, leave: Leave | None
) -> datetime:
    """When the first of a team's rounds asks them, from this day on, that they are there for."""
    made, day = cadence_of(place.team), _first_on(place, day, off)
    while leave is not None and leave.covers(cadence.prompt_at(made, day, wall)):
        day = _first_on(place, cadence.day_after(made, day), off)
    return cadence.prompt_at(made, day, wall)


def _first_on(place: Place, day: date, off: Sequence[Off]) -> date:
    """The first of a team's rounds, from this day on, that no pause leaves out."""
    while found := off_on(off, place.team.id, day):
        while day <= found.last:
            day = cadence.day_after(cadence_of(place.team), day)
    return day


async def wall_of(session: AsyncSession, reader: Reader) -> Wall:
    """Where this person is, and when they want to be asked."""
    times = await rounds.own_times(session, [reader.id])
    return Wall(reader.zone, times.get(reader.id))
