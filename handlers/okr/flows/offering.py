"""What a person may choose for a new objective, and whether what they chose is theirs to choose."""

from datetime import date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import FormError, UserError
from handlers.kit.reader import Reader
from handlers.okr.flows.cycles import open_by
from handlers.okr.flows.rights import their_team
from handlers.okr.flows.states import day_in
from handlers.okr.rules import NewObjective, Period, TeamChoice
from handlers.okr.rules.life import Actor, Level, Stage, may_create
from handlers.okr.rules.making import CYCLE, LEVEL, SUPPORTS, Above, Choices
from handlers.okr.rules.tree import HEIGHT
from handlers.team.flows import the_team
from storage import okr_making
from storage import team as teams

MOST_ABOVE: Final = 100  # what a select holds


async def team_choices(
    session: AsyncSession, reader: Reader, channel: str | None
) -> list[TeamChoice]:
    """The teams that this person may make an objective for, this channel's first.

    UserError, with the first step, when there is none. Admins may in any team's channel.
    """
    mine = await teams.teams_of(session, reader.id)
    here = await teams.team_of_channel(session, channel) if channel else None
    if here is not None and (reader.is_admin or here.id in {team.id for team in mine}):
        mine = [here, *(team for team in mine if team.id != here.id)]
    if not mine:
        await _no_team(session, reader, channel)
    there = await teams.members_of(session, [team.id for team in mine])
    led = {id_ for id_, ms in there.items() for m in ms if m.is_lead and m.member_id == reader.id}
    return [TeamChoice(t.id, t.name, reader.is_admin or t.id in led) for t in mine]


async def _no_team(session: AsyncSession, reader: Reader, channel: str | None) -> None:
    team = await the_team(session, reader, channel)  # says how to make one where there is none
    leads = await teams.leads_of(session, team.id)
    known = await teams.profiles(session, leads)
    raise UserError(
        "You are not in {team}, so you cannot make its objectives. Its leads can add you: {leads}.",
        team=team.name,
        leads=[known[id_].name or id_ for id_ in leads],
    )


async def current_cycle(
    session: AsyncSession, team_id: str, now: datetime, chosen: str = ""
) -> Period:
    """The cycle that runs on this team's wall, or the chosen one."""
    team = await teams.team(session, team_id)
    return await open_cycle(session, day_in(team.zone if team else "UTC", now), chosen)


async def choices(session: AsyncSession, reader: Reader, team_id: str, now: datetime) -> Choices:
    """What else may be chosen for an objective of this team."""
    team, actor = await their_team(session, reader, team_id)
    day = day_in(team.zone, now)
    rows = await okr_making.objectives_above(
        session, day, [Level.COMPANY, Level.TEAM], MOST_ABOVE + 1
    )
    above = tuple(Above(number, title, Level(level)) for number, title, level in rows)
    company = (Level.COMPANY,) if may_create(actor, Level.COMPANY) else ()
    return Choices(
        levels=(Level.TEAM, *company, Level.PERSONAL),
        cycles=tuple(await _cycles(session, day)),
        above=above if len(above) <= MOST_ABOVE else None,
        may_begin=may_create(actor, Level.TEAM),
    )


async def open_cycle(session: AsyncSession, day: date, chosen: str = "") -> Period:
    """The chosen cycle, or the one that runs. UserError for one that takes no objectives."""
    found = await _cycles(session, day)
    wanted = next((period for period in found if period.id == chosen), None)
    if chosen and wanted is None:
        raise UserError(
            "{cycle} takes no new objectives any more. Choose another cycle.",
            cycle=chosen,
            field=CYCLE,
        )
    return wanted or found[0]


async def _cycles(session: AsyncSession, day: date) -> list[Period]:
    """Those that take objectives on this day; the one that is meant without a word first."""
    return list(dict.fromkeys((await open_by(session, day)).all))


def fit_level(level: Level, actor: Actor) -> None:
    """UserError where it is the company's, and this person is no admin."""
    if level is Level.COMPANY and not may_create(actor, level):
        raise UserError(
            "Objectives of the company are made by admins. Choose the team's, and ask one of them.",
            field=LEVEL,
        )


async def fit_owners(session: AsyncSession, author: Reader, new: NewObjective) -> None:
    """FormError where somebody cannot own a KR: an app, a stranger, or of what is mine alone."""
    known = await teams.members(session, {kr.owner_id for kr in new.krs})
    unfit = {id_ for id_, m in known.items() if m.is_bot or m.deleted or m.is_stranger}
    wrong = {
        f"{kr.row}.owner": UserError(
            "{name} cannot own a key result: choose a person of your company.",
            name=known[kr.owner_id].name,
        )
        for kr in new.krs
        if kr.owner_id in unfit
    }
    if new.level is Level.PERSONAL:
        alone = UserError(
            "An objective of yours alone has no other owners. Choose yourself, or make it the"
            " team's."
        )
        wrong |= {f"{kr.row}.owner": alone for kr in new.krs if kr.owner_id != author.id}
    if wrong:
        raise FormError(wrong)


async def fit_supports(session: AsyncSession, new: NewObjective) -> None:
    """UserError where what it would support is not there, is over, or stands below it."""
    if new.supports is None:
        return
    above = await okr_making.objective(session, new.supports)
    if above is None or above.closed_at is not None or above.stage == Stage.CLOSED:
        raise UserError(
            "There is no open objective O-{n} here. Choose another one, or none.",
            n=str(new.supports),
            field=SUPPORTS,
        )
    if HEIGHT[new.level] > HEIGHT[Level(above.level)]:
        raise UserError(
            "O-{n} stands below this objective, so it cannot be supported by it. Choose one of the"
            " company, or none.",
            n=str(new.supports),
            field=SUPPORTS,
        )
