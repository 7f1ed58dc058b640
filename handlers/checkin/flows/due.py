"""What somebody is still asked, in the latest round of each team whose KRs they own."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
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
from storage.team import Team


async def due_for(
    session: AsyncSession, reader: Reader, now: datetime, mine: Sequence[KrState] | None = None
) -> list[DueRound]:
    """The open rounds in which this person's answer is missing; `mine` if their KRs are read."""
    parts = await rounds_of(session, reader.id, now, mine)
    return [r for r in parts if r.missing and not r.is_closed]


async def rounds_of(
    session: AsyncSession, member_id: str, now: datetime, mine: Sequence[KrState] | None = None
) -> list[DueRound]:
    """A person's part of each latest round, closed ones included: they take late answers."""
    krs = await okr.key_results(session, now, owner_id=member_id) if mine is None else mine
    if not krs:
        return []
    latest = await latest_of(session, {kr.team_id for kr in krs}, now)
    parts = await parts_of(session, krs, latest)
    return list(parts.get(member_id, {}).values())


async def latest_of(
    session: AsyncSession, team_ids: Collection[str], now: datetime
) -> dict[str, Round]:
    """The latest round of each of these teams, if it still takes answers."""
    return await rounds.latest_rounds(session, team_ids, now.date() - cadence.REMEMBERED)


async def parts_of(
    session: AsyncSession, krs: Iterable[KrState], latest: Mapping[str, Round]
) -> dict[str, dict[str, DueRound]]:
    """What these KRs are in these rounds: owner -> team -> the owner's part of its round."""
    owned: dict[tuple[str, str], list[KrState]] = defaultdict(list)
    for kr in krs:
        if kr.team_id in latest:
            owned[kr.owner_id, kr.team_id].append(kr)
    keys = [(round_.team_id, round_.day) for round_ in latest.values()]
    done = await answered_in(session, keys) if keys else set()
    parts: dict[str, dict[str, DueRound]] = defaultdict(dict)
    for (owner, team_id), theirs in owned.items():
        parts[owner][team_id] = _part(latest[team_id], theirs, done)
    return parts


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


async def next_prompt(
    session: AsyncSession, reader: Reader, now: datetime, mine: Sequence[Team] | None = None
) -> datetime | None:
    """When this person will be asked next, if a round of theirs is planned; `mine`: their teams."""
    mine = await teams.teams_of(session, reader.id) if mine is None else mine
    days = await schedule.next_days(session, cadence.OPEN, [team.id for team in mine])
    walls = [(days[team.id], team.checkin_time) for team in mine if team.id in days]
    coming = [at for day, wall in walls if (at := moment(day, wall, reader.zone)) > now]
    return min(coming, default=None)


async def owns_any(session: AsyncSession, reader: Reader, now: datetime) -> bool:
    """Whether this person has a key result to speak of."""
    return bool(await okr.key_results(session, now, owner_id=reader.id))
