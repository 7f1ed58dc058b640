"""Putting a person's Home tab together, and having it shown anew when something changes."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.blocker import flows as blocker
from handlers.checkin import flows as checkin
from handlers.checkin.rules.cadence import Wall
from handlers.deps import Moved, Soon, TakenBack
from handlers.home import rules
from handlers.home.rules import Page, TeamPart
from handlers.kit.reader import Reader
from handlers.kudos import flows as kudos
from handlers.metric import flows as metric
from handlers.metric.rules.figures import Shown
from handlers.okr import flows as okr
from handlers.okr.rules import KrState
from handlers.quote import flows as quote
from handlers.schedule.flows import errand, plan_errand
from storage import team as teams
from storage.absence import Around
from storage.team import Place

SHOW: Final = "home.show"
KUDOS: Final = 3


async def page(session: AsyncSession, reader: Reader, who: Around, now: datetime) -> Page:
    """What this person's Home says now, in a constant number of statements."""
    everywhere = await checkin.places_of(session, reader.id)
    shown = everywhere[: rules.TEAMS]
    ids = [place.team.id for place in shown]
    krs = await okr.key_results(session, now, team_ids=ids, owned_too=reader.id)
    mine = [kr for kr in krs if kr.owner_id == reader.id]
    names = {place.team.id: place.team.name for place in everywhere}
    whose = checkin.Whose(mine, names, absence.theirs_now(who, now))
    wall = Wall(reader.zone, who.me.checkin_time if who.me else None)
    return Page(
        due=tuple(await checkin.due_for(session, reader, now, whose)),
        next_prompt=await checkin.next_of(session, everywhere, wall, now),
        mine=tuple(mine),
        blockers=tuple(await blocker.open_of(session, reader.id)),
        teams=tuple(await _parts(session, reader, shown, krs, now)),
        more_teams=len(everywhere) - len(shown),
        kudos=tuple(await kudos.received(session, reader.id, KUDOS)),
        quote=next(iter((await quote.pick(session, ids[:1], now)).values()), None),
    )


async def _parts(
    session: AsyncSession,
    reader: Reader,
    shown: Sequence[Place],
    krs: Sequence[KrState],
    now: datetime,
) -> list[TeamPart]:
    if not shown:
        return []
    metrics = await metric.latest(session, [place.team.id for place in shown], now)
    return [_part(reader, place, krs, metrics[place.team.id]) for place in shown]


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
