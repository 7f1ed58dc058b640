"""Key results that go on in the next cycle: from where they stand, with a link to their past."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows.noting import Noted, note
from handlers.cycle.flows.targets import targets
from handlers.cycle.rules.ended import Ended, EndedKr
from handlers.okr.rules.audit import What
from handlers.okr.rules.carry import Carried, carried
from handlers.okr.rules.kinds import Aim, Keep, Milestones, Reach, Step, measured
from handlers.okr.rules.life import Stage
from storage import cycle as cycles
from storage import cycle_end, okr_shape
from storage import workspace as workspaces
from storage.okr import KeyResult, Objective
from storage.okr_shape import KrTeam
from storage.okr_shape import Step as StepRow

Steps = Mapping[int, Sequence[StepRow]]
Into = tuple[int, str]  # what goes on from an old objective, in this stage


@dataclass(frozen=True, slots=True)
class _Goes:
    """A KR that goes on, its objective, and what it becomes."""

    ended: Ended
    kr: EndedKr
    becomes: Carried

    @property
    def into(self) -> Into:
        stage = Stage.DRAFT if self.becomes.settled else Stage.ACTIVE
        return (self.ended.number, stage)


async def carry(session: AsyncSession, found: Iterable[Ended], now: datetime) -> None:
    """Make the KRs that are to go on anew, in the next cycle.

    They keep owner, weight and shares; their objective keeps its owner and what it supports. One
    whose target is met comes in a draft, which needs another target. Lock their objectives before.
    """
    chosen = [(one, kr) for one in found for kr in one.goes_on]
    if not chosen:
        return
    steps = await okr_shape.steps_of(session, [kr.kr.number for _, kr in chosen])
    goes = [_Goes(one, kr, _becomes(kr, steps)) for one, kr in chosen]
    goes.sort(key=lambda g: (g.ended.number, g.into[1], g.kr.kr.position, g.kr.kr.number))
    await _krs(session, goes, await _objectives(session, goes, now), steps, now)


def _becomes(kr: EndedKr, steps: Steps) -> Carried:
    state, taken = kr.kr, steps[kr.kr.number]
    aim: Aim = state.aim
    if taken:
        aim = Milestones(
            tuple(Step(one.title, one.weight, one.done_at is not None) for one in taken)
        )
    return carried(state.number, state.title, state.unit, aim, state.value)


async def _objectives(
    session: AsyncSession, goes: Sequence[_Goes], now: datetime
) -> dict[Into, int]:
    """The numbers of the objectives that the KRs go into; made where there are none yet."""
    olds = await cycle_end.lock(session, {one.ended.place for one in goes})
    above = {row.supports for row in olds.values() if row.supports}
    asked = {one.ended.number for one in goes} | above
    heirs = await cycle_end.heirs_of_objectives(session, asked)
    there = {(row.carried_from or 0, _stage(row)): row.number for row in heirs}
    wanted = [into for into in dict.fromkeys(one.into for one in goes) if into not in there]
    if not wanted:
        return there
    numbers = await workspaces.next_numbers(session, "objective", len(wanted))
    made = dict(zip(wanted, numbers, strict=True))
    successors = {row.carried_from or 0: row.number for row in heirs}
    successors |= {old: number for (old, stage), number in made.items() if stage != Stage.DRAFT}
    into = await targets(session, {one.ended.place: one.ended.ends for one in goes}, now)
    rows = [
        _heir(olds[old], number, into[olds[old].team_id, olds[old].cycle_id].id, stage, now)
        for (old, stage), number in made.items()
    ]
    await _add(session, rows, {period.id for period in into.values()}, successors, now)
    return there | made


async def _add(
    session: AsyncSession,
    made: Sequence[Objective],
    cycle_ids: set[str],
    successors: Mapping[int, int],
    now: datetime,
) -> None:
    """What supported an old objective supports its successor, whichever of the two came first."""
    for row in made:
        row.supports = successors.get(row.supports, row.supports) if row.supports else None
    session.add_all(made)
    await session.flush()
    await cycle_end.point_to(session, cycle_ids, successors)
    titles = [Noted(row.number, None, What.MADE, after=row.title) for row in made]
    note(session, await cycles.bot_user(session), titles, now)


def _stage(row: Objective) -> str:
    """Whatever has become of it, a draft or not."""
    return Stage.DRAFT if row.stage == Stage.DRAFT else Stage.ACTIVE


def _heir(
    old: Objective,
    number: int,
    cycle_id: str,
    stage: str,
    now: datetime,
) -> Objective:
    return Objective(
        number=number,
        team_id=old.team_id,
        level=old.level,
        cycle_id=cycle_id,
        title=old.title,
        owner_id=old.owner_id,
        created_at=now,
        stage=stage,
        ambition=old.ambition,
        supports=old.supports,
        weight=old.weight,
        carried_from=old.number,
    )


async def _krs(
    session: AsyncSession,
    goes: Sequence[_Goes],
    objectives: Mapping[Into, int],
    steps: Steps,
    now: datetime,
) -> None:
    shares = await okr_shape.shared_with(session, [one.kr.kr.number for one in goes])
    numbers = await workspaces.next_numbers(session, "key_result", len(goes))
    numbered = list(zip(goes, numbers, strict=True))
    session.add_all(_kr(one, number, objectives[one.into], now) for one, number in numbered)
    await session.flush()
    for one, number in numbered:
        old = one.kr.kr.number
        session.add_all(KrTeam(kr_number=number, team_id=id_) for id_ in shares[old])
        session.add_all(_steps(number, steps[old], all_=one.becomes.settled))
    made = [
        Noted(objectives[one.into], number, What.MADE, after=one.becomes.title)
        for one, number in numbered
    ]
    note(session, await cycles.bot_user(session), made, now)
    await session.flush()


def _kr(one: _Goes, number: int, objective: int, now: datetime) -> KeyResult:
    old, becomes = one.kr.kr, one.becomes
    aim = measured(becomes.aim)
    band = aim if isinstance(aim, Keep) else Keep()
    way = aim if isinstance(aim, Reach) else Reach(Decimal(0), Decimal(1))
    return KeyResult(
        number=number,
        objective_number=objective,
        position=old.position,
        title=becomes.title,
        owner_id=old.owner_id,
        kind=old.kind,
        unit=becomes.unit,
        start=way.start,
        target=way.target,
        low=band.low,
        high=band.high,
        weight=old.weight,
        activated_at=now,
        carried_from=becomes.was,
    )


def _steps(number: int, steps: Sequence[StepRow], *, all_: bool) -> list[StepRow]:
    """Those that are left; of a draft all of them, to be taken anew or replaced."""
    left = [one for one in steps if all_ or one.done_at is None]
    return [
        StepRow(kr_number=number, position=n, title=one.title, weight=one.weight)
        for n, one in enumerate(left, start=1)
    ]
