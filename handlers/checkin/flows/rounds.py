"""Planning: a team's chain of rounds, each opened, moved and followed by the next, once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.checkin.flows import pausing
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.cadence import Cadence, Planned, Wall, Walls
from handlers.deps import Scheduled
from handlers.okr import flows as okr
from handlers.question import flows as questions
from handlers.schedule.rules import rhythm
from handlers.team.rules import AT_ONCE
from storage import checkin as rounds
from storage import checkin_answering as answering
from storage import schedule
from storage import team as teams
from storage.checkin import Round
from storage.schedule import Occurrence

LOOK_BACK: Final = timedelta(days=45)  # as far as a round can be that the next one keeps away from


def cadence_of(team: Scheduled) -> Cadence:
    """A team's check-in as it is set up."""
    return Cadence(
        team.checkin_weekday,
        team.checkin_time,
        team.zone,
        rhythm.parse(team.checkin_rhythm),
        at_once=team.checkin_walls == AT_ONCE,
    )


@dataclass(frozen=True, slots=True)
class _Team:
    """Whose rounds are planned, how, and for whom."""

    id: str
    cadence: Cadence
    walls: Walls


async def plan_team(session: AsyncSession, team_id: str, now: datetime) -> None:
    """A team was saved, or one of its members moved or wants another time: its rounds follow.

    Prompts that were sent stay as they are; what is still to come moves, and what comes no more
    says why.
    """
    team = await _locked(session, team_id, now)
    if team is None:
        return
    await pausing.resume(session, team_id, team.cadence.zone, team.walls, now)
    known = await rounds.recent(session, team_id, now.date() - LOOK_BACK)
    last, before = (known[-1], known[-2:-1]) if known else (None, [])
    if last is not None and await _retired(session, team, last, before, now):
        last = before[0] if before else None
    waiting = await schedule.waiting(session, cadence.OPEN, team_id)
    days = frozenset(row.day for row in waiting)
    following = cadence.following(team.cadence, now, last.day if last else None, days, team.walls)
    following = await _not_seen_to(session, team, following)
    if last is not None and last.closed_at is None:
        await _move(session, team, last, following, now)
    await _plan_opening(session, team, waiting, (last.day if last else None, following), now)


async def _not_seen_to(session: AsyncSession, team: _Team, day: date) -> date:
    """The first day, from this one on, whose opening is still to come: a day off stays one."""
    while any(
        row.state != "due" and not str(row.reason).startswith(away.AGAIN)
        for row in await schedule.of_day(session, [cadence.OPEN], team.id, day)
    ):
        day = cadence.day_after(team.cadence, day)
    return day


async def open_round(
    session: AsyncSession, team_id: str, day: date, now: datetime, held: str | None = None
) -> str | None:
    """Open a team's round and plan all of it, and the opening of the next; why not, if not.

    `held`: the pause that it waited for the end of.
    """
    team = await _locked(session, team_id, now)
    if team is None:
        return away.NO_TEAM
    made, walls = team.cadence, team.walls
    following = cadence.day_after(made, day)
    await _plan(session, team_id, following, [cadence.opening(made, following, walls, day)])
    closes_at = cadence.closing(made, day, walls).due_at
    if closes_at <= now:
        return away.ROUND_OVER
    off = await absence.off_on(session, team_id, day)
    if off is not None:
        return off.reason
    last = await _last(session, team_id, day)
    opens_at = min(now, cadence.opening(made, day, walls, last).due_at)
    await rounds.open_round(session, (team_id, day), opens_at, closes_at)
    planned = cadence.of_round(made, day, walls)
    await _plan(session, team_id, day, [*planned, *cadence.looks_ahead(planned)])
    if held is not None and away.kind_of(held) in away.OF_TEAM:
        await pausing.hold(session, (team_id, day), held, walls, now)
    await questions.begin(session, team_id, now)
    return None


async def _last(session: AsyncSession, team_id: str, day: date) -> date | None:
    """The day of the round before this one."""
    known = await rounds.since(session, team_id, day - LOOK_BACK)
    return max((one.day for one in known if one.day < day), default=None)


async def _locked(session: AsyncSession, team_id: str, now: datetime) -> _Team | None:
    team = await teams.team(session, team_id, lock=True)
    if team is None:
        return None
    return _Team(team_id, cadence_of(team), await walls_of(session, team_id, now))


async def walls_of(session: AsyncSession, team_id: str, now: datetime) -> Mapping[str, Wall]:
    """Whoever belongs to the team, owns one of its KRs or may stand in for them; where they are,
    and their own times.
    """
    members = (await teams.members_of(session, [team_id]))[team_id]
    owned = await okr.key_results(session, now, team_ids=[team_id])
    concerned = {m.member_id for m in members} | {kr.owner_id for kr in owned}
    people = sorted(concerned | await absence.stand_ins_of(session, concerned))
    profiles, times = await teams.profiles(session, people), await rounds.own_times(session, people)
    return {id_: Wall(profile.zone, times.get(id_)) for id_, profile in profiles.items()}


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
    await schedule.plan(session, rows, revive=away.AGAIN)


async def _retired(
    session: AsyncSession, team: _Team, last: Round, before: Sequence[Round], now: datetime
) -> bool:
    """Take the latest round back, where another day takes its place before anybody was asked."""
    since = before[0].day if before else None
    target = cadence.replaced_by(team.cadence, last.day, since, now, team.walls)
    if last.closed_at is not None or target is None:
        return False
    kinds = (cadence.OPEN, *cadence.OF_ROUND)
    planned = await schedule.of_day(session, kinds, team.id, last.day)
    if not await _untouched(session, last, planned):
        return False
    gone = [row for row in planned if row.state == "due" or row.kind == cadence.OPEN]
    await _skip(session, gone, away.MOVED.format(day=target), now)
    await rounds.forget_round(session, (team.id, last.day))
    return True


async def _untouched(session: AsyncSession, last: Round, planned: Iterable[Occurrence]) -> bool:
    """Nobody was asked, and nobody has answered, voted or asked for help yet."""
    if any(row.state == "done" and row.kind != cadence.OPEN for row in planned):
        return False
    return not await answering.has_words(session, (last.team_id, last.day))


async def _move(
    session: AsyncSession, team: _Team, last: Round, following: date, now: datetime
) -> None:
    """What is still to come of the open round; who has left it is told why it does not."""
    planned = await schedule.of_day(session, cadence.OF_ROUND, team.id, last.day)
    known = {(row.kind, row.member_id): row for row in planned}
    wanted = cadence.of_round(team.cadence, last.day, team.walls, following)
    moved = [p for p in wanted if _differs(known.get((p.kind, p.member_id)), p)]
    gone = known.keys() - {(p.kind, p.member_id) for p in wanted}
    over = [known[key] for key in sorted(gone) if known[key].state == "due"]
    left = [row for row in over if row.member_id not in team.walls]
    await _skip(session, left, away.LEFT, now)
    await _skip(session, [row for row in over if row not in left], away.NO_ROOM, now)
    await _plan(session, team.id, last.day, [*moved, *cadence.looks_ahead(moved)])
    last.closes_at = next(p.due_at for p in wanted if p.kind == cadence.CLOSE)


def _differs(row: Occurrence | None, planned: Planned) -> bool:
    """A row that stands where it should keeps what it remembers, such as being put off."""
    if row is None:
        return True
    if row.state == "skipped":
        return str(row.reason).startswith(away.AGAIN)
    stands = (row.wall_day, row.wall_time, row.zone)
    return row.state == "due" and stands != (planned.wall_day, planned.wall_time, planned.zone)


async def _skip(
    session: AsyncSession, rows: Sequence[Occurrence], reason: str, now: datetime
) -> None:
    """With a reason that is taken back, should they be wanted again."""
    for kind in sorted({row.kind for row in rows}):
        these = [row for row in rows if row.kind == kind]
        await schedule.settle_all(session, these, now, skipped=reason)


async def _plan_opening(
    session: AsyncSession,
    team: _Team,
    waiting: Sequence[Occurrence],
    days: tuple[date | None, date],
    now: datetime,
) -> None:
    """One opening waits, for the right day; one that is due already is not lost."""
    last, following = days
    wrong = [row for row in waiting if row.day != following]
    await _skip(session, wrong, away.MOVED.format(day=following), now)
    kept = next((row for row in waiting if row.day == following), None)
    opening = cadence.opening(team.cadence, following, team.walls, last)
    if _differs(kept, opening):
        await _plan(session, team.id, following, [opening])
