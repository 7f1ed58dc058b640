"""What is due at the end of cycles: planned for each team once, and moved with its zone."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows.reading import ended
from handlers.cycle.rules import due
from handlers.cycle.rules.due import Planned
from handlers.cycle.rules.ended import owners
from handlers.okr.flows.states import day_in
from storage import cycle as cycles
from storage import schedule
from storage import team as teams
from storage.schedule import Occurrence

Key = tuple[str, date]  # a team's id and the last day of its cycle


async def unplanned(session: AsyncSession, now: datetime, team_id: str | None = None) -> bool:
    """Whether objectives end some day, and nothing of that is planned yet."""
    return bool(await _unplanned(session, now, team_id))


async def plan(session: AsyncSession, now: datetime, team_id: str | None = None) -> None:
    """Plan the end of every cycle in which this team, or any, has objectives.

    What was planned before stays as it is; a cycle that ended long ago is left alone.
    """
    rows = [
        _row(planned, one.team_id, one.ends)
        for one in await _unplanned(session, now, team_id)
        for planned in due.of_team(one.ends, one.zone)
    ]
    await schedule.plan(session, rows)


async def _unplanned(
    session: AsyncSession, now: datetime, team_id: str | None
) -> list[cycles.Ending]:
    first = (now - due.MATTERS).date()
    return await cycles.unplanned(session, due.POST, first, team_id)


async def plan_team(session: AsyncSession, team_id: str, now: datetime) -> None:
    """A team was saved, or one of its members changed zone: what is still to come follows."""
    team = await teams.team(session, team_id)
    if team is None:
        return
    await plan(session, now, team_id)
    waiting = await cycles.waiting(session, (due.PREPARE, due.POST, *due.OF_PERSON), team_id)
    people = sorted({row.member_id for row in waiting if row.member_id})
    zones = {"": team.zone}
    zones |= {id_: p.zone for id_, p in (await teams.profiles(session, people)).items()}
    moved = [row for row in waiting if row.zone != zones[row.member_id]]
    await schedule.plan(session, [_moved(row, zones[row.member_id]) for row in moved])


def _moved(row: Occurrence, zone: str) -> dict[str, Any]:
    planned = Planned(row.kind, row.wall_day, row.wall_time, zone, row.member_id)
    return _row(planned, row.team_id, row.day)


async def open_all(
    session: AsyncSession, rows: Iterable[Occurrence], zones: Mapping[str, str], now: datetime
) -> dict[Key, list[str]]:
    """Plan whom to ask in these teams, and the posts; the people by team and day.

    `zones` are the teams'. Where this comes late, the post waits until they had time to answer.
    """
    keys = {(row.team_id, row.day) for row in rows}
    if not keys:
        return {}
    found = await ended(
        session, now, team_ids={id_ for id_, _ in keys}, ends={day for _, day in keys}
    )
    asked = {
        key: owners(one for one in found if (one.team_id, one.ends) == key) for key in sorted(keys)
    }
    people = sorted({id_ for ids in asked.values() for id_ in ids})
    profiles = await teams.profiles(session, people)
    posts = {
        (id_, day): due.posting(day, day_in(zones[id_], now), zones[id_]) for id_, day in asked
    }
    planned = [
        _row(one, *key)
        for key, ids in asked.items()
        for person in ids
        for one in due.of_person(key[1], posts[key].day, person, profiles[person].zone)
    ]
    planned += [_row(post, *key) for key, post in posts.items() if asked[key]]
    await schedule.plan(session, planned)
    return asked


def _row(planned: Planned, team_id: str, day: date) -> dict[str, Any]:
    return {
        "kind": planned.kind,
        "team_id": team_id,
        "day": day,
        "member_id": planned.member_id,
        "wall_day": planned.day,
        "wall_time": planned.wall,
        "zone": planned.zone,
        "due_at": planned.due_at,
    }
