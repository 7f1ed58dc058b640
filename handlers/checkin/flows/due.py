"""What somebody is still asked, in the latest round of each team whose KRs they own."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import DueRound, Key
from handlers.kit.reader import Reader
from handlers.okr import flows as okr
from handlers.okr.rules import KrState
from handlers.schedule.rules import moment
from storage import checkin as rounds
from storage import schedule
from storage import team as teams
from storage.checkin import Round


async def due_for(session: AsyncSession, reader: Reader, now: datetime) -> list[DueRound]:
    """The open rounds in which this person's answer is missing."""
    mine = await rounds_of(session, reader.id, now)
    return [r for r in mine if r.missing and not r.is_closed]


async def rounds_of(session: AsyncSession, member_id: str, now: datetime) -> list[DueRound]:
    """A person's part of each latest round, closed ones included: they take late answers."""
    by_team: dict[str, list[KrState]] = defaultdict(list)
    for kr in await okr.key_results(session, now, owner_id=member_id):
        by_team[kr.team_id].append(kr)
    since = now.date() - cadence.REMEMBERED
    latest = await rounds.latest_rounds(session, by_team, since)
    done = await answered_in(session, [(r.team_id, r.day) for r in latest.values()])
    return [
        _part(latest[team_id], krs, done) for team_id, krs in by_team.items() if team_id in latest
    ]


async def answered_in(session: AsyncSession, keys: Collection[Key]) -> set[tuple[str, int]]:
    """The KRs that are answered in these rounds, by team and number."""
    return {(a.team_id, a.kr_number) for a in await rounds.answers(session, keys)}


def _part(round_: Round, krs: list[KrState], done: set[tuple[str, int]]) -> DueRound:
    return DueRound(
        team_id=round_.team_id,
        team_name=krs[0].team_name,
        day=round_.day,
        closes_at=round_.closes_at,
        missing=[kr for kr in krs if (kr.team_id, kr.number) not in done],
        answered=[kr for kr in krs if (kr.team_id, kr.number) in done],
        is_closed=round_.closed_at is not None,
    )


async def next_prompt(session: AsyncSession, reader: Reader, now: datetime) -> datetime | None:
    """When this person will be asked next, if a round of theirs is planned."""
    mine = await teams.teams_of(session, reader.id)
    days = await schedule.next_days(session, cadence.OPEN, [team.id for team in mine])
    walls = [(days[team.id], team.checkin_time) for team in mine if team.id in days]
    coming = [at for day, wall in walls if (at := moment(day, wall, reader.zone)) > now]
    return min(coming, default=None)


async def owns_any(session: AsyncSession, reader: Reader, now: datetime) -> bool:
    """Whether this person has a key result to speak of."""
    return bool(await okr.key_results(session, now, owner_id=reader.id))
