"""Making an objective with its KRs: by whoever is of its team, active where they may begin it."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.reader import Reader
from handlers.okr.flows.auditing import note_made
from handlers.okr.flows.offering import fit_level, fit_owners, fit_supports, open_cycle
from handlers.okr.flows.rights import their_team
from handlers.okr.flows.states import day_in, state_of
from handlers.okr.rules import Created, NewKr, NewObjective
from handlers.okr.rules.kinds import NONE_YET, Aim, Keep, Milestones, Reach, Step, kind_of, measured
from handlers.okr.rules.life import Actor, Stage, may_create
from storage import okr_shape
from storage import workspace as workspaces
from storage.db import insert_once
from storage.okr import Cycle, KeyResult, Objective
from storage.team import Team

NOTHING: Final = Reach(Decimal(0), Decimal(1))  # what the ends of a band leave in start and target


async def create(
    session: AsyncSession, author: Reader, new: NewObjective, now: datetime
) -> Created:
    """Make it, numbered. UserError for who is not of the team, FormError for what does not fit.

    It is active where its author may begin it; a draft stays one, all else is proposed.
    """
    team, actor = await their_team(session, author, new.team_id)
    fit_level(new.level, actor)
    await fit_owners(session, author, new)
    await fit_supports(session, new)
    cycle = await _cycle(session, new, day_in(team.zone, now))
    objective = await _objective(session, author, new, team, cycle, _stage(new, actor), now)
    krs = await _key_results(session, new.krs, objective, author, now)
    titles = {kr.number: kr.title for kr in krs}
    await note_made(session, author.id, now, objective.number, new.title, titles)
    return _created(new, objective, cycle, team, krs, now)


def _stage(new: NewObjective, actor: Actor) -> Stage:
    if new.is_draft:
        return Stage.DRAFT
    return Stage.ACTIVE if may_create(actor, new.level) else Stage.PROPOSED


async def _cycle(session: AsyncSession, new: NewObjective, day: date) -> Cycle:
    """The chosen one, written down with its first objective."""
    period = await open_cycle(session, day, new.cycle_id)
    found = {"id": period.id, "starts": period.starts, "ends": period.ends}
    await insert_once(session, Cycle, **found)
    return Cycle(**found)  # as a value: it is in no session


async def _objective(
    session: AsyncSession,
    author: Reader,
    new: NewObjective,
    team: Team,
    cycle: Cycle,
    stage: Stage,
    now: datetime,
) -> Objective:
    row = Objective(
        number=(await workspaces.next_numbers(session, "objective"))[0],
        team_id=team.id,
        level=new.level,
        cycle_id=cycle.id,
        title=new.title,
        owner_id=author.id,
        created_at=now,
        stage=stage,
        ambition=new.ambition,
        supports=new.supports,
    )
    session.add(row)
    await session.flush()
    return row


async def _key_results(
    session: AsyncSession, krs: Sequence[NewKr], objective: Objective, author: Reader, now: datetime
) -> list[KeyResult]:
    numbers = await workspaces.next_numbers(session, "key_result", len(krs))
    rows = [_row(kr, objective.number, n, now) for kr, n in zip(krs, numbers, strict=True)]
    session.add_all(rows)
    await session.flush()
    for kr, number in zip(krs, numbers, strict=True):
        steps = [(s.title, s.weight, now if s.done else None, author.id) for s in steps_in(kr.aim)]
        okr_shape.add_steps(session, number, steps)
    await session.flush()
    return rows


def steps_in(aim: Aim) -> tuple[Step, ...]:
    return aim.steps if isinstance(aim, Milestones) else ()


def _row(kr: NewKr, objective: int, number: int, now: datetime) -> KeyResult:
    aim = measured(kr.aim)
    way = NOTHING if isinstance(aim, Keep) else aim
    return KeyResult(
        number=number,
        objective_number=objective,
        position=kr.row,
        title=kr.title,
        owner_id=kr.owner_id,
        kind=kind_of(kr.aim),
        unit=kr.unit,
        start=way.start,
        target=way.target,
        low=aim.low if isinstance(aim, Keep) else None,
        high=aim.high if isinstance(aim, Keep) else None,
        weight=kr.weight,
        activated_at=now,
    )


def _created(
    new: NewObjective,
    objective: Objective,
    cycle: Cycle,
    team: Team,
    krs: Sequence[KeyResult],
    now: datetime,
) -> Created:
    """As it stands, also where it is in no list yet."""
    states = [state_of((kr, objective, cycle, team), None, NONE_YET, now) for kr in krs]
    steps = zip(krs, map(steps_in, (kr.aim for kr in new.krs)), strict=True)
    return Created(
        number=objective.number,
        title=new.title,
        cycle_id=cycle.id,
        channel=team.channel,
        language=team.language,
        krs=tuple(states),
        stage=Stage(objective.stage),
        level=new.level,
        ambition=new.ambition,
        supports=new.supports,
        team_name=team.name,
        steps={kr.number: taken for kr, taken in steps if taken},
    )
