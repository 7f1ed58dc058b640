"""Gathering what a lead sees, in a constant number of statements."""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker import flows as blockers
from handlers.checkin.flows.due import parts_of
from handlers.checkin.flows.gone import left_out
from handlers.checkin.flows.people import asked_now, count
from handlers.checkin.rules import cadence
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.kit.text import mention
from handlers.lead import rules
from handlers.lead.rules import Asking, Turnout, View
from handlers.okr import flows as okr
from handlers.okr.rules import KrState
from handlers.question import flows as questions
from handlers.question.rules import Promise
from handlers.team import flows as team_flows
from storage import checkin_reading as reading
from storage import team as teams
from storage.checkin import Key
from storage.checkin_reading import Latest
from storage.team import Member, Team


async def view(session: AsyncSession, reader: Reader, channel: str | None, now: datetime) -> View:
    """The team of this channel, or the person's own. UserError for who does not lead it."""
    team = await team_flows.the_team(session, reader, channel)
    await _may_see(session, team, reader)
    latest = await reading.latest(session, team.id, rules.ROUNDS)
    asked = await _asked(session, team, latest)
    krs = await okr.key_results(session, now, team_ids=[team.id])
    there = [m.member_id for m in (await teams.members_of(session, [team.id]))[team.id]]
    promised = await _promised(session, latest)
    everyone = {*there, *(kr.owner_id for kr in krs), *(one.member_id for one in promised)}
    known = await teams.members(session, everyone)
    names = {id_: member.name for id_, member in known.items()}
    order = {id_: place for place, id_ in enumerate(rules.by_name(everyone, names))}
    return View(
        team_name=team.name,
        turnouts=await _turnouts(session, latest, asked, krs, there, now),
        missing=await _missing(session, team, latest, there, krs, asked, known, now),
        outdated=rules.outdated(krs, now),
        promised=sorted(promised, key=lambda one: order[one.member_id]),
        blockers=(await blockers.open_in(session, [team.id]))[team.id],
    )


async def _may_see(session: AsyncSession, team: Team, reader: Reader) -> None:
    if await team_flows.is_lead(session, team.id, reader):
        return
    hears = (await team_flows.who_hears(session, [team]))[team.id]
    there = (await teams.members_of(session, [team.id]))[team.id]
    if all(member.member_id != reader.id for member in there):  # the report is its members'
        raise UserError(
            "How {team} takes part is for its leads and this workspace's admins. Ask {lead}, who"
            " can see it.",
            team=team.name,
            lead=mention(hears),
        )
    raise UserError(
        "How {team} takes part is for its leads and this workspace's admins. Ask {lead}, who can"
        " see it; `/okr checkin report` shows you what was said.",
        team=team.name,
        lead=mention(hears),
    )


async def _asked(
    session: AsyncSession, team: Team, latest: Sequence[Latest]
) -> Mapping[Key, list[Asking]]:
    """Round -> how it went with the prompt of each person."""
    days = [round_.day for round_ in latest]
    found: dict[Key, list[Asking]] = {(team.id, day): [] for day in days}
    for row in await reading.prompts(session, cadence.PROMPT, team.id, days):
        found[team.id, row.day].append(Asking(row.member_id, row.state, row.reason))
    return found


async def _turnouts(
    session: AsyncSession,
    latest: Sequence[Latest],
    asked: Mapping[Key, list[Asking]],
    krs: Sequence[KrState],
    there: Sequence[str],
    now: datetime,
) -> list[Turnout]:
    """Of its own people: those in it, and who owns what it is asked about."""
    if not latest:
        return []
    own = {*there, *(kr.owner_id for kr in krs)}
    # Rounds that did not write down who was in them: as far as their prompts tell.
    people: dict[Key, AbstractSet[str]] = {
        key: rules.was_in(one for one in of if one.member_id in own) for key, of in asked.items()
    }
    first = latest[0]
    if first.closed_at is None:
        people[first.team_id, first.day] = await _asked_now(session, first, krs)
    people |= await reading.people(session, list(people))
    counts = await count(session, latest, people, now)
    return [
        rules.turnout(one.day, counts[one.team_id, one.day], is_open=one.closed_at is None)
        for one in latest
    ]


async def _asked_now(session: AsyncSession, open_: Latest, krs: Sequence[KrState]) -> set[str]:
    asked = await questions.asked_in(session, {open_.team_id: open_.day})
    asking = [id_ for id_, theirs in asked.items() if theirs]
    return (await asked_now(session, {open_.team_id: {kr.owner_id for kr in krs}}, asking))[
        open_.team_id
    ]


async def _missing(
    session: AsyncSession,
    team: Team,
    latest: Sequence[Latest],
    there: Sequence[str],
    krs: Sequence[KrState],
    asked: Mapping[Key, list[Asking]],
    known: Mapping[str, Member],
    now: datetime,
) -> list[str] | None:
    """Who was asked in the round that runs, is here, and has not answered; by name."""
    if not latest or latest[0].closed_at is not None:
        return None
    round_ = latest[0]
    parts = await parts_of(session, krs, {team.id: round_}, {team.id: there}, {team.id: team.name})
    was = {one.member_id for one in asked[team.id, round_.day] if one.state == "done"}
    waits = {id_ for id_, part in parts.items() if id_ in was and part[team.id].waits}
    key = (team.id, round_.day)
    gone = (await left_out(session, [round_], {key: waits}, now))[key]
    here = {id_ for id_ in waits - gone if not _is_unfit(known.get(id_))}
    return rules.by_name(here, {id_: member.name for id_, member in known.items()})


def _is_unfit(member: Member | None) -> bool:
    """Whether they were deactivated since."""
    return member is not None and (member.deleted or member.is_bot)


async def _promised(session: AsyncSession, latest: Sequence[Latest]) -> list[Promise]:
    """What was promised in the round before the latest, of which the latest asks."""
    if len(latest) < 2:
        return []
    key = (latest[1].team_id, latest[1].day)
    return (await questions.promised_in(session, [key]))[key]
