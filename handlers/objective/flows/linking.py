"""Editing an objective, and what it supports: never in a circle, never the wrong way up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.objective.flows.editing import refuse_unfit, since_seen
from handlers.objective.flows.reading import krs_of, no_such_objective, over, the_objective
from handlers.objective.flows.rights import refuse_strangers
from handlers.objective.rules.edit import ObjectiveEdit, objective_texts
from handlers.objective.rules.state import Link, Objective
from handlers.okr.flows import changes, note
from handlers.okr.rules.audit import Changed, Noted, What, differences
from handlers.okr.rules.life import Level, Stage, needs_reason, read_reason
from handlers.okr.rules.tree import HEIGHT, Node, check_support
from storage import okr_life
from storage import team as teams
from storage import workspace as workspaces
from storage.okr import Objective as Row

OFFERED: Final = 99  # of Slack's 100 options; one is for none


@dataclass(frozen=True, slots=True)
class Edited:
    """What came of a form. With `since`, what others changed meanwhile, nothing was saved."""

    objective: Objective
    noted: tuple[Noted, ...] = ()
    since: tuple[Noted, ...] = ()
    people: frozenset[str] = frozenset()
    hear: frozenset[str] = frozenset()


async def open_objective(session: AsyncSession, reader: Reader, number: int) -> Objective:
    """The objective that somebody wants to edit. UserError for who may not, and when it is over."""
    objective = await the_objective(session, number)
    await refuse_strangers(session, reader, objective)
    if objective.closed_at is not None:
        raise over(objective)
    return objective


async def seen_objective(session: AsyncSession, number: int) -> str:
    """The version that a form shows: the id of the latest change of the objective itself."""
    found = await changes(session, objective_number=number)
    return next((one.id for one in found if one.kr_number is None), "")


async def may_support(session: AsyncSession, objective: Objective) -> list[Link]:
    """What it could support: of its cycle, not below it; the company's first."""
    rows = await okr_life.in_cycle(session, objective.cycle.id)
    fit = [row for row in rows if _fits(row, objective)]
    fit.sort(key=lambda row: (-HEIGHT[Level(row.level)], row.number))
    found = [Link(row.number, row.title, Stage(row.stage)) for row in fit[:OFFERED]]
    if objective.supports in {None, *(link.number for link in found)}:
        return found
    above = await okr_life.objectives(session, [objective.supports or 0])
    linked = [Link(row.number, row.title, Stage(row.stage)) for row, *_ in above.values()]
    return [*linked, *found[: OFFERED - 1]]


def _fits(row: Row, objective: Objective) -> bool:
    is_other = objective.number not in (row.number, row.supports)
    return is_other and HEIGHT[Level(row.level)] >= HEIGHT[objective.level]


async def edit_objective(
    session: AsyncSession,
    reader: Reader,
    number: int,
    edit: ObjectiveEdit,
    seen: str,
    reason: str,
    now: datetime,
) -> Edited:
    """Save the form, unless somebody was faster. UserError says which field it is about."""
    row = await okr_life.lock(session, number)
    before = await open_objective(session, reader, number)
    assert row is not None
    if since := await since_seen(session, seen, objective_number=number):
        return Edited(before, since=tuple(since))
    changed = differences(objective_texts(edit_of(before)), objective_texts(edit))
    if not changed:
        return Edited(before)
    why = _why(before, changed, reason)
    await _check(session, before, edit)
    row.title, row.owner_id = edit.title, edit.owner_id
    row.ambition, row.supports, row.weight = edit.ambition, edit.supports, edit.weight
    noted = await note(session, reader.id, now, number, changed, reason=why)
    people = {before.owner_id, edit.owner_id, reader.id}
    krs = await krs_of(session, number, now)
    owners = {one.kr.owner_id for one in krs if one.closed_at is None}
    told = {before.owner_id, edit.owner_id} if edit.owner_id != before.owner_id else set()
    told -= {reader.id, *await teams.have_left(session, told)}
    after = await the_objective(session, number)
    return Edited(after, tuple(noted), people=frozenset(people | owners), hear=frozenset(told))


def edit_of(objective: Objective) -> ObjectiveEdit:
    """The objective as its form shows it first."""
    return ObjectiveEdit(
        objective.title,
        objective.owner_id,
        objective.ambition,
        objective.supports,
        objective.weight,
    )


def _why(before: Objective, changed: Sequence[Changed], reason: str) -> str:
    if needs_reason(before.stage, {str(one.what) for one in changed}):
        return read_reason(reason, field="reason")
    return reason.strip()


async def _check(session: AsyncSession, before: Objective, edit: ObjectiveEdit) -> None:
    if edit.owner_id != before.owner_id:
        await refuse_unfit(session, edit.owner_id)
    if edit.supports is not None and edit.supports != before.supports:
        await _check_link(session, before, edit.supports)


async def _check_link(session: AsyncSession, before: Objective, supports: int) -> None:
    """UserError for a circle or the wrong way up; the counter keeps two links from closing one."""
    await workspaces.next_numbers(session, What.SUPPORTS)
    rows = await okr_life.parents(session, supports)
    if supports not in rows or rows[supports].closed_at is not None:
        error = no_such_objective(supports)
        error.field = "supports"
        raise error
    nodes = {n: _node(row) for n, row in rows.items()}
    child = Node(before.number, before.level, supports=before.supports)
    try:
        check_support(nodes | {before.number: child}, child, nodes[supports])
    except UserError as error:
        error.field = "supports"
        raise


def _node(row: Row) -> Node:
    return Node(row.number, Level(row.level), supports=row.supports)
