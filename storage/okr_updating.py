"""Updating key results: all that is to be known first, in one statement, and writing it down."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import BindParameter, Select, and_, bindparam, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import any_of, built_once, insert_new
from storage.okr import Cycle, KeyResult, Objective, Update, Whole, is_open, newest_first, tally
from storage.team import Member, Team, TeamMember


@dataclass(frozen=True, slots=True)
class Standing:
    """An open KR as somebody finds it who may update it: `made` is the `nth` of its last update.

    `tally` is that of `storage.okr.tally`. `person` is who asks, if the directory knows them;
    `leads` whether they run its team.
    """

    whole: Whole
    updates: list[Update]  # the last two, the current one first
    made: int
    tally: tuple[int | None, int | None]
    person: Member | None
    leads: bool


async def standing(
    session: AsyncSession, numbers: Collection[int], person_id: str, first: date, last: date
) -> dict[int, Standing]:
    """All that an update of these KRs has to know, in one statement; dates as in `open_krs`."""
    given = {"person": person_id, "first": first, "last": last, "numbers": list(numbers)}
    found: dict[int, Standing] = {}
    for kr, o, cycle, team, person, leads, made, inside, all_, update in await session.execute(
        _standing(), given
    ):
        whole = (kr, o, cycle, team)
        one = Standing(whole, [], made or 0, (inside, all_), person, bool(leads))
        found.setdefault(kr.number, one).updates.extend([update] if update else [])
    return found


@built_once
def _standing() -> Select[Any]:
    asked = any_of("numbers")
    last = (
        select(Update.id, Update.kr_number, newest_first().label("rank"))
        .where(Update.kr_number.in_(asked), Update.withdrawn_at.is_(None))
        .subquery()
    )
    made = select(func.max(Update.nth)).where(Update.kr_number == KeyResult.number)
    person: BindParameter[str] = bindparam("person")
    in_team = TeamMember.team_id == Team.id
    return (
        select(
            KeyResult,
            Objective,
            Cycle,
            Team,
            Member,
            TeamMember.is_lead,
            made.correlate(KeyResult).scalar_subquery(),
            *tally(),
            Update,
        )
        .join(Objective, Objective.number == KeyResult.objective_number)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(Team, Team.id == Objective.team_id)
        .outerjoin(Member, Member.id == person)
        .outerjoin(TeamMember, and_(in_team, TeamMember.member_id == person))
        .outerjoin(last, and_(last.c.kr_number == KeyResult.number, last.c.rank <= 2))
        .outerjoin(Update, Update.id == last.c.id)
        .where(KeyResult.number.in_(asked))
        .where(*is_open())
        .where(Cycle.starts <= bindparam("last"), Cycle.ends >= bindparam("first"))
        .order_by(KeyResult.number, last.c.rank)
    )


_COLUMNS: Final = [c.name for c in Update.__table__.c if c.name != "workspace_id"]


async def add(session: AsyncSession, made: Sequence[Update]) -> bool:
    """Write these updates down, all or none: False when somebody else has made one of them.

    Nobody else makes the next one of these KRs before the session ends.
    """
    rows = [{name: getattr(update, name) for name in _COLUMNS} for update in made]
    if len(await insert_new(session, Update, rows, Update.__table__.c.id)) == len(made):
        return True
    await session.execute(delete(Update).where(Update.id.in_([update.id for update in made])))
    return False
