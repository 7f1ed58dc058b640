"""Objectives and KRs at any point of their life: rows to values."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.objective.rules.state import Home, Objective, OneKr
from handlers.okr.flows.states import runs, state_of, tally_of
from handlers.okr.rules import LARGEST_NUMBER
from handlers.okr.rules.cycle import Period
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.kinds import Step
from handlers.okr.rules.life import Level, Stage
from storage import okr_life, okr_shape
from storage.okr_life import Placed
from storage.okr_standing import Current


def objective_of(placed: Placed) -> Objective:
    """The rows as a value."""
    row, cycle, team = placed
    return Objective(
        number=row.number,
        title=row.title,
        owner_id=row.owner_id,
        level=Level(row.level),
        stage=Stage(row.stage),
        ambition=Ambition(row.ambition),
        supports=row.supports,
        weight=row.weight,
        lesson=row.lesson,
        carried_from=row.carried_from,
        cycle=Period(cycle.id, cycle.starts, cycle.ends),
        home=Home(team.id, team.name, team.channel, team.zone, team.language),
        closed_at=row.closed_at,
    )


async def the_objective(session: AsyncSession, number: int) -> Objective:
    """The objective, whatever became of it. UserError where there is none."""
    found = await okr_life.objectives(session, [number]) if number <= LARGEST_NUMBER else {}
    if number not in found:
        raise no_such_objective(number)
    return objective_of(found[number])


def no_such_objective(number: int) -> UserError:
    return UserError(
        "There is no objective {number} here. Type `/okr` to see those of your team, or words of"
        " its title instead of the number.",
        number=f"O-{number}",
    )


def over(objective: Objective) -> UserError:
    """Why neither it nor its KRs are changed any more."""
    n = str(objective.number)
    if objective.is_deleted:
        return UserError(
            "O-{n} was deleted, so nothing was changed. `/okr show O-{n}` says by whom.", n=n
        )
    return UserError(
        "O-{n} is closed, so nothing was changed. `/okr show O-{n}` says when and why; whoever may"
        " reopens it there.",
        n=n,
    )


async def the_kr(session: AsyncSession, number: int, now: datetime) -> OneKr | None:
    """The KR, whatever became of it; None where there is none."""
    if number > LARGEST_NUMBER:
        return None
    found = await okr_life.krs(session, numbers=[number])
    return next(iter(await _krs(session, found, now)), None)


async def krs_numbered(
    session: AsyncSession, numbers: Collection[int], now: datetime
) -> dict[int, OneKr]:
    """These KRs by number, whatever became of them."""
    found = await okr_life.krs(session, numbers=numbers) if numbers else []
    return {one.kr.number: one for one in await _krs(session, found, now)}


async def krs_of(session: AsyncSession, objective_number: int, now: datetime) -> list[OneKr]:
    """The KRs of an objective in order, also those that were closed."""
    return await _krs(session, await okr_life.krs(session, objectives=[objective_number]), now)


async def _krs(session: AsyncSession, found: Sequence[Current], now: datetime) -> list[OneKr]:
    if not found:
        return []
    numbers = [whole[0].number for whole, *_ in found]
    above = await okr_life.objectives(session, {whole[1].number for whole, *_ in found})
    steps = await okr_shape.steps_of(session, numbers)
    shares = await okr_shape.shared_with(session, numbers)
    sharing = sorted({id_ for ids in shares.values() for id_ in ids})
    names = await okr_life.team_names(session, sharing) if sharing else {}
    return [
        OneKr(
            kr=state_of(whole, last, tally_of(inside, all_), now),
            objective=objective_of(above[whole[1].number]),
            closed_at=whole[0].closed_at,
            steps=_steps(steps[whole[0].number]),
            teams={id_: names.get(id_, id_) for id_ in shares[whole[0].number]},
            is_running=runs(whole, now, now),
        )
        for whole, last, inside, all_ in found
    ]


def _steps(rows: Iterable[okr_shape.Step]) -> tuple[Step, ...]:
    return tuple(Step(row.title, row.weight, done=row.done_at is not None) for row in rows)


async def team_names(session: AsyncSession) -> dict[str, str]:
    """All teams by id, in the order of their names."""
    return await okr_life.team_names(session)
