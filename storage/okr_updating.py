"""Updating key results: all that is to be known first, in one statement, and writing it down."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Row,
    Select,
    and_,
    bindparam,
    delete,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle

from storage.db import any_of, built_once, insert_new, insert_unless, read
from storage.okr import Cycle, KeyResult, Objective, Update, is_open, tally
from storage.okr_standing import UPDATE, WHOLE, Whole
from storage.team import Member, Team, TeamMember

# What `own_profile` asks of a member.
_PERSON: Final[Bundle[Any]] = Bundle(
    "person",
    *(Member.id, Member.name, Member.zone, Member.locale, Member.is_admin, Member.is_guest),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """An open KR as somebody finds it who may update it: `made` is the `nth` of its last update.

    `tally` is that of `storage.okr.tally`. `person` is who asks, if the directory knows them;
    `leads` whether they run its team; `beside` is what else was asked of it.
    """

    whole: Whole
    updates: list[Row[Any]]  # the last two, the current one first
    made: int
    tally: tuple[int | None, int | None]
    person: Row[Any] | None
    leads: bool
    beside: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Made:
    """An update to be written down; `nth` is its place among those of its KR."""

    id: str
    kr_number: int
    nth: int
    author_id: str
    value: Decimal
    confidence: int | None
    status: str | None
    reason: str
    note: str
    link: str
    quote_number: int | None
    inside: bool | None
    day: date
    made_at: datetime


async def standing(
    session: AsyncSession,
    numbers: Collection[int],
    person_id: str,
    first: date,
    last: date,
    beside: tuple[ColumnElement[Any], ...] = (),
) -> dict[int, Standing]:
    """All that an update of these KRs has to know, in one statement; dates as in `open_krs`.

    `beside` is what else of KR and team somebody wants to know.
    """
    given = {"person": person_id, "first": first, "last": last, "numbers": list(numbers)}
    found: dict[int, Standing] = {}
    for row in await read(session, _standing(beside), given):
        kr, o, cycle, team, person, leads, made, inside, all_, update, *more = row
        who, tally_ = person if person.id else None, (inside, all_)
        one = Standing((kr, o, cycle, team), [], made or 0, tally_, who, bool(leads), more)
        found.setdefault(kr.number, one).updates.extend([update] if update.id else [])
    return found


@built_once
def _standing(beside: tuple[ColumnElement[Any], ...]) -> Select[Any]:
    asked = any_of("numbers")
    last = (
        select(*UPDATE, Update.kr_number, _newest_first().label("rank"))
        .where(Update.kr_number.in_(asked), Update.withdrawn_at.is_(None))
        .subquery()
    )
    made = select(func.max(Update.nth)).where(Update.kr_number == KeyResult.number)
    person: BindParameter[str] = bindparam("person")
    in_team = TeamMember.team_id == Team.id
    return (
        select(
            *WHOLE,
            _PERSON,
            TeamMember.is_lead,
            made.correlate(KeyResult).scalar_subquery(),
            *tally(),
            Bundle("update", *(last.c[column.key] for column in UPDATE)),
            *beside,
        )
        .join_from(KeyResult, Objective, Objective.number == KeyResult.objective_number)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(Team, Team.id == Objective.team_id)
        .outerjoin(Member, Member.id == person)
        .outerjoin(TeamMember, and_(in_team, TeamMember.member_id == person))
        .outerjoin(last, and_(last.c.kr_number == KeyResult.number, last.c.rank <= 2))
        .where(KeyResult.number.in_(asked))
        .where(*is_open())
        .where(Cycle.starts <= bindparam("last"), Cycle.ends >= bindparam("first"))
        .order_by(KeyResult.number, last.c.rank)
    )


def _newest_first() -> ColumnElement[int]:
    """1 for the current update of a KR, 2 for the one before: PostgreSQL reads no further."""
    return func.row_number().over(
        partition_by=(Update.workspace_id, Update.kr_number),
        order_by=(Update.day.desc(), Update.made_at.desc()),
    )


_COLUMNS: Final = [field.name for field in fields(Made)]


async def add(session: AsyncSession, made: Sequence[Made]) -> bool:
    """Write these updates down, all or none: False when somebody else has made one of them.

    Nobody else makes the next one of these KRs before the session ends.
    """
    rows = [_values(update) for update in made]
    if len(await insert_new(session, Update, rows, Update.__table__.c.id)) == len(made):
        return True
    await session.execute(delete(Update).where(Update.id.in_([update.id for update in made])))
    return False


async def add_unless(session: AsyncSession, made: Made, refusal: Exception) -> None:
    """Write an update down. When somebody else has made it, `refusal` is raised: by the session's
    next statement, or before it commits.
    """
    await insert_unless(session, Update, refusal, **_values(made))


def _values(update: Made) -> dict[str, Any]:
    return {name: getattr(update, name) for name in _COLUMNS}
