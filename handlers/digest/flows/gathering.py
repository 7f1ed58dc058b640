"""What digests tell, in a constant number of statements; nothing here writes."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.rules.off import Off
from handlers.blocker import flows as blockers
from handlers.checkin.flows.people import asked_now, count, in_it
from handlers.cycle.rules.due import POST
from handlers.digest.rules import due
from handlers.digest.rules.contents import Contents, Participation
from handlers.digest.rules.resting import paused_in
from handlers.kudos import flows as kudos
from handlers.metric import flows as metrics
from handlers.okr import flows as okr
from handlers.okr.flows.states import day_in
from handlers.okr.rules import Movement
from handlers.question import flows as questions
from handlers.quote import flows as quotes
from handlers.schedule.rules import rhythm
from handlers.schedule.rules.rhythm import Rhythm
from storage import cycle as cycles
from storage import digest as digests
from storage.checkin import Round
from storage.team import Team

Span = tuple[datetime, datetime]

_DAY: Final = timedelta(days=1)  # wherever one is
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
    offs = await _off(session, spans)
    krs = await okr.movements(session, made, now)
    thanks = await kudos.given(session, made)
    chosen = await quotes.pick(ids, now).read(session)
    listened = await quotes.have_listened(
        session, {id_: begins for id_, (begins, _) in made.items()}
    )
    figures = await metrics.latest(ids, now).read(session)
    in_the_way = await blockers.open_in(session, ids)
    taking_part = await _participation(session, spans, krs, now)
    graded = await _graded_until(session, told, krs, spans)
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
            paused=paused_in(offs, team.id, _rhythm(team), first, last_day),
            graded_until=graded.get(team.id),
        )
    return found


async def _off(session: AsyncSession, spans: Mapping[str, Span]) -> list[Off]:
    """What was off since any of what is told."""
    first = min((since for since, _ in spans.values()), default=None)
    return [] if first is None else await absence.off_since((first - _DAY).date()).read(session)


def _rhythm(team: Team) -> tuple[Rhythm, int]:
    return rhythm.parse(team.checkin_rhythm), team.checkin_weekday


async def _graded_until(
    session: AsyncSession,
    told: Sequence[Team],
    krs: Mapping[str, Sequence[Movement]],
    spans: Mapping[str, Span],
) -> dict[str, date]:
    """When the result of each team's cycle is posted, where it is over and that is to come."""
    over = {
        (team.id, m.kr.cycle_ends)
        for team in told
        for m in krs[team.id]
        if m.kr.cycle_ends < day_in(team.zone, spans[team.id][1])
    }
    if not over:
        return {}
    ids, days = {id_ for id_, _ in over}, {day for _, day in over}
    posts = await cycles.posts(session, POST, ids, days)
    zones = {team.id: team.zone for team in told}
    found: dict[str, date] = {}
    for (id_, day), row in posts.items():
        if (id_, day) in over and row.state == "due":
            found[id_] = min(day_in(zones[id_], row.due_at), found.get(id_, date.max))
    return found


async def _participation(
    session: AsyncSession,
    spans: Mapping[str, Span],
    krs: Mapping[str, Sequence[Movement]],
    now: datetime,
) -> dict[str, Participation]:
    """Of each team's latest round, where it had one, as its report counts it."""
    latest = await _rounds(session, spans)
    asked = await questions.asked_in(session, {id_: one.day for id_, one in latest.items()})
    owners = {id_: {m.kr.owner_id for m in krs[id_]} for id_ in latest}
    people = await asked_now(session, owners, [id_ for id_, theirs in asked.items() if theirs])
    fit = {(id_, one.day): in_it(one, people[id_]) for id_, one in latest.items()}
    counts = await count(session, list(latest.values()), fit, now)
    return {
        id_: Participation(one.answered, one.asked, latest[id_].closes_at > spans[id_][1])
        for (id_, _), one in counts.items()
        if one.asked
    }


async def _rounds(session: AsyncSession, spans: Mapping[str, Span]) -> dict[str, Round]:
    """Each team's latest round that was open at some moment of its span."""
    first = min((since for since, _ in spans.values()), default=None)
    last = max((until for _, until in spans.values()), default=None)
    if first is None or last is None:
        return {}
    found = {}
    for row in await digests.rounds_between(session, spans, first, last):
        since, until = spans[row.team_id]
        if row.opens_at < until and row.closes_at >= since:
            found[row.team_id] = row
    return found
