"""Who is away, who stands in for them, and the days on which nobody is asked."""

from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Index, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, locked, upsert
from storage.team import Member

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


async def days_off(session: AsyncSession, since: date) -> list[DayOff]:
    """What teams and the workspace have off on this day or later, the earliest first."""
    found = select(DayOff).where(DayOff.last >= since)
    return list(await session.scalars(found.order_by(DayOff.first, DayOff.id)))


async def day_off(session: AsyncSession, id_: str) -> DayOff | None:
    """One of these, locked until the session ends."""
    return await session.scalar(locked(select(DayOff).where(DayOff.id == id_)))


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


async def who_named(session: AsyncSession, member_id: str) -> Sequence[Member]:
    """Those who have named this person to stand in for them."""
    found = await session.scalars(select(Member).where(Member.stand_in == member_id))
    return sorted(found, key=attrgetter("id"))  # here: SQLite would read everybody in this order
