"""The next prompts: of the round that is open, of the one that is planned, and of the rhythm."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.rules import why
from handlers.absence.rules.country import place_of
from handlers.absence.rules.off import off_on
from handlers.checkin import flows as checkin
from handlers.checkin.rules import away, cadence
from handlers.kit.holidays import holidays
from handlers.kit.reader import Reader
from handlers.question import flows as questions
from handlers.why.rules import Coming, merged
from handlers.why.rules.soon import SHOWN
from storage import checkin as rounds
from storage import schedule
from storage import team as teams
from storage.schedule import Occurrence
from storage.team import Member, Team


async def coming(
    session: AsyncSession,
    person: Reader,
    there: Sequence[Team],
    owned: Collection[str],
    rows: Iterable[Occurrence],
    now: datetime,
) -> list[Coming]:
    """The next three moments, with what is known already to be left out then.

    `owned`: the teams in which they own a key result; `rows`: what is planned for them.
    """
    planned = [row for row in rows if row.kind == cadence.PROMPT and row.state == "due"]
    found = [Coming(row.due_at, row.zone, (row.team_id,), held=row.reason) for row in planned]
    found += await _of_rhythm(session, person, there, {(r.team_id, r.day) for r in planned}, now)
    first = merged(found)
    reasons = await _reasons(session, person, there, owned, first, now)
    split = [
        Coming(one.at, one.zone, (id_,), reasons.get((one.at, id_)), one.held)
        for one in first
        for id_ in one.team_ids
    ]
    return merged(split)


async def _of_rhythm(
    session: AsyncSession,
    person: Reader,
    there: Sequence[Team],
    planned: Collection[tuple[str, date]],
    now: datetime,
) -> list[Coming]:
    """Rounds that are not open yet."""
    next_days = await schedule.next_days(session, cadence.OPEN, [team.id for team in there])
    times = await rounds.own_times(session, [person.id])
    wall = cadence.Wall(person.zone, times.get(person.id))
    found = []
    for team in there:
        if team.id not in next_days:
            continue
        made, first = checkin.cadence_of(team), next_days[team.id]
        for day in (first, *cadence.coming(made, first, SHOWN)):
            prompt = cadence.prompt(made, day, person.id, wall)
            if (team.id, day) not in planned and prompt.due_at > now:
                found.append(Coming(prompt.due_at, prompt.zone, (team.id,)))
    return found


async def _reasons(
    session: AsyncSession,
    person: Reader,
    there: Sequence[Team],
    owned: Collection[str],
    found: Iterable[Coming],
    now: datetime,
) -> Mapping[tuple[datetime, str], str]:
    """Moment and team -> why nobody is asked then, as things stand."""
    zone = ZoneInfo(person.zone)
    moments = {one.at: one.at.astimezone(zone).date() for one in found}
    offs = await absence.days_off(session, now)
    asked = await questions.asked_in(session, {team.id: now.date() for team in there})
    nothing = {id_ for id_, theirs in asked.items() if not theirs and id_ not in owned}
    member = (await teams.members(session, [person.id])).get(person.id)
    country = place_of(member.country if member else None, person.zone)
    names = await holidays({(day, country) for day in moments.values()})
    reasons = {}
    for one in found:
        gone = _unfit(member) or _away(member, one.at, names[moments[one.at], country])
        for id_ in one.team_ids:
            off = off_on(offs, id_, moments[one.at])
            reason = gone or (off.reason if off else None)
            reason = reason or (away.NO_KEY_RESULTS if id_ in nothing else None)
            if reason is not None:
                reasons[one.at, id_] = reason
    return reasons


def _unfit(member: Member | None) -> str | None:
    if member is None:
        return None
    return away.DEACTIVATED if member.deleted else away.BOT if member.is_bot else None


def _away(member: Member | None, at: datetime, holiday: str | None) -> str | None:
    """What is known of that moment today: whether a status will last nobody knows."""
    window = (member.away_from, member.away_until) if member else (None, None)
    gone = why.away_now(at, window, ("", "", None))
    return gone or (why.named(why.HOLIDAY, holiday) if holiday else None)
