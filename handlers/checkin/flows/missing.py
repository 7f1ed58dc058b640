"""Telling leads, and nobody else, who has not answered yet."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.asking import Group
from handlers.checkin.flows.due import latest_of, parts_of
from handlers.checkin.flows.gone import left_out
from handlers.checkin.rules import away
from handlers.checkin.rules.missing import Missing, Told, missing_in, without
from handlers.okr import flows as okr
from storage import team as teams
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
    asked = {(one.team_id, one.day): people for one in latest.values()}
    gone = await left_out(session, list(latest.values()), asked, now)
    called = {
        id_: people[id_].name if id_ in people else id_
        for id_ in parts
        if id_ not in people or not (people[id_].deleted or people[id_].is_bot)
    }
    found = {}
    for team_id, round_ in latest.items():
        theirs = [(person, part[team_id]) for person, part in parts.items() if team_id in part]
        one = missing_in(theirs, gone[team_id, round_.day], called)
        if one is not None:
            found[team_id] = one
    return found
