"""Taking an objective from one stage of its life to the next, once, by whoever may."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.objective.flows.reading import krs_of, no_such_objective, over, the_objective
from handlers.objective.flows.rights import actor_to, hands_in, refuse_strangers
from handlers.objective.rules.state import Objective, OneKr
from handlers.okr.flows import note
from handlers.okr.flows.offering import open_cycle
from handlers.okr.flows.states import day_in
from handlers.okr.rules import LARGEST_NUMBER
from handlers.okr.rules.audit import Changed, Noted, What
from handlers.okr.rules.cycle import Period
from handlers.okr.rules.life import ASKS_WHY, Stage, read_reason, taken
from storage import okr, okr_audit, okr_life
from storage.db import insert_once

# Steps that are for nothing in a cycle that is over; whoever takes one may take it in another.
FORWARD: Final = frozenset(
    {
        (Stage.DRAFT, Stage.PROPOSED),
        (Stage.DRAFT, Stage.AGREED),
        (Stage.PROPOSED, Stage.AGREED),
        (Stage.AGREED, Stage.ACTIVE),
    }
)


class LateError(UserError):
    """The cycle of this objective is over: it can take the step in the one that runs."""

    objective: Objective


@dataclass(frozen=True, slots=True)
class Moved:
    """An objective after a step of its life. `people`: whose lists and cards it changes."""

    objective: Objective
    noted: Noted
    people: frozenset[str]
    hear: frozenset[str] = frozenset()  # whoever is told by direct message


async def move(
    session: AsyncSession,
    reader: Reader,
    number: int,
    shown: Stage,
    to: Stage,
    now: datetime,
    reason: str = "",
    cycle_id: str = "",
) -> Moved:
    """Take this step from the stage that was `shown`, and into this cycle if it is given.

    LateError where its cycle is over and no other is given; UserError for who may not, where it has
    moved on meanwhile, and for a reason that is missing; FormError's field is `why`.
    """
    row = await _locked(session, number)
    before = await may_move(session, reader, number, shown, to, now, cycle_id)
    why = read_reason(reason, field="why") if (before.stage, to) in ASKS_WHY else reason.strip()
    into = await _into(session, row, before, cycle_id, now) if cycle_id else []
    await _write(session, row, before, to, now)
    changed = [*into, Changed(What.STAGE, before.stage, to)]
    *_, noted = await note(session, reader.id, now, number, changed, reason=why)
    return await _moved(session, number, noted, now)


async def _into(
    session: AsyncSession, row: okr.Objective, before: Objective, cycle_id: str, now: datetime
) -> list[Changed]:
    """Put it into this cycle. UserError for one that takes no objectives any more."""
    period = await open_cycle(session, day_in(before.home.zone, now), cycle_id)
    await insert_once(session, okr.Cycle, id=period.id, starts=period.starts, ends=period.ends)
    row.cycle_id = period.id
    return [Changed(What.CYCLE, before.cycle.id, period.id)]


async def running_cycle(session: AsyncSession, objective: Objective, now: datetime) -> Period:
    """The one that runs where this objective lives."""
    return await open_cycle(session, day_in(objective.home.zone, now))


async def may_move(
    session: AsyncSession,
    reader: Reader,
    number: int,
    shown: Stage,
    to: Stage,
    now: datetime,
    cycle_id: str = "",
) -> Objective:
    """The objective, where this person may take this step. UserError as in `move`."""
    before = await the_objective(session, number)
    if before.is_deleted:
        raise over(before)
    if before.stage is not shown and before.stage is not to:
        raise UserError(
            "O-{n} has moved on since this was shown, so nothing was changed. `/okr show O-{n}`"
            " says where it is now.",
            n=str(number),
        )
    actor, hands = await actor_to(session, reader, before), await hands_in(session, before)
    taken((before.stage, to), actor, hands, number)
    if not cycle_id and not may_run(before, now):
        _refuse_late(before, to)
    return before


def may_run(objective: Objective, now: datetime) -> bool:
    """Whether it could still count: nobody is asked for what is of a cycle that is over."""
    return day_in(objective.home.zone, now) <= objective.cycle.ends


def _refuse_late(objective: Objective, to: Stage) -> None:
    """LateError for a step forward, UserError for what was closed and would run again."""
    is_forward = (objective.stage, to) in FORWARD
    if not is_forward and to is not Stage.ACTIVE:
        return
    refused = UserError(
        "O-{n} is part of {cycle}, which is over, so it would count nowhere; nothing was changed."
        " Make it anew in a cycle that runs: `/okr new`.",
        n=str(objective.number),
        cycle=objective.cycle.id,
    )
    if not is_forward:
        raise refused
    late = LateError(refused.sentence, **refused.values)
    late.objective = objective
    raise late


async def delete(
    session: AsyncSession, reader: Reader, number: int, now: datetime, reason: str
) -> Moved:
    """Take away what has not begun; its history stays. UserError as in `move`."""
    row = await _locked(session, number)
    before = await the_objective(session, number)
    await _refuse_to_delete(session, reader, before)
    row.closed_at = now
    changed = [Changed(What.DELETED, before.stage)]
    (noted,) = await note(session, reader.id, now, number, changed, reason=reason.strip())
    return await _moved(session, number, noted, now)


async def may_delete(session: AsyncSession, reader: Reader, number: int) -> Objective:
    """The objective, where this person may delete it. UserError as in `delete`."""
    before = await the_objective(session, number)
    await _refuse_to_delete(session, reader, before)
    return before


async def _refuse_to_delete(session: AsyncSession, reader: Reader, before: Objective) -> None:
    await refuse_strangers(session, reader, before)
    if before.closed_at is not None:
        raise over(before)
    if before.stage is Stage.ACTIVE:
        raise UserError(
            "O-{n} has begun, so it is not deleted but closed, and its result is kept: `/okr show"
            " O-{n}` has the button.",
            n=str(before.number),
        )


async def _locked(session: AsyncSession, number: int) -> okr.Objective:
    row = await okr_life.lock(session, number) if number <= LARGEST_NUMBER else None
    if row is None:
        raise no_such_objective(number)
    return row


async def _write(
    session: AsyncSession, row: okr.Objective, before: Objective, to: Stage, now: datetime
) -> None:
    row.stage = to
    row.closed_at = now if to is Stage.CLOSED else None
    await session.flush()
    if to is Stage.ACTIVE and before.stage is Stage.AGREED:
        await okr_life.begin_krs(session, before.number, now)


async def _moved(session: AsyncSession, number: int, noted: Noted, now: datetime) -> Moved:
    after = await the_objective(session, number)
    krs = await krs_of(session, number, now)
    owners = {one.kr.owner_id for one in krs if one.closed_at is None}
    people = owners | {after.owner_id, noted.author_id}
    hear = await _hear(session, after, krs) if after.stage is Stage.CLOSED else set()
    return Moved(after, noted, frozenset(people), frozenset(hear - {noted.author_id}))


async def _hear(session: AsyncSession, objective: Objective, krs: Iterable[OneKr]) -> set[str]:
    """Whoever counted on it: the owners, and who follows a KR."""
    open_ones = [one for one in krs if one.closed_at is None]
    follow = await okr_audit.followers(session, [one.kr.number for one in open_ones])
    owners = {objective.owner_id, *(one.kr.owner_id for one in open_ones)}
    return owners | {id_ for ids in follow.values() for id_ in ids}
