"""Editing a KR: what was so stays in its history, with the reason; nobody overwrites unseen."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.objective.flows.closing import closed_already, refuse_weightless
from handlers.objective.flows.following import hearers
from handlers.objective.flows.reading import over, the_kr
from handlers.objective.flows.rights import refuse_strangers_to_kr
from handlers.objective.rules.edit import KrEdit, kr_texts, renewed
from handlers.objective.rules.state import OneKr
from handlers.okr.flows import changes, no_such_kr, note
from handlers.okr.rules.audit import Changed, Noted, What, differences
from handlers.okr.rules.kinds import Milestones, Reach
from handlers.okr.rules.life import needs_reason, read_reason
from storage import okr_audit, okr_life, okr_shape
from storage import team as teams
from storage.okr import KeyResult
from storage.okr_shape import Step


@dataclass(frozen=True, slots=True)
class EditedKr:
    """What came of a form. With `since`, what others changed meanwhile, nothing was saved."""

    one: OneKr
    noted: tuple[Noted, ...] = ()
    since: tuple[Noted, ...] = ()
    people: frozenset[str] = frozenset()  # whose lists and cards change
    hear: frozenset[str] = frozenset()  # who is told


async def open_kr(session: AsyncSession, reader: Reader, number: int, now: datetime) -> OneKr:
    """The KR that somebody wants to edit. UserError for who may not, and when it is closed."""
    one = await the_kr(session, number, now)
    if one is None:
        raise no_such_kr(number)
    await refuse_strangers_to_kr(session, reader, one)
    if one.closed_at is not None:
        raise closed_already(number)
    if one.objective.closed_at is not None:
        raise over(one.objective)
    return one


async def seen_kr(session: AsyncSession, number: int) -> str:
    """The version that a form shows: the id of the latest change."""
    last = await okr_audit.last(session, kr_number=number)
    return last.id if last else ""


async def edit_kr(
    session: AsyncSession,
    reader: Reader,
    number: int,
    edit: KrEdit,
    seen: str,
    reason: str,
    now: datetime,
) -> EditedKr:
    """Save the form, unless somebody was faster. UserError says which field it is about."""
    row, before = await _locked(session, reader, number, now)
    if since := await since_seen(session, seen, kr_number=number):
        return EditedKr(before, since=tuple(since))
    edit = _whole(edit, before)
    changed = differences(kr_texts(edit_of(before)), kr_texts(edit))
    if not changed:
        return EditedKr(before)
    await _check(session, before, edit, now)
    why = _why(before, changed, reason)
    told = await hearers(session, before) if before.is_open and why else set()
    await _write(session, row, edit, before)
    of = before.objective.number
    noted = await note(session, reader.id, now, of, changed, kr_number=number, reason=why)
    return EditedKr(
        await the_kr(session, number, now) or before,
        tuple(noted),
        people=frozenset({before.kr.owner_id, edit.owner_id, reader.id}),
        hear=frozenset((told | {edit.owner_id} if told else set()) - {reader.id}),
    )


async def _locked(
    session: AsyncSession, reader: Reader, number: int, now: datetime
) -> tuple[KeyResult, OneKr]:
    row = await okr_life.lock_kr(session, number)
    before = await open_kr(session, reader, number, now)
    assert row is not None  # open_kr has found it
    return row, before


def _why(before: OneKr, changed: Sequence[Changed], reason: str) -> str:
    """The reason, which has to be there where people count on what is changed."""
    weighty = needs_reason(before.objective.stage, {str(one.what) for one in changed})
    return read_reason(reason, field="reason") if before.is_open and weighty else reason.strip()


async def since_seen(
    session: AsyncSession,
    seen: str,
    *,
    kr_number: int | None = None,
    objective_number: int | None = None,
) -> Sequence[Noted]:
    """What was changed since this version was shown, newest first."""
    found = await changes(session, kr_number=kr_number, objective_number=objective_number)
    if kr_number is None:
        found = [one for one in found if one.kr_number is None]
    ids = [one.id for one in found]
    since = found[: ids.index(seen)] if seen in ids else found
    return [one for one in since if one.what not in (What.MADE, What.WITHDRAWN)]


def edit_of(one: OneKr) -> KrEdit:
    """The KR as its form shows it first."""
    kr = one.kr
    return KrEdit(kr.title, kr.owner_id, one.aim, kr.unit, kr.weight, tuple(sorted(one.teams)))


def _whole(edit: KrEdit, before: OneKr) -> KrEdit:
    """Steps keep what is done of them; the team that it lives with is no further one."""
    shared = tuple(sorted({*edit.teams} - {before.objective.home.id}))
    if not isinstance(edit.aim, Milestones):
        return replace(edit, teams=shared)
    aim = renewed(before.steps, edit.aim.steps)
    return replace(edit, aim=aim, unit=before.kr.unit, teams=shared)


async def _check(session: AsyncSession, before: OneKr, edit: KrEdit, now: datetime) -> None:
    await refuse_weightless(session, before, edit.weight, now)
    if edit.owner_id != before.kr.owner_id:
        await refuse_unfit(session, edit.owner_id)


async def refuse_unfit(session: AsyncSession, owner_id: str) -> None:
    """UserError where this is nobody who could own anything."""
    known = (await teams.members(session, [owner_id])).get(owner_id)
    if known is not None and (known.is_bot or known.deleted or known.is_stranger):
        raise UserError(
            "{name} cannot own this: choose a person of your company.",
            name=known.name,
            field="owner",
        )


async def _write(session: AsyncSession, row: KeyResult, edit: KrEdit, before: OneKr) -> None:
    row.title, row.owner_id = edit.title, edit.owner_id
    row.unit, row.weight = edit.unit, edit.weight
    if isinstance(edit.aim, Milestones):
        await _write_steps(session, row.number, edit.aim)
    elif isinstance(edit.aim, Reach):
        row.start, row.target = edit.aim.start, edit.aim.target
    else:
        row.low, row.high = edit.aim.low, edit.aim.high
    if set(edit.teams) != set(before.teams):
        await okr_shape.share(session, row.number, edit.teams)
    await session.flush()


async def _write_steps(session: AsyncSession, number: int, aim: Milestones) -> None:
    """Who has done what, and when, stays with the steps that are done."""
    old = (await okr_shape.steps_of(session, [number]))[number]
    by_title, by_place = {row.title: row for row in old}, dict(enumerate(old))
    rows = []
    for place, step in enumerate(aim.steps):
        was = by_title.get(step.title) or by_place.get(place)
        done = was if step.done and was is not None else None
        rows.append(
            Step(
                title=step.title,
                weight=step.weight,
                done_at=done.done_at if done else None,
                done_by=done.done_by if done else None,
            )
        )
    await okr_shape.set_steps(session, number, rows)
