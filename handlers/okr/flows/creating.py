"""Making an objective with its KRs, in the cycle that runs."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import FormError, UserError
from handlers.kit.reader import Reader
from handlers.okr.flows import cycles
from handlers.okr.flows.auditing import note_made
from handlers.okr.flows.states import key_results
from handlers.okr.rules import Created, NewKr, NewObjective, TeamChoice
from handlers.team.flows import the_team
from storage import team as teams
from storage import workspace as workspaces
from storage.db import insert_once
from storage.okr import Cycle, KeyResult, Objective
from storage.team import Team


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
    return [TeamChoice(team.id, team.name) for team in mine]


async def _no_team(session: AsyncSession, reader: Reader, channel: str | None) -> None:
    team = await the_team(session, reader, channel)  # says how to make one where there is none
    leads = await teams.leads_of(session, team.id)
    known = await teams.profiles(session, leads)
    raise UserError(
        "You are not in {team}, so you cannot make its objectives. Its leads can add you: {leads}.",
        team=team.name,
        leads=[known[id_].name or id_ for id_ in leads],
    )


async def current_cycle(session: AsyncSession, team_id: str, now: datetime) -> str:
    """The name of the cycle that runs on this team's wall."""
    team = await teams.team(session, team_id)
    return (await cycles.open_for(session, team.zone if team else "UTC", now)).running.id


async def create(
    session: AsyncSession, author: Reader, new: NewObjective, now: datetime
) -> Created:
    """Make it, numbered. UserError for who is not of the team, FormError for unfit owners."""
    team = await _their_team(session, author, new.team_id)
    await _fit_owners(session, new.krs)
    period = (await cycles.open_for(session, team.zone, now)).running
    await insert_once(session, Cycle, id=period.id, starts=period.starts, ends=period.ends)
    number = (await workspaces.next_numbers(session, "objective"))[0]
    numbers = await workspaces.next_numbers(session, "key_result", len(new.krs))
    session.add(
        Objective(
            number=number,
            team_id=team.id,
            cycle_id=period.id,
            title=new.title,
            owner_id=author.id,
            created_at=now,
        )
    )
    await session.flush()
    session.add_all(_row(kr, number, n, now) for kr, n in zip(new.krs, numbers, strict=True))
    await session.flush()
    titles = {n: kr.title for kr, n in zip(new.krs, numbers, strict=True)}
    await note_made(session, author.id, now, number, new.title, titles)
    made = await key_results(session, now, numbers=numbers)
    return Created(number, new.title, period.id, team.channel, team.language, tuple(made))


def _row(kr: NewKr, objective: int, number: int, now: datetime) -> KeyResult:
    return KeyResult(
        number=number,
        objective_number=objective,
        position=kr.row,
        title=kr.title,
        owner_id=kr.owner_id,
        unit=kr.unit,
        start=kr.start,
        target=kr.target,
        activated_at=now,
    )


async def _their_team(session: AsyncSession, author: Reader, team_id: str) -> Team:
    team = await teams.team(session, team_id)
    members = (await teams.members_of(session, [team_id]))[team_id]
    if team is None or not (author.is_admin or author.id in {m.member_id for m in members}):
        raise UserError(
            "You are not in this team any more, so nothing was made. Ask one of its leads to add"
            " you with `/okr team`."
        )
    return team


async def _fit_owners(session: AsyncSession, krs: Sequence[NewKr]) -> None:
    known = await teams.members(session, {kr.owner_id for kr in krs})
    unfit = {id_ for id_, m in known.items() if m.is_bot or m.deleted or m.is_stranger}
    wrong = {
        f"{kr.row}.owner": UserError(
            "{name} cannot own a key result: choose a person of your company.",
            name=known[kr.owner_id].name,
        )
        for kr in krs
        if kr.owner_id in unfit
    }
    if wrong:
        raise FormError(wrong)
