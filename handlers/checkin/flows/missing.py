"""Telling leads, and nobody else, who has not answered yet."""

from collections.abc import Collection, Mapping
from datetime import datetime
from operator import attrgetter

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.asking import Group
from handlers.checkin.flows.due import latest_of, parts_of
from handlers.checkin.flows.gone import standing
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.missing import Missing, Told, missing_in, without
from handlers.okr import flows as okr
from storage import schedule
from storage import team as teams
from storage.checkin_reading import Latest
from storage.schedule import Occurrence

# Whoever is not here, or comes too late, is not told either.
_NOT_TOLD = (away.MISSED, away.ROUND_OVER, away.LEFT, away.DEACTIVATED, away.BOT)


async def to_tell(session: AsyncSession, groups: Mapping[str, Group], now: datetime) -> list[Told]:
    """Whom of these people, whose last morning it is, to tell what: of the teams that they lead.

    A team whose leads have all left tells nobody: this is for leads only.
    """
    rows = [row for group in groups.values() for row in group if _is_told(row)]
    there = await teams.members_of(session, {row.team_id for row in rows})
    led = [
        (row.member_id, row.team_id)
        for row in rows
        if any(m.is_lead and m.member_id == row.member_id for m in there[row.team_id])
    ]
    if not led:
        return []
    ids = {team_id for _, team_id in led}
    members = {id_: [m.member_id for m in there[id_]] for id_ in ids}
    found = await _missing(session, ids, members, now)
    return [
        Told(lead, tuple(mine))
        for lead in sorted({lead for lead, _ in led})
        if (mine := _of_lead(found, lead, {id_ for one, id_ in led if one == lead}))
    ]


def _is_told(row: Occurrence) -> bool:
    is_here = row.reason not in _NOT_TOLD and not away.is_neutral(row.reason)
    return row.state != "due" and is_here


def _of_lead(found: Mapping[str, Missing], lead: str, ids: Collection[str]) -> list[Missing]:
    theirs = (without(found[id_], lead) for id_ in ids if id_ in found)
    return sorted(
        (one for one in theirs if one), key=lambda one: teams.by_name(one.team_name, one.team_id)
    )


async def _missing(
    session: AsyncSession,
    ids: Collection[str],
    members: Mapping[str, Collection[str]],
    now: datetime,
) -> dict[str, Missing]:
    latest = await latest_of(ids, now).read(session)
    krs = await okr.key_results(session, now, team_ids=ids)
    names = await teams.names(session, ids)
    parts = await parts_of(session, krs, latest, members, names)
    people = await teams.members(session, parts)
    gone = await _away(session, latest, people, now)
    called = {
        id_: people[id_].name if id_ in people else id_
        for id_ in parts
        if id_ not in people or not (people[id_].deleted or people[id_].is_bot)
    }
    found = {}
    for team_id in latest:
        theirs = [(person, part[team_id]) for person, part in parts.items() if team_id in part]
        one = missing_in(theirs, gone[team_id], called)
        if one is not None:
            found[team_id] = one
    return found


async def _away(
    session: AsyncSession, latest: Mapping[str, Latest], people: Collection[str], now: datetime
) -> dict[str, set[str]]:
    """Who is left out of these rounds because they are away, as it is counted everywhere."""
    theirs = {(one.team_id, one.day): people for one in latest.values()}
    known = await standing(session, list(latest.values()), theirs, now)
    found = {
        team_id: {who for who, row in of.items() if away.is_neutral(row.skip_reason)}
        for (team_id, _), of in known.items()
    }
    for team_id, member_id in await _off(session, latest, people):
        found[team_id].add(member_id)
    return found


async def _off(
    session: AsyncSession, latest: Mapping[str, Latest], people: Collection[str]
) -> set[tuple[str, str]]:
    """Who has their card, and the day off on which they were to be reminded of it last."""
    since = min((one.day for one in latest.values()), default=None)
    if since is None or not people:
        return set()
    kinds = (cadence.REMIND, cadence.LAST_CALL)
    known = await schedule.of_members(session, kinds, people, since)
    settled = sorted((row for row in known if row.state != "due"), key=attrgetter("due_at"))
    last = {(r.team_id, r.member_id): r for r in settled if _is_of(r, latest)}
    return {place for place, row in last.items() if away.is_day_off(row.reason)}


def _is_of(row: Occurrence, latest: Mapping[str, Latest]) -> bool:
    return row.team_id in latest and row.day == latest[row.team_id].day
