"""What is in somebody's way, and who helps."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Row, Select, bindparam, select, text
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, Query, built_once, lock_one, locked

_OPEN = text("closed_at IS NULL")


class Blocker(OfWorkspace, Base):
    """Help that somebody has asked for in a round; open until it is closed.

    About a KR, or about what they answered to a question, or about neither.
    """

    __tablename__ = "blocker"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "team_id", "day"], ["round.workspace_id", "round.team_id", "round.day"]
        ),
        Index("ix_blocker_round", "workspace_id", "team_id", "day"),
        Index(
            "ix_blocker_open",
            "workspace_id",
            "team_id",
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
        Index(
            "ix_blocker_mine",
            "workspace_id",
            "member_id",
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    day: Mapped[date]
    member_id: Mapped[str]
    kr_number: Mapped[int | None]
    question_id: Mapped[str | None]
    text: Mapped[str]
    raised_at: Mapped[datetime]
    helper_id: Mapped[str | None]
    helped_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]


async def blocker(session: AsyncSession, id_: str, *, lock: bool = False) -> Blocker | None:
    """One of them; with `lock` nobody else changes it until this session ends."""
    found = select(Blocker).where(Blocker.id == id_)
    return await (lock_one(session, found) if lock else session.scalar(found))


async def theirs(session: AsyncSession, key: tuple[str, date], member_id: str) -> list[Blocker]:
    """What somebody has asked help for in a round, open or closed, locked until then."""
    team_id, day = key
    found = select(Blocker).where(
        Blocker.team_id == team_id, Blocker.day == day, Blocker.member_id == member_id
    )
    return list(await session.scalars(locked(found, by=[Blocker.raised_at, Blocker.id])))


async def theirs_by_id(
    session: AsyncSession, member_id: str, ids: Collection[str]
) -> list[Blocker]:
    """What of these is open and this person's, locked until then."""
    found = select(Blocker).where(
        Blocker.id.in_(ids), Blocker.member_id == member_id, Blocker.closed_at.is_(None)
    )
    return list(await session.scalars(locked(found, by=[Blocker.id])))


async def open_blockers(session: AsyncSession, team_ids: Collection[str]) -> list[Blocker]:
    """What is still in the way of these teams, oldest first."""
    found = select(Blocker).where(Blocker.team_id.in_(team_ids), Blocker.closed_at.is_(None))
    return list(await session.scalars(found.order_by(Blocker.raised_at, Blocker.id)))


def open_of(member_id: str) -> Query[Sequence[Row[Any]]]:
    """What is still in this person's way, oldest first."""
    return Query(_open_of(), {"member": member_id}, list)


@built_once
def _open_of() -> Select[*tuple[Any, ...]]:
    theirs = select(
        Blocker.id,
        Blocker.team_id,
        Blocker.day,
        Blocker.member_id,
        Blocker.kr_number,
        Blocker.question_id,
        Blocker.text,
        Blocker.raised_at,
        Blocker.helper_id,
        Blocker.closed_at,
        Blocker.closed_by,
    ).where(Blocker.member_id == bindparam("member"), Blocker.closed_at.is_(None))
    return theirs.order_by(Blocker.raised_at, Blocker.id)
