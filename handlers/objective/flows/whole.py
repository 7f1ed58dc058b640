"""An objective with everything about it."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.reader import Reader
from handlers.objective.flows.moving import FORWARD, may_run
from handlers.objective.flows.reading import krs_of, the_objective
from handlers.objective.flows.rights import actor_to
from handlers.objective.rules.state import Link, Objective, OneKr, Whole
from handlers.okr.flows import changes
from handlers.okr.flows.auditing import noted
from handlers.okr.flows.states import state_of, tally_of
from handlers.okr.rules.life import Level, Stage, may_change, steps_from
from handlers.okr.rules.tree import Node, Part, grow
from storage import okr, okr_audit, okr_life

LATEST: Final = 5
DEEPEST: Final = 8  # levels that are looked at below an objective


async def whole(session: AsyncSession, reader: Reader, number: int, now: datetime) -> Whole:
    """The objective as this person sees it. UserError where there is none."""
    objective = await the_objective(session, number)
    krs = await krs_of(session, number, now)
    below = await _below(session, number)
    progress = await _progress(session, objective, krs, below, now)
    actor = await actor_to(session, reader, objective)
    is_over = objective.is_deleted
    moved = await okr_audit.last_of_stage(session, number)
    return Whole(
        objective=objective,
        krs=tuple(krs),
        progress=progress.get(number),
        above=await _above(session, objective),
        below=tuple(
            Link(row.number, row.title, Stage(row.stage), progress.get(row.number))
            for row in below
            if row.supports == number
        ),
        latest=tuple(await changes(session, objective_number=number, most=LATEST)),
        moved=noted(moved) if moved else None,
        leads=tuple(await okr_life.leads_to_ask(session, objective.home.id)),
        may_change=may_change(actor, objective.level) and not is_over,
        steps=[
            to
            for to in steps_from(objective.stage, actor, objective.level)
            if not is_over
            and (
                to is not Stage.ACTIVE
                or may_run(objective, now)
                or (objective.stage, to) in FORWARD
            )
        ],
    )


def _may(objective: Objective, to: Stage, now: datetime) -> bool:
    """Whether it could still count: what was closed runs again in its own cycle only."""
    return to is not Stage.ACTIVE or may_run(objective, now)


async def _above(session: AsyncSession, objective: Objective) -> Link | None:
    if objective.supports is None:
        return None
    found = await okr_life.objectives(session, [objective.supports])
    if objective.supports not in found:
        return None
    row = found[objective.supports][0]
    return Link(row.number, row.title, Stage(row.stage))


async def _below(session: AsyncSession, number: int) -> list[okr.Objective]:
    """All that supports it, level by level; a circle is walked once."""
    found: dict[int, okr.Objective] = {}
    level = [number]
    for _ in range(DEEPEST):
        rows = await okr_life.supporting(session, level)
        new = [row for row in rows if row.number not in found and row.number != number]
        if not new:
            break
        found.update({row.number: row for row in new})
        level = [row.number for row in new]
    return list(found.values())


async def _progress(
    session: AsyncSession,
    objective: Objective,
    krs: Iterable[OneKr],
    below: list[okr.Objective],
    now: datetime,
) -> dict[int, Decimal | None]:
    """How far each has come, with what supports it."""
    parts: dict[int, list[Part]] = {row.number: [] for row in below}
    if below:
        rows = await okr_life.krs(session, objectives=list(parts))
        for row, last, inside, all_ in rows:
            kr = state_of(row, last, tally_of(inside, all_), now)
            if not kr.is_closed or kr.is_reached:
                parts[kr.objective_number].append((kr.progress, kr.weight))
    counted = (one.kr for one in krs if not one.kr.is_closed or one.kr.is_reached)
    own = [(kr.progress, kr.weight) for kr in counted]
    nodes = [_node(row, parts[row.number]) for row in below]
    top = Node(
        objective.number, objective.level, supports=None, weight=objective.weight, krs=tuple(own)
    )
    return {b.node.number: b.progress for tree in grow([top, *nodes]) for b in tree.walk()}


def _node(row: okr.Objective, parts: list[Part]) -> Node:
    return Node(row.number, Level(row.level), (), row.supports, row.weight, tuple(parts))
