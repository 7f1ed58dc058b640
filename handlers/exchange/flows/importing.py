"""Writing down what a table says: all of it or nothing, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.exchange.flows.rows import (
    TICK,
    Import,
    Row,
    kr_row,
    objective_row,
    step_rows,
    update_row,
)
from handlers.exchange.rules.changes import is_other, of_kr, of_objective
from handlers.exchange.rules.known import Known
from handlers.exchange.rules.numbering import numbered, to_be_made
from handlers.exchange.rules.plan import Plan, PlannedKr, PlannedObjective
from handlers.kit.errors import UserError
from handlers.okr.rules.audit import Changed
from handlers.okr.rules.life import Stage
from storage import exchange, okr_updating
from storage import exchange_writing as writing
from storage import workspace as workspaces
from storage.db import new_id
from storage.okr import Cycle, KeyResult
from storage.okr import Objective as Stored


@dataclass(frozen=True, slots=True)
class Done:
    """What came of it, and who owns something that was made or changed."""

    objectives: tuple[PlannedObjective, ...]
    values: int
    people: frozenset[str]


async def write(session: AsyncSession, plan: Plan, known: Known, imported: Import) -> Done:
    """Make and change what the plan says, in as many statements whatever that is.

    UserError where somebody has recorded a value meanwhile; then the session must not commit.
    """
    planned = await _numbered(session, plan)
    objectives = [one for one in planned if is_other(one)]
    krs = [kr for one in planned for kr in one.krs if is_other(kr)]
    await _cycles(session, objectives)
    await _objectives(session, objectives, imported)
    await _krs(session, planned, krs, known, imported)
    await _shapes(session, krs, imported)
    values = await _values(session, planned, known, imported)
    await _note(session, planned, imported)
    owners = {one.objective.owner_id for one in objectives} | {kr.kr.owner_id for kr in krs}
    return Done(planned, len(values), frozenset(owners | set(values.values())))


async def _numbered(session: AsyncSession, plan: Plan) -> tuple[PlannedObjective, ...]:
    objectives, krs = to_be_made(plan)
    numbers = [
        iter(await workspaces.next_numbers(session, name, n)) if n else iter(())
        for name, n in (("objective", objectives), ("key_result", krs))
    ]
    return numbered(plan, *numbers)


async def _cycles(session: AsyncSession, objectives: Sequence[PlannedObjective]) -> None:
    periods = {one.objective.cycle.id: one.objective.cycle for one in objectives}
    rows = [
        writing.blank(Cycle) | {"id": p.id, "starts": p.starts, "ends": p.ends}
        for p in periods.values()
    ]
    await writing.put_cycles(session, rows)


async def _objectives(
    session: AsyncSession, planned: Sequence[PlannedObjective], imported: Import
) -> None:
    there = await writing.objectives(
        session, [one.before.number or 0 for one in planned if one.before]
    )
    blank = writing.blank(Stored)
    rows = [
        objective_row(one.objective, there.get(one.objective.number or 0, blank), imported)
        for one in planned
    ]
    await writing.put_objectives(session, rows)


async def _krs(
    session: AsyncSession,
    planned: Sequence[PlannedObjective],
    krs: Sequence[PlannedKr],
    known: Known,
    imported: Import,
) -> None:
    """The KRs that are new or changed, and those whose objective begins now."""
    begun = {one.objective.number for one in planned if _begins(one)}
    changed = {kr.kr.number or 0: kr.kr for kr in krs}
    changed = {n: kr for n, kr in known.krs.items() if kr.objective in begun} | changed
    there = await writing.krs(session, [n for n in changed if n in known.krs])
    last = await exchange.last_positions(session) if changed else {}
    places = {number: count(place + 1) for number, place in last.items()}
    rows = []
    for number, kr in changed.items():
        row = there.get(number)
        if row is None:
            place = next(places.setdefault(kr.objective or 0, count(1)))
            row = writing.blank(KeyResult) | {"position": place}
        rows.append(kr_row(kr, row, imported, begins=kr.objective in begun))
    await writing.put_krs(session, rows)


def _begins(one: PlannedObjective) -> bool:
    was_active = one.before is not None and one.before.stage in (Stage.ACTIVE, Stage.CLOSED)
    return one.objective.stage is Stage.ACTIVE and one.before is not None and not was_active


async def _shapes(session: AsyncSession, krs: Sequence[PlannedKr], imported: Import) -> None:
    """Steps and shares, of KRs where they are others than before."""
    stepped = [kr for kr in krs if kr.before is None or kr.before.aim != kr.kr.aim]
    there = await writing.steps(session, [kr.before.number or 0 for kr in stepped if kr.before])
    steps = {
        kr.kr.number or 0: step_rows(kr.kr.aim, there.get(kr.kr.number or 0, {}), imported)
        for kr in stepped
    }
    await writing.put_steps(session, steps)
    shared = {
        kr.kr.number or 0: kr.kr.shared
        for kr in krs
        if kr.kr.shared != (kr.before.shared if kr.before else ())
    }
    await writing.put_shares(session, shared)


async def _values(
    session: AsyncSession, planned: Sequence[PlannedObjective], known: Known, imported: Import
) -> Mapping[int, str]:
    """Record the values that are new; the owner of each KR that has one."""
    heard = await exchange.heard(session)
    made = {}
    for one in planned:
        today = known.days.get(one.objective.team_id, known.today)
        for kr in one.krs:
            update = update_row(kr, heard.get(kr.kr.number or 0), today, imported)
            if update is not None:
                made[kr.kr.number or 0] = (update, kr.kr.owner_id)
    if made and not await okr_updating.add(session, [update for update, _ in made.values()]):
        raise UserError(
            "Somebody has just recorded a value of one of these key results. Nothing was changed:"
            " start it once more."
        )
    return {number: owner for number, (_, owner) in made.items()}


async def _note(
    session: AsyncSession, planned: Sequence[PlannedObjective], imported: Import
) -> None:
    """Each change for the history, one after the other."""
    noted: list[Row] = []
    for one in planned:
        about = {"objective_number": one.objective.number, "kr_number": None}
        noted += [_change(about, changed) for changed in of_objective(one.before, one.objective)]
        for kr in one.krs:
            of = about | {"kr_number": kr.kr.number}
            noted += [_change(of, changed) for changed in of_kr(kr.before, kr.kr)]
    by = {"author_id": imported.author_id, "reason": imported.note}
    rows = [row | by | {"made_at": imported.now + n * TICK} for n, row in enumerate(noted)]
    await writing.add_changes(session, rows)


def _change(about: Row, changed: Changed) -> Row:
    said = {"what": changed.what, "before": changed.before, "after": changed.after}
    return {"id": new_id()} | about | said
