"""Workspaces, their counters for numbers that people type, and what has arrived already."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, insert_once, insert_unless, lock_one, upsert


class Workspace(OfWorkspace, Base):
    """A Slack workspace that installed Delight: the tenant. Its token stays in memory."""

    __tablename__ = "workspace"

    name: Mapped[str]
    bot_user: Mapped[str]
    installed_at: Mapped[datetime]
    rhythm: Mapped[str] = mapped_column(default="quarter")  # of its cycles; month or trimester


class Counter(OfWorkspace, Base):
    """The last number given out under a name, such as the last KR's."""

    __tablename__ = "counter"

    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[int]


class Arrival(OfWorkspace, Base):
    """A delivery whose effect is committed: it came, and need not come again."""

    __tablename__ = "arrival"

    key: Mapped[str] = mapped_column(primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(index=True)


async def next_numbers(session: AsyncSession, name: str, count: int = 1) -> range:
    """The next `count` numbers under this name, never given out twice."""
    await insert_once(session, Counter, name=name, value=0)
    row = await lock_one(session, select(Counter).where(Counter.name == name))
    if row is None:
        raise LookupError(name)
    row.value += count
    await session.flush()
    return range(row.value - count + 1, row.value + 1)


async def has_come(session: AsyncSession, key: str) -> bool:
    """Whether the effect of this delivery is committed."""
    return await session.scalar(select(Arrival.key).where(Arrival.key == key)) is not None


async def has_come_for_sure(session: AsyncSession, key: str, now: datetime) -> bool:
    """The same, also while somebody is committing it: writes the key, which waits for them."""
    if not await insert_once(session, Arrival, key=key, seen_at=now):
        return True
    await may_come_again(session, key)
    return False


async def arrive(session: AsyncSession, key: str, now: datetime, repeated: Exception) -> None:
    """Note this delivery. `repeated` is raised when it has been here before, by the next statement
    or before anything is committed.
    """
    await insert_unless(session, Arrival, repeated, key=key, seen_at=now)


async def may_come_again(session: AsyncSession, key: str) -> None:
    """A delivery came to nothing: the same one, sent once more, is to be answered anew."""
    await session.execute(delete(Arrival).where(Arrival.key == key))


async def installed(session: AsyncSession, name: str, bot_user: str, now: datetime) -> None:
    """Remember this session's workspace."""
    row = {"name": name, "bot_user": bot_user, "installed_at": now}
    await upsert(session, Workspace, [row], update=("name", "bot_user"))
