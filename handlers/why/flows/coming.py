"""The next prompts: of the round that is open, of the one that is planned, and of the rhythm."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.rules import why
from handlers.absence.rules.country import place_of
from handlers.absence.rules.off import Off, off_on
from handlers.checkin import flows as checkin
from handlers.checkin.rules import away, cadence, snooze
from handlers.checkin.rules.asked import DueRound, Key
from handlers.kit.holidays import holidays
from handlers.kit.reader import Reader
from handlers.question import flows as questions
from handlers.why.rules import Coming, Told, merged
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
    plans: tuple[Iterable[Occurrence], Sequence[Told]],
    now: datetime,
) -> list[Coming]:
    """The next three moments, with what is known already to be left out then.

    `owned`: the teams in which they own a key result; `plans`: what is planned for them, also where
    they only may have to stand in for somebody, and what is not, as its round did not open.
    """
    rows, unopened = plans
    own = {team.id for team in await teams.teams_of(session, person.id)} | {*owned}
    theirs = [team for team in there if team.id in own]
    planned = [row for row in rows if row.kind == cadence.PROMPT and row.state == "due"]
    planned = await _needed(session, person, planned, own, now)
    found = [
        Coming(row.due_at, row.zone, (row.team_id,), held=row.reason, day=row.day)
        for row in planned
    ]
    found += [Coming(one.due, one.zone, (one.team_id,), day=one.day) for one in unopened]
    found += await _of_rhythm(session, person, theirs, {(r.team_id, r.day) for r in planned}, now)
    first = {one.at for one in merged(found)}
    shown = [one for one in found if one.at in first]
    known = await _known(session, person, theirs, owned, shown, now)
    over: dict[tuple[str, date | None], str] = {}
    if planned:
        over |= await checkin.not_waited_for(session, person.id, now)
    over |= {(one.team_id, one.day): one.reason or "" for one in unopened}
    return merged(
        replace(one, reason=over.get((one.team_ids[0], one.day)) or _reason(one, person, known))
        for one in shown
    )


async def _needed(
    session: AsyncSession,
    person: Reader,
    planned: Sequence[Occurrence],
    own: Collection[str],
    now: datetime,
) -> list[Occurrence]:
    """Without those in which they would stand in for somebody, and nobody is away."""
    if all(row.team_id in own for row in planned):
        return list(planned)
    needed = {part.key for part in await checkin.rounds_of(session, person.id, now)}
    return [row for row in planned if row.team_id in own or (row.team_id, row.day) in needed]


async def dropped(
    session: AsyncSession, person: Reader, rows: Iterable[Occurrence], now: datetime
) -> dict[Occurrence, str | None]:
    """Of what follows a prompt and is planned: why it will be left out, as far as that is known."""
    waiting = [row for row in rows if row.kind != cadence.PROMPT and row.state == "due"]
    if not waiting:
        return {}
    parts = {part.key: part for part in await checkin.rounds_of(session, person.id, now)}
    moments = {row: Coming(row.due_at, row.zone, (row.team_id,)) for row in waiting}
    known = await _known(session, person, (), (), moments.values(), now)
    theirs = {row: part for row in waiting if (part := parts.get((row.team_id, row.day)))}
    reminders = {row: part for row, part in theirs.items() if row.kind != cadence.SNOOZED}
    too_much = await checkin.foreseen(session, reminders, person, now)
    begins = await checkin.next_begins(session, {row.team_id for row in waiting})
    return {
        row: _over(row, parts, begins) or _reason(one, person, known) or too_much.get(row)
        for row, one in moments.items()
    }


def _over(
    row: Occurrence, parts: Mapping[Key, DueRound], begins: Mapping[str, datetime]
) -> str | None:
    """Why it comes too late. A round that is over takes the answer to a card that was put off,
    until the next one begins.
    """
    if row.kind == cadence.SNOOZED:
        has_begun = any(id_ == row.team_id and day > row.day for id_, day in parts)
        comes = not has_begun and snooze.comes(row.due_at, begins.get(row.team_id))
        return None if comes else snooze.NEXT_ROUND
    part = parts.get((row.team_id, row.day))
    return away.ROUND_OVER if part is not None and part.closes_at <= row.due_at else None


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
                found.append(Coming(prompt.due_at, prompt.zone, (team.id,), day=day))
    return found


@dataclass(frozen=True, slots=True)
class _Known:
    """What may keep somebody from being asked. `nothing`: teams that would ask them nothing."""

    member: Member | None
    holidays: Mapping[date, str | None]
    off: Sequence[Off]
    nothing: Collection[str]


async def _known(
    session: AsyncSession,
    person: Reader,
    there: Sequence[Team],
    owned: Collection[str],
    shown: Iterable[Coming],
    now: datetime,
) -> _Known:
    member = (await teams.members(session, [person.id])).get(person.id)
    country, language = (
        place_of(member.country if member else None, person.zone),
        person.say.language,
    )
    found = await holidays({(person.day(one.at), country, language) for one in shown})
    asked = await questions.asked_in(session, {team.id: now.date() for team in there})
    return _Known(
        member=member,
        holidays={day: name for (day, *_), name in found.items()},
        off=await absence.days_off(now).read(session),
        nothing={id_ for id_, theirs in asked.items() if not theirs and id_ not in owned},
    )


def _reason(one: Coming, person: Reader, known: _Known) -> str | None:
    """Why nobody is asked then, as things stand; their Slack status may be another by then."""
    member, day = known.member, person.day(one.at)
    if member is not None and (member.deleted or member.is_bot):
        return away.DEACTIVATED if member.deleted else away.BOT
    if one.team_ids[0] in known.nothing:
        return away.NO_KEY_RESULTS
    span = (member.away_from, member.away_until) if member else (None, None)
    gone = why.away_now(one.at, span, ("", "", None))
    name = known.holidays[day]
    if gone or name:
        return gone or why.named(why.HOLIDAY, str(name))
    off = off_on(known.off, one.team_ids[0], one.day or day, day)
    return off.reason if off else None
