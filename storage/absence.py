"""Who is away, who stands in for them, and the days on which nobody is asked."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Index,
    Row,
    ScalarSelect,
    Select,
    String,
    bindparam,
    delete,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import InstrumentedAttribute, Mapped, aliased, mapped_column
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from storage.db import Base, OfWorkspace, Query, built_once, lock_one, upsert
from storage.team import Member, Team

UNSEEN: Final = datetime(1970, 1, 1, tzinfo=UTC)  # the directory has not heard of them


class DayOff(OfWorkspace, Base):
    """Days, `first` to `last`, both included, that a team has off; without a team all of us."""

    __tablename__ = "day_off"
    __table_args__ = (Index("ix_day_off_last", "workspace_id", "last"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str] = mapped_column(default="")
    first: Mapped[date]
    last: Mapped[date]
    name: Mapped[str] = mapped_column(default="")
    made_by: Mapped[str]
    made_at: Mapped[datetime]


def days_off(since: date) -> Query[Sequence[Row[Any]]]:
    """What teams and the workspace have off on this day or later, the earliest first."""
    return Query(_days_off(), {"since": since}, list)


@built_once
def _days_off() -> Select[*tuple[Any, ...]]:
    off = (DayOff.id, DayOff.team_id, DayOff.first, DayOff.last, DayOff.name, DayOff.made_by)
    later = select(*off).where(DayOff.last >= bindparam("since"))
    return later.order_by(DayOff.first, DayOff.id)


class _Spans(FunctionElement[str]):
    """Two columns of dates as one text, a comma between two rows: 2026-12-24/2027-01-03."""

    inherit_cache = True
    type = String()


@compiles(_Spans)
def _as_held(spans: _Spans, compiler: SQLCompiler, **how: Any) -> str:
    first, last = (compiler.process(column, **how) for column in spans.clauses)
    return f"group_concat({first} || '/' || {last})"


@compiles(_Spans, "postgresql")
def _in_any_datestyle(spans: _Spans, compiler: SQLCompiler, **how: Any) -> str:
    first, last = (
        f"to_char({compiler.process(column, **how)}, 'YYYY-MM-DD')" for column in spans.clauses
    )
    return f"string_agg({first} || '/' || {last}, ',')"


def days_off_of(since: InstrumentedAttribute[date]) -> ScalarSelect[str]:
    """The days off of the team at hand from this day on, by itself or with everybody, as `_Spans`
    in no order: so that what asks for its key results need not ask for them as well.
    """
    theirs = (DayOff.workspace_id == Team.workspace_id, DayOff.team_id.in_(("", Team.id)))
    found = select(_Spans(DayOff.first, DayOff.last)).where(*theirs, DayOff.last >= since)
    return found.correlate_except(DayOff).scalar_subquery()


async def day_off(session: AsyncSession, id_: str) -> DayOff | None:
    """One of these, locked until the session ends."""
    return await lock_one(session, select(DayOff).where(DayOff.id == id_))


async def forget_day_off(session: AsyncSession, id_: str) -> None:
    await session.execute(delete(DayOff).where(DayOff.id == id_))


async def set_away(session: AsyncSession, member_id: str, name: str, **decided: Any) -> None:
    """What a member decides about their absence; Slack tells the rest about them later."""
    row = {"id": member_id, "name": name, "seen_at": UNSEEN, **decided}
    await upsert(session, Member, [row], update=tuple(decided))


async def owners_with_stand_in(session: AsyncSession, ids: Collection[str]) -> list[Member]:
    """Those of these people who have named somebody to stand in for them."""
    found = select(Member).where(Member.id.in_(ids), Member.stand_in.is_not(None))
    return list(await session.scalars(found.order_by(Member.id)))


class Around(NamedTuple):
    """A person, if the directory knows them, and those who have named them to stand in."""

    me: Row[Any] | None
    named_by: Sequence[Row[Any]]


def around(member_id: str) -> Query[Around]:
    """What `own_profile` asks of them, when they are asked, and whether they are away."""

    def of(found: Sequence[Row[Any]]) -> Around:
        named_by = [row for row in found if row.stand_in == member_id]
        me = next((row for row in found if row.id == member_id), None)
        # Sorted here: SQLite would read everybody in this order.
        return Around(me, sorted(named_by, key=attrgetter("id")))

    return Query(_around(), {"me": member_id}, of)


@built_once
def _around() -> Select[*tuple[Any, ...]]:
    me, other = bindparam("me", type_=Member.id.type), aliased(Member)
    # SQLite would read everybody for an OR: one of its two indexes is of those who name somebody.
    both = union_all(select(me), select(other.id).where(other.stand_in == me))
    return select(
        Member.id,
        Member.name,
        Member.zone,
        Member.locale,
        Member.is_admin,
        Member.is_guest,
        Member.checkin_time,
        Member.stand_in,
        Member.status_emoji,
        Member.status_text,
        Member.status_until,
        Member.away_from,
        Member.away_until,
    ).where(Member.id.in_(both))
