"""Three weeks before a cycle ends, its teams' leads hear of the next one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows.reading import ended
from handlers.cycle.rules.card import Invitation
from handlers.cycle.rules.ended import Ended
from handlers.okr.flows.cycles import LOOKED_BACK, open_on, period_of, rhythm_of
from handlers.okr.flows.states import day_in
from handlers.okr.rules.cycle import is_regular
from storage import cycle as cycles
from storage import schedule
from storage import team as teams
from storage.schedule import Occurrence

OVER: Final = "the cycle is over"
OWN_DATES: Final = "dates of its own"
NO_LEAD: Final = "no lead"


async def invite(
    session: AsyncSession, rows: Sequence[Occurrence], now: datetime
) -> list[Invitation]:
    """Settle what is due; a lead of several teams hears once, of all of them."""
    days = {row.day for row in rows}
    made = [period_of(row) for row in await cycles.since(session, min(days) - LOOKED_BACK)]
    usual = {period.id for period in made if is_regular(period)}
    found = [one for one in await ended(session, now, ends=days) if one.cycle_id in usual]
    zones = await cycles.zones_of(session, {row.team_id for row in rows})
    led = await _led(session, {one.team_id for one in found})
    rhythm = await rhythm_of(session)
    sent: dict[tuple[str, date], Invitation] = {}
    for row in rows:
        today = day_in(zones[row.team_id], now)
        leads = [person for person, ids in led.items() if row.team_id in ids]
        schedule.settle(row, now, skipped=_why_not(row, today, found, leads))
        following = open_on(rhythm, row.day, made).following
        for person in leads if row.state == "done" else ():
            theirs = (o for o in found if o.ends == row.day and o.team_id in led[person])
            sent[person, row.day] = Invitation(person, row.day, following, tuple(theirs))
    return list(sent.values())


async def _led(session: AsyncSession, team_ids: Collection[str]) -> Mapping[str, set[str]]:
    """The teams that each lead runs, without those who have left."""
    found: dict[str, set[str]] = {}
    for id_, there in (await teams.members_of(session, team_ids)).items():
        for member in there:
            if member.is_lead:
                found.setdefault(member.member_id, set()).add(id_)
    left = await teams.have_left(session, found)
    return {person: ids for person, ids in found.items() if person not in left}


def _why_not(
    row: Occurrence, today: date, found: Sequence[Ended], leads: Sequence[str]
) -> str | None:
    if today > row.day:
        return OVER
    if not any((one.team_id, one.ends) == (row.team_id, row.day) for one in found):
        return OWN_DATES
    return None if leads else NO_LEAD
