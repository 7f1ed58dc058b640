"""Putting a person's Home tab together, and having it shown anew when something changes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.rules import why
from handlers.absence.rules.off import Off
from handlers.blocker import flows as blocker
from handlers.blocker.rules import Blocker
from handlers.checkin import flows as checkin
from handlers.checkin.rules.cadence import Wall
from handlers.cycle.flows import waiting as cycle
from handlers.cycle.rules.waiting import Waiting, ending
from handlers.deps import Moved, Soon, TakenBack
from handlers.home import rules
from handlers.home.rules import Page, TeamPart
from handlers.kit.guesses import Guesses
from handlers.kit.reader import Reader
from handlers.kudos import flows as kudos
from handlers.kudos.rules import Given
from handlers.metric import flows as metric
from handlers.metric.rules.figures import Shown
from handlers.objective import flows as objective
from handlers.objective.rules.state import Link
from handlers.okr import flows as okr
from handlers.quote import flows as quote
from handlers.quote.rules import Quote
from handlers.schedule.flows import errand, plan_errand
from storage import team as teams
from storage.absence import Around, around
from storage.checkin_reading import Latest
from storage.db import Query, answers, workspace_of
from storage.team import Place

SHOW: Final = "home.show"
KUDOS: Final = 3


class Own(NamedTuple):
    """What is a person's own, wherever they belong."""

    who: Around
    places: Sequence[Place]
    blockers: Sequence[Blocker]
    proposed: Sequence[Link]
    kudos: Sequence[Given]


_NOTHING: Final = okr.Lately((), ())


class OfTeams(NamedTuple):
    """What the teams of a person have, of those that are shown in full."""

    krs: okr.Lately = _NOTHING
    latest: Mapping[str, Latest] = MappingProxyType({})
    metrics: Mapping[str, Sequence[Shown]] = MappingProxyType({})
    quotes: Mapping[str, Quote] = MappingProxyType({})
    off: Sequence[Off] = ()
    grades: Sequence[Waiting] = ()


class Belongs(NamedTuple):
    """The teams of a person by id, oldest first, and whether a round of theirs is planned.

    `ending`: on which days cycles of theirs end, of which grades may wait.
    """

    teams: Sequence[str]
    is_planned: bool
    ending: tuple[date, ...] = ()


Known = Guesses[tuple[str, str], Belongs]  # by workspace and person


async def look(
    session: AsyncSession, known: Known, member_id: str, now: datetime
) -> tuple[Own, OfTeams]:
    """All that this person's Home shows, in one round trip, or a few.

    What their teams have is asked for at once, of those that they were in when they last looked;
    and what waits for them at the end of a cycle, where one has ended by then.
    """
    key = workspace_of(session), member_id
    own, guess = _own(member_id), known.of(key)
    theirs = () if guess is None else _of_teams(guess, member_id, now)
    found = await answers(session, *own, *theirs)
    mine, belongs = Own(*found[: len(own)]), _belongs(found[1])
    if guess is not None and belongs == guess._replace(ending=()):
        belongs, of_teams = guess, OfTeams(*found[len(own) :])
    else:
        of_teams = OfTeams(*await answers(session, *_of_teams(belongs, member_id, now)))
    days = _ending(of_teams.krs, now)
    if days != belongs.ending:
        grades = await cycle.waiting(member_id, days).read(session) if days else ()
        belongs, of_teams = belongs._replace(ending=days), of_teams._replace(grades=grades)
    known.note(key, belongs)
    return mine, of_teams


def _ending(krs: okr.Lately, now: datetime) -> tuple[date, ...]:
    """Of most of a cycle nothing: then nothing is asked."""
    days = {kr.cycle_ends for of in krs for kr in of}
    return ending(days, now.astimezone(UTC).date())


def _own(member_id: str) -> tuple[Query[Any], ...]:
    return (
        around(member_id),
        checkin.places_of(member_id),
        blocker.open_of(member_id),
        objective.proposed_to(member_id),
        kudos.received(member_id, KUDOS),
    )


def _belongs(places: Sequence[Place]) -> Belongs:
    return Belongs([place.team.id for place in places], checkin.is_planned(places))


def _of_teams(of: Belongs, member_id: str, now: datetime) -> tuple[Query[Any], ...]:
    shown = of.teams[: rules.TEAMS]
    if not shown:
        return ()
    return (
        okr.of_teams(shown, member_id, now),
        checkin.latest_of(of.teams, now),
        metric.latest(shown, now),
        quote.pick(shown[:1], now),
        checkin.off_for(now, is_planned=of.is_planned),
        *([cycle.waiting(member_id, of.ending)] if of.ending else ()),
    )


async def page(
    session: AsyncSession, reader: Reader, own: Own, theirs: OfTeams, now: datetime
) -> Page:
    """What this person's Home says now, in a constant number of statements."""
    if not own.places:
        return await _without_team(session, reader, own, now)
    shown = own.places[: rules.TEAMS]
    names = {place.team.id: place.team.name for place in own.places}
    mine = [kr for kr in theirs.krs.running if kr.owner_id == reader.id and not kr.is_closed]
    wall = _wall(reader, own.who)
    leave = absence.leave_in(own.who.me, now)
    leave = await absence.lacking(session, leave, now) if leave else None
    whose = checkin.Whose(mine, names, absence.theirs_now(own.who, now), theirs.latest)
    return Page(
        due=tuple(await checkin.due_for(session, reader, now, whose)),
        next_prompt=checkin.next_of(own.places, theirs.off, wall, now, leave),
        mine=tuple(mine),
        blockers=tuple(own.blockers),
        proposed=tuple(own.proposed),
        grades=tuple(one for one in theirs.grades if one.ends <= reader.day(now)),
        leave=leave,
        now=now,
        by_status=_by_status(own.who, now),
        teams=tuple(_part(reader, place, theirs) for place in shown),
        more_teams=len(own.places) - len(shown),
        kudos=tuple(own.kudos),
        quote=next(iter(theirs.quotes.values()), None),
    )


async def _without_team(session: AsyncSession, reader: Reader, own: Own, now: datetime) -> Page:
    """What somebody who is in no team owns all the same, and is asked: also in place of others."""
    mine = await okr.key_results(session, now, owner_id=reader.id)
    others = absence.theirs_now(own.who, now)
    if not (mine or others):
        return Page()
    whose = checkin.Whose(mine, {}, others, {})
    leave = absence.leave_in(own.who.me, now)
    return Page(
        due=tuple(await checkin.due_for(session, reader, now, whose)),
        mine=tuple(mine),
        blockers=tuple(own.blockers),
        proposed=tuple(own.proposed),
        leave=await absence.lacking(session, leave, now) if leave else None,
        now=now,
        by_status=_by_status(own.who, now),
        kudos=tuple(own.kudos),
    )


def _by_status(who: Around, now: datetime) -> bool:
    return who.me is not None and absence.is_away(who.me, now) == why.STATUS


def _wall(reader: Reader, who: Around) -> Wall:
    return Wall(reader.zone, who.me.checkin_time if who.me else None)


def _part(reader: Reader, place: Place, theirs: OfTeams) -> TeamPart:
    team, leads, _ = place
    return TeamPart(
        id=team.id,
        name=team.name,
        channel=team.channel,
        leads=tuple(leads),
        may_change=reader.is_admin or reader.id in leads,
        objectives=rules.objectives(kr for kr in theirs.krs.running if kr.team_id == team.id),
        metrics=tuple(theirs.metrics[team.id]),
    )


async def show_again(session: AsyncSession, person: str, now: datetime) -> None:
    """Have this person's Home published, once this transaction is committed."""
    await plan_errand(session, SHOW, now, person=person)


async def after_update(_: AsyncSession, moved: Moved) -> list[Soon]:
    """Whoever recorded a value may have Home open: what they tapped there is answered there."""
    return [errand(SHOW, moved.now, person=moved.author.id)]


def after_import(people: Collection[str], now: datetime) -> list[Soon]:
    """A table has changed what these people own."""
    return [errand(SHOW, now, person=person) for person in sorted(people)]


async def after_withdrawal(_: AsyncSession, taken: TakenBack) -> list[Soon]:
    """Home shows the value that counts again."""
    people = {taken.by.id, taken.author_id}
    return [errand(SHOW, taken.now, person=person) for person in sorted(people)]


async def after_team(session: AsyncSession, team_id: str, now: datetime) -> None:
    """The leads see their team, and its founder no longer the first-time view."""
    team = await teams.team(session, team_id)
    if team is None:
        return
    people = set(await teams.leads_of(session, team_id))
    people |= {team.created_by} if team.version == 1 else set()
    for person in sorted(people):
        await show_again(session, person, now)
