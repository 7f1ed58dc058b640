"""Who changed what, when, from what to what and why; and who follows a key result."""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from sqlalchemy import ForeignKeyConstraint, Index, Select, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, insert_once
from storage.okr import KeyResult


class Change(OfWorkspace, Base):
    """One change of an objective or a KR; append-only. Of a KR it names its objective as well."""

    __tablename__ = "okr_change"
    __table_args__ = (
        Index("ix_okr_change_objective", "workspace_id", "objective_number", "made_at"),
        Index("ix_okr_change_kr", "workspace_id", "kr_number", "made_at"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    made_at: Mapped[datetime]
    author_id: Mapped[str]
    objective_number: Mapped[int]
    kr_number: Mapped[int | None]  # None: the objective itself
    what: Mapped[str]  # made, stage, title, start, target, owner, supports, closed, …
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")


class Follower(OfWorkspace, Base):
    """Somebody who wants to hear of changes to a KR."""

    __tablename__ = "kr_follower"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "kr_number"], ["key_result.workspace_id", "key_result.number"]
        ),
    )

    kr_number: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(primary_key=True)
    since: Mapped[datetime]


_NEWEST: Final = (Change.made_at.desc(), Change.id.desc())


async def changes(
    session: AsyncSession,
    *,
    objective_number: int | None = None,
    kr_number: int | None = None,
    most: int,
) -> list[Change]:
    """The latest changes of a KR, or of an objective with all of its KRs; newest first."""
    return list(await session.scalars(_of(objective_number, kr_number).limit(most)))


def _of(objective_number: int | None, kr_number: int | None) -> Select[Change]:
    found = select(Change).order_by(*_NEWEST)
    if kr_number is not None:
        return found.where(Change.kr_number == kr_number)
    return found.where(Change.objective_number == objective_number)


async def last(
    session: AsyncSession, *, objective_number: int | None = None, kr_number: int | None = None
) -> Change | None:
    """The latest change: of a KR; of an objective or any of its KRs."""
    return await session.scalar(_of(objective_number, kr_number).limit(1))


async def before(
    session: AsyncSession, kr_numbers: Collection[int], what: Collection[str], then: datetime
) -> dict[tuple[int, str], str]:
    """What of these things of KRs has been changed since that moment, by what it was then."""
    rows = await changed(session, kr_numbers, what, then)  # the first change counts
    return {(number, what): before for number, what, before, _ in rows}


async def changed(
    session: AsyncSession, kr_numbers: Collection[int], what: Collection[str], then: datetime
) -> list[tuple[int, str, str, datetime]]:
    """Each change of these things of KRs since that moment, newest first: the KR's number, what it
    was of, what was before, and when.
    """
    found = select(Change.kr_number, Change.what, Change.before, Change.made_at).where(
        Change.kr_number.in_(kr_numbers), Change.what.in_(what), Change.made_at > then
    )
    rows = await session.execute(found.order_by(*_NEWEST))
    return [(number or 0, what, before, made_at) for number, what, before, made_at in rows]


async def owners(session: AsyncSession, kr_numbers: Collection[int]) -> dict[int, str]:
    """Whose these KRs are, closed ones included."""
    found = select(KeyResult.number, KeyResult.owner_id).where(KeyResult.number.in_(kr_numbers))
    return {row.number: row.owner_id for row in await session.execute(found)}


async def last_of_stage(session: AsyncSession, objective_number: int) -> Change | None:
    """Who brought an objective to where it is in its life."""
    found = _of(objective_number, None).where(
        Change.kr_number.is_(None), Change.what.in_(("stage", "deleted"))
    )
    return await session.scalar(found.limit(1))


async def follow(session: AsyncSession, kr_number: int, member_id: str, now: datetime) -> bool:
    """Whether this person has not followed the KR before."""
    row = {"kr_number": kr_number, "member_id": member_id, "since": now}
    return await insert_once(session, Follower, **row)


async def unfollow(session: AsyncSession, kr_number: int, member_id: str) -> None:
    """Tell this person no more of changes to the KR, unless it is theirs."""
    mine = delete(Follower).where(Follower.kr_number == kr_number, Follower.member_id == member_id)
    await session.execute(mine.execution_options(synchronize_session=False))


async def followers(session: AsyncSession, kr_numbers: Collection[int]) -> dict[int, list[str]]:
    """Who asked to hear of these KRs, the first to ask first; every number is there."""
    found: dict[int, list[str]] = {number: [] for number in kr_numbers}
    chosen = select(Follower).where(Follower.kr_number.in_(kr_numbers))
    for row in await session.scalars(chosen.order_by(Follower.since, Follower.member_id)):
        found[row.kr_number].append(row.member_id)
    return found
