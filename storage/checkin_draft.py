"""What somebody has told us of a check-in that they have not sent yet."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, upsert


class Draft(OfWorkspace, Base):
    """The fields of the form as they were left: `content` is JSON; one of each person."""

    __tablename__ = "checkin_draft"

    member_id: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    saved_at: Mapped[datetime]


async def draft(session: AsyncSession, member_id: str) -> Draft | None:
    """What this person has left unsent."""
    return await session.scalar(select(Draft).where(Draft.member_id == member_id))


async def save_draft(session: AsyncSession, member_id: str, content: str, now: datetime) -> None:
    row = {"member_id": member_id, "content": content, "saved_at": now}
    await upsert(session, Draft, [row], update=("content", "saved_at"))


async def forget_draft(session: AsyncSession, member_id: str) -> None:
    """It was sent."""
    await session.execute(delete(Draft).where(Draft.member_id == member_id))
