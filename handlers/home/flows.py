"""Putting a person's Home tab together, and having it shown anew when something changes."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.blocker import flows as blocker
from handlers.blocker.rules import Blocker
from handlers.checkin import flows as checkin
from handlers.checkin.rules.cadence import Wall
from handlers.deps import Moved, Soon, TakenBack
from handlers.home import rules
from handlers.home.rules import Page, TeamPart
from handlers.kit.reader import Reader
from handlers.kudos import flows as kudos
from handlers.kudos.rules import Given
from handlers.metric import flows as metric
from handlers.metric.rules.figures import Shown
from handlers.okr import flows as okr
from handlers.okr.rules import KrState
from handlers.quote import flows as quote
from handlers.schedule.flows import errand, plan_errand
from storage import team as teams
from storage.absence import Around, around
from storage.db import answers
from storage.team import Place

SHOW: Final = "home.show"
KUDOS: Final = 3


class Own(NamedTuple):
    """What is a person's own, wherever they belong."""

    who: Around
    places: Sequence[Place]
    blockers: Sequence[Blocker]
    kudos: Sequence[Given]


async def own(session: AsyncSession, member_id: str) -> Own:
    """The first half of Home: all of it by who they are, so in one round trip."""
    found = await answers(
        session,
        around(member_id),
        checkin.places_of(member_id),
        blocker.open_of(member_id),
        kudos.received(member_id, KUDOS),
    )
    return Own(*found)


async def page(session: AsyncSession, reader: Reader, own: Own, now: datetime) -> Page:
    """What this person's Home says now, in a constant number of statements."""
    shown = own.places[: rules.TEAMS]
    if not shown:
        return Page()
    ids = [place.team.id for place in shown]
    names = {place.team.id: place.team.name for place in own.places}
    krs, latest, metrics, quotes, off = await answers(
        session,
        okr.of_teams(ids, reader.id, now),
        checkin.latest_of(names, now),
        metric.latest(ids, now),
        quote.pick(ids[:1], now),
        checkin.off_for(own.places, now),
    )
    mine = [kr for kr in krs if kr.owner_id == reader.id]
    whose = checkin.Whose(mine, names, absence.theirs_now(own.who, now), latest)
    return Page(
        due=tuple(await checkin.due_for(session, reader, now, whose)),
        next_prompt=checkin.next_of(own.places, off, _wall(reader, own.who), now),
        mine=tuple(mine),
        blockers=tuple(own.blockers),
        teams=tuple(_part(reader, place, krs, metrics[place.team.id]) for place in shown),
        more_teams=len(own.places) - len(shown),
        kudos=tuple(own.kudos),
        quote=next(iter(quotes.values()), None),
    )


def _wall(reader: Reader, who: Around) -> Wall:
    return Wall(reader.zone, who.me.checkin_time if who.me else None)


def _part(
    reader: Reader, place: Place, krs: Sequence[KrState], metrics: Sequence[Shown]
) -> TeamPart:
    team, leads, _ = place
    return TeamPart(
        id=team.id,
        name=team.name,
        channel=team.channel,
        leads=tuple(leads),
        may_change=reader.is_admin or reader.id in leads,
        objectives=rules.objectives(kr for kr in krs if kr.team_id == team.id),
        metrics=tuple(metrics),
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
