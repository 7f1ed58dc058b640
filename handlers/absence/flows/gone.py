"""Whom of several teams a round does not miss today, and why: as a reminder would find it."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence.flows.asking import is_away
from handlers.absence.flows.days_off import days_off
from handlers.absence.rules import why
from handlers.absence.rules.country import place_of
from handlers.absence.rules.off import off_on
from handlers.kit.holidays import holidays
from handlers.kit.text import catalogue_of
from storage import team as teams
from storage.team import Member, Profile


async def gone_today(
    session: AsyncSession, asked: Mapping[str, AbstractSet[str]], now: datetime
) -> dict[str, dict[str, str]]:
    """Team -> who of these people of it is away now, or has today off, and why.

    Today is what their own walls say. Of whom the directory knows nothing yet, only the days off
    of their team count. In a constant number of statements.
    """
    everyone = set[str]().union(*asked.values())
    if not everyone:
        return {team_id: {} for team_id in asked}
    known = await teams.members(session, everyone)
    own = {id_: profile for id_ in known if (profile := teams.own_profile(known[id_]))}
    days = {id_: now.astimezone(ZoneInfo(one.zone)).date() for id_, one in own.items()}
    gone = await _by_themselves(known, own, days, now)
    offs = await days_off(now).read(session)
    today = now.astimezone(UTC).date()
    found: dict[str, dict[str, str]] = {}
    for team_id, ids in asked.items():
        off = {id_: off_on(offs, team_id, days.get(id_, today)) for id_ in ids - gone.keys()}
        found[team_id] = {id_: gone[id_] for id_ in gone.keys() & ids}
        found[team_id] |= {id_: one.reason for id_, one in off.items() if one}
    return found


async def _by_themselves(
    known: Mapping[str, Member],
    own: Mapping[str, Profile],
    days: Mapping[str, date],
    now: datetime,
) -> dict[str, str]:
    """Who is away, or has a public holiday, wherever they belong."""
    where = {
        id_: (days[id_], place_of(known[id_].country, one.zone), catalogue_of(one.locale))
        for id_, one in own.items()
    }
    names = await holidays(set(where.values()))
    free = {id_: why.named(why.HOLIDAY, name) for id_ in where if (name := names[where[id_]])}
    away = {id_: reason for id_, one in known.items() if (reason := is_away(one, now))}
    return free | away
