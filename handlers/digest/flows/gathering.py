"""What digests tell, in a constant number of statements; nothing here writes."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker import flows as blockers
from handlers.digest.rules import due
from handlers.digest.rules.contents import Contents, Participation
from handlers.kudos import flows as kudos
from handlers.metric import flows as metrics
from handlers.okr import flows as okr
from handlers.okr.rules import Movement
from handlers.question import flows as questions
from handlers.quote import flows as quotes
from storage import digest as digests
from storage import team as teams
from storage.digest import Part
from storage.team import Team

Span = tuple[datetime, datetime]

_TICK: Final = timedelta(microseconds=1)  # what happens at this very moment is told, too


async def gather_all(
    session: AsyncSession, told: Sequence[Team], now: datetime, *, to_post: bool
) -> dict[str, Contents]:
    """All that happened in each team since its last digest, and how it stands.

    To be posted, it leaves what was made in the last seconds to the next digest, which begins as
    much earlier: some of it may not be committed yet, and each update is told once.
    """
    ids = [team.id for team in told]
    last = await digests.last(session, ids)
    until = now + _TICK
    spans = {
        id_: (due.begins(until, last[id_].until if id_ in last else None), until) for id_ in ids
    }
    end = until - due.COMMITTED if to_post else until
    made = {id_: (since - due.COMMITTED, end) for id_, (since, _) in spans.items()}
    krs = await okr.movements(session, made, now)
    thanks = await kudos.given(session, made)
    chosen = await quotes.pick(ids, now).read(session)
    listened = await quotes.have_listened(
        session, {id_: begins for id_, (begins, _) in made.items()}
    )
    figures = await metrics.latest(ids, now).read(session)
    in_the_way = await blockers.open_in(session, ids)
    taking_part = await _participation(session, spans, krs)
    found = {}
    for team in told:
        since, until = spans[team.id]
        first, last_day = due.days(since, until, team.zone)
        found[team.id] = Contents(
            team_id=team.id,
            team_name=team.name,
            channel=team.channel,
            start=first,
            end=last_day,
            since=since,
            until=until,
            krs=krs[team.id],
            kudos=thanks[team.id],
            quote=chosen.get(team.id),
            listened=team.id in listened,
            metrics=figures[team.id],
            participation=taking_part.get(team.id),
            blockers=in_the_way[team.id],
        )
    return found


async def _participation(
    session: AsyncSession, spans: Mapping[str, Span], krs: Mapping[str, Sequence[Movement]]
) -> dict[str, Participation]:
    """Of each team's latest round, where it had one; who was away was not asked."""
    days = await _rounds(session, spans)
    members = await _members(session, days)
    parts: dict[str, list[Part]] = {team_id: [] for team_id in days}
    for part in await digests.parts(session, list(days.items())):
        parts[part.team_id].append(part)
    counted = {
        team_id: _counted(krs[team_id], members.get(team_id, set()), parts[team_id])
        for team_id in days
    }
    return {team_id: part for team_id, part in counted.items() if part.asked}


async def _rounds(session: AsyncSession, spans: Mapping[str, Span]) -> dict[str, date]:
    """The day of each team's latest round that was open at some moment of its span."""
    first = min((since for since, _ in spans.values()), default=None)
    last = max((until for _, until in spans.values()), default=None)
    if first is None or last is None:
        return {}
    days = {}
    for row in await digests.rounds_between(session, spans, first, last):
        since, until = spans[row.team_id]
        if row.opens_at < until and row.closes_at >= since:
            days[row.team_id] = row.day
    return days


async def _members(session: AsyncSession, days: Mapping[str, date]) -> dict[str, set[str]]:
    """Who belongs to the teams that asked questions: they are asked without a key result, too."""
    asked = await questions.asked_in(session, days)
    there = await teams.members_of(session, [id_ for id_, theirs in asked.items() if theirs])
    ids = {id_: {member.member_id for member in found} for id_, found in there.items()}
    gone = await teams.have_left(session, set().union(*ids.values()))
    return {id_: found - gone for id_, found in ids.items()}


def _counted(
    krs: Iterable[Movement], members: AbstractSet[str], parts: Iterable[Part]
) -> Participation:
    answered = {part.member_id for part in parts if part.answered}
    skipped = {part.member_id for part in parts if part.skipped and not part.answered}
    asked = ({m.kr.owner_id for m in krs} | members) - skipped | answered
    return Participation(len(answered), len(asked))
