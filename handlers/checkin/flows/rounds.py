"""Planning: a team's chain of rounds, each opened, moved and followed by the next, once."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.checkin.flows import pausing
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.cadence import Cadence, Planned
from handlers.okr import flows as okr
from handlers.question import flows as questions
from storage import checkin as rounds
from storage import schedule
from storage import team as teams
from storage.checkin import Round
from storage.schedule import Occurrence
from storage.team import Team


def cadence_of(team: Team) -> Cadence:
    return Cadence(team.checkin_weekday, team.checkin_time, team.zone)


async def plan_team(session: AsyncSession, team_id: str, now: datetime) -> None:
    """A team was saved, or one of its members changed zone: its rounds follow.

    Prompts that were sent stay as they are; what is still to come moves.
    """
    team = await teams.team(session, team_id, lock=True)
    if team is None:
        return
    zones = await _zones(session, team, now)
    await pausing.resume(session, team, cadence_of(team), zones, now)
    last = await _follow_up(session, team, zones, now)
    await _plan_opening(session, team, zones, last, now)


async def open_round(session: AsyncSession, team_id: str, day: date, now: datetime) -> str | None:
    """Open a team's round and plan all of it, and the opening of the next; why not, if not."""
    team = await teams.team(session, team_id, lock=True)
    if team is None:
        return away.NO_TEAM
    made, zones = cadence_of(team), await _zones(session, team, now)
    following = cadence.day_after(made, day)
    await _plan(session, team_id, following, [cadence.opening(made, following, zones)])
    closes_at = cadence.closing(made, day).due_at
    if closes_at <= now:
        return away.ROUND_OVER
    off = await absence.off_on(session, team_id, day)
    if off is not None:
        return off.reason
    opens_at = min(now, cadence.opening(made, day, zones).due_at)
    await rounds.open_round(session, (team_id, day), opens_at, closes_at)
    planned = cadence.of_round(made, day, zones)
    await _plan(session, team_id, day, [*planned, *cadence.looks_ahead(planned)])
    await questions.begin(session, team_id, now)
    return None


async def _zones(session: AsyncSession, team: Team, now: datetime) -> Mapping[str, str]:
    """Whoever belongs to the team or owns one of its KRs, or may stand in for them; and where they
    are.
    """
    members = (await teams.members_of(session, [team.id]))[team.id]
    owned = await okr.key_results(session, now, team_ids=[team.id])
    concerned = {m.member_id for m in members} | {kr.owner_id for kr in owned}
    people = sorted(concerned | await absence.stand_ins_of(session, concerned))
    profiles = await teams.profiles(session, people)
    return {id_: profile.zone for id_, profile in profiles.items()}


async def _plan(session: AsyncSession, team_id: str, day: date, planned: Iterable[Planned]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "kind": p.kind,
            "team_id": team_id,
            "day": day,
            "member_id": p.member_id,
            "wall_day": p.wall_day,
            "wall_time": p.wall_time,
            "zone": p.zone,
            "due_at": p.due_at,
        }
        for p in planned
    ]
    await schedule.plan(session, rows)


async def _follow_up(
    session: AsyncSession, team: Team, zones: Mapping[str, str], now: datetime
) -> date | None:
    """Move the open round, or take it back; the day of the last round there is then."""
    known = await rounds.recent(session, team.id, now.date() - cadence.REMEMBERED)
    if not known or known[-1].closed_at is not None:
        return known[-1].day if known else None
    last, before = known[-1], known[-2].day if len(known) > 1 else None
    planned = await schedule.of_day(session, cadence.OF_ROUND, team.id, last.day)
    replaced = cadence.is_replaced(cadence_of(team), last.day, before, now)
    if replaced and await _untouched(session, last, planned):
        await schedule.forget(session, (cadence.OPEN, *cadence.OF_ROUND), team.id, last.day)
        await rounds.forget_round(session, (team.id, last.day))
        return before
    await _move(session, team, last, planned, zones)
    return last.day


async def _untouched(session: AsyncSession, last: Round, planned: Iterable[Occurrence]) -> bool:
    """Nobody was asked and nobody has answered yet."""
    if any(row.state == "done" for row in planned):
        return False
    key = (last.team_id, last.day)
    return not await rounds.answers(session, [key]) and not await rounds.checkins(session, [key])


async def _move(
    session: AsyncSession,
    team: Team,
    last: Round,
    planned: Iterable[Occurrence],
    zones: Mapping[str, str],
) -> None:
    known = {(row.kind, row.member_id): row for row in planned}
    wanted = cadence.of_round(cadence_of(team), last.day, zones)
    moved = [p for p in wanted if _differs(known.get((p.kind, p.member_id)), p)]
    await _plan(session, team.id, last.day, [*moved, *cadence.looks_ahead(moved)])
    last.closes_at = cadence.closing(cadence_of(team), last.day).due_at


def _differs(row: Occurrence | None, planned: Planned) -> bool:
    """A row that stands where it should keeps what it remembers, such as being put off."""
    if row is None:
        return True
    stands = (row.wall_day, row.wall_time, row.zone)
    return row.state == "due" and stands != (planned.wall_day, planned.wall_time, planned.zone)


async def _plan_opening(
    session: AsyncSession,
    team: Team,
    zones: Mapping[str, str],
    last: date | None,
    now: datetime,
) -> None:
    """One opening waits, for the right weekday; one that is due already is not lost."""
    made = cadence_of(team)
    waiting = await schedule.waiting(session, cadence.OPEN, team.id)
    kept = next((row for row in waiting if row.day.weekday() == made.weekday), None)
    day = kept.day if kept else cadence.first_day(made, now, last)
    opening = cadence.opening(made, day, zones)
    if len(waiting) == 1 and not _differs(kept, opening):
        return
    await schedule.forget(session, [cadence.OPEN], team.id)
    await _plan(session, team.id, day, [opening])
