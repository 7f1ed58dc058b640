"""What somebody was asked to do, and when: so that nobody is asked too often."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Index, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage import workspace as workspaces
from storage.db import Base, OfWorkspace, upsert

COUNTER: Final = "nudge"


class Nudge(OfWorkspace, Base):
    """One message that asked one person for something; `kr_number` 0 where it was about no KR.

    A message about three KRs is three rows of one `key`: the outbox's name for it.
    """

    __tablename__ = "nudge"
    __table_args__ = (Index("ix_nudge_sent", "sent_at"),)

    member_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    kr_number: Mapped[int] = mapped_column(primary_key=True, default=0)
    kind: Mapped[str]
    sent_at: Mapped[datetime]


async def lock(session: AsyncSession) -> None:
    """Of two who want to ask at once, one waits here until the other's transaction is over."""
    await workspaces.next_numbers(session, COUNTER)


async def note(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Write down what was sent; what is there stays as it was."""
    await upsert(session, Nudge, rows, update=())


async def sent_since(
    session: AsyncSession, member_ids: Collection[str], since: datetime
) -> list[Nudge]:
    """What these people were asked after that moment."""
    found = select(Nudge).where(Nudge.member_id.in_(member_ids), Nudge.sent_at > since)
    return list(await session.scalars(found))


async def keys_of(session: AsyncSession, member_id: str, kind: str) -> list[str]:
    """The outbox's names for what of this kind was sent to somebody of late, oldest first."""
    theirs = (Nudge.member_id == member_id, Nudge.kind == kind)
    found = select(Nudge.key, Nudge.sent_at).where(*theirs).distinct().order_by(Nudge.sent_at)
    return [row[0] for row in await session.execute(found)]
