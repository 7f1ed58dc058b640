"""A workspace as an import finds it."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.exchange.flows.exporting import team_names
from handlers.exchange.flows.reading import krs, objectives
from handlers.exchange.rules.cells import Names
from handlers.exchange.rules.known import Known
from handlers.exchange.rules.values import Kr, Objective
from handlers.okr.flows.states import day_in
from handlers.okr.rules.cycle import Period, Rhythm
from storage import exchange
from storage.db import workspace_of
from storage.exchange import Folk
from storage.team import Team


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says, and what Slack says of people."""

    importer: str = ""  # an e-mail address or a member id
    team: str = ""
    addresses: Mapping[str, str] = field(default_factory=dict)  # by member id
    known: Collection[str] = ()
    unfit: Collection[str] = ()


async def known(
    session: AsyncSession, wanted: Wanted, now: datetime, *, lock: bool = False
) -> Known:
    """All that a table may name; with `lock` nobody else changes it until this session ends.

    UserError where the importer is nobody, or the team none.
    """
    present = await exchange.present(session, lock=lock)
    there = objectives(present)
    every = [kr async for kr in krs(session, present, lock=lock)]
    of_krs = {kr.number or 0: kr for kr in every if kr.objective in there}
    folk = await exchange.folk(session)
    found = Known(
        workspace=workspace_of(session),
        people=_people(wanted, folk, there, of_krs),
        teams=_teams(present.teams),
        today=day_in(present.teams[0].zone if present.teams else "UTC", now),
        days={team.id: day_in(team.zone, now) for team in present.teams},
        names=Names(wanted.addresses, team_names(present.teams)),
        rhythm=Rhythm(folk.rhythm),
        bot=folk.bot_user,
        cycles=tuple(Period(c.id, c.starts, c.ends) for c in present.cycles),
        objectives=there,
        krs=of_krs,
        homes=folk.homes,
        unfit=frozenset({*folk.unfit, *wanted.unfit}),
    )
    return _with_defaults(found, wanted)


def _people(
    wanted: Wanted, folk: Folk, there: Mapping[int, Objective], of_krs: Mapping[int, Kr]
) -> dict[str, str]:
    """By e-mail address, and by id whoever was ever seen here."""
    owners = {one.owner_id for one in there.values()} | {kr.owner_id for kr in of_krs.values()}
    by_id = {id_.casefold(): id_ for id_ in {*folk.people, *wanted.known, *owners}}
    return by_id | {address.casefold(): id_ for id_, address in wanted.addresses.items()}


def _teams(teams: Sequence[Team]) -> dict[str, str]:
    """By channel, and by name where only one team has it."""
    times = Counter(team.name.casefold() for team in teams)
    by_name = {t.name.casefold(): t.id for t in teams if times[t.name.casefold()] == 1}
    return {team.channel.casefold(): team.id for team in teams} | by_name


def _with_defaults(found: Known, wanted: Wanted) -> Known:
    """Whose and which team's is what says nothing of that. UserError for nobody, and for none."""
    if wanted.team:
        found.one_team(wanted.team)
    importer = found.person(wanted.importer) if wanted.importer else ""
    return replace(found, importer=importer, team=wanted.team)
