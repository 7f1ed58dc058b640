"""What stands in cycles at their end: rows to values, in two statements."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from itertools import groupby

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.rules import due
from handlers.cycle.rules.ended import Ended, EndedKr, Heir
from handlers.okr.flows.states import state_of, tally_of
from handlers.okr.rules.grade import Ambition
from handlers.okr.rules.life import Level, Stage
from storage import cycle_end
from storage.cycle_end import Place, Standing

Heirs = Mapping[int, Heir]


async def ended(
    session: AsyncSession,
    now: datetime,
    *,
    team_ids: Collection[str] | None = None,
    people: Collection[str] | None = None,
    ends: Collection[date] | None = None,
    cycle_id: str | None = None,
    krs: Collection[int] | None = None,
    active: bool = False,
) -> list[Ended]:
    """Objectives that began, of cycles as they stand or ended, by number; each filter narrows.

    With `active` those that are not closed. Of `people`: the KRs that they own, and all of the
    objectives that they own.
    """
    rows = await cycle_end.standing(
        session,
        team_ids=team_ids,
        people=people,
        ends=ends,
        cycle_id=cycle_id,
        krs=krs,
        active=active,
    )
    heirs = await heirs_of(session, [row.current[0][0].number for row in rows])
    return [
        _objective(list(of_one), heirs, now)
        for _, of_one in groupby(rows, lambda row: row.current[0][1].number)
    ]


async def heirs_of(session: AsyncSession, numbers: Collection[int]) -> Heirs:
    """What goes on from these KRs, by their numbers."""
    return {
        old: Heir(one.number, one.objective_number, one.cycle_id, one.stage == Stage.DRAFT)
        for old, one in (await cycle_end.heirs(session, numbers)).items()
    }


def _objective(rows: list[Standing], heirs: Heirs, now: datetime) -> Ended:
    (_, objective, cycle, team), *_ = rows[0].current
    said = rows[0]
    krs = [_kr(row, heirs, now) for row in rows]
    return Ended(
        number=objective.number,
        title=objective.title,
        owner_id=said.owner_id,
        ambition=Ambition(said.ambition),
        level=Level(objective.level),
        team_id=team.id,
        team_name=team.name,
        cycle_id=cycle.id,
        ends=cycle.ends,
        is_closed=said.stage == Stage.CLOSED,
        by_hand=due.is_by_hand(said.closed_at, cycle.ends),
        lesson=said.lesson,
        krs=tuple(one for one in krs if not one.kr.is_closed),
        closed=tuple(one for one in krs if one.kr.is_closed),
    )


def _kr(row: Standing, heirs: Heirs, now: datetime) -> EndedKr:
    whole, update, inside, all_ = row.current
    state = state_of(whole, update, tally_of(inside, all_), now)
    return EndedKr(state, row.grade, row.carries, heirs.get(state.number))


def places(found: Iterable[Ended]) -> set[Place]:
    """The teams and cycles that these belong to."""
    return {one.place for one in found}
