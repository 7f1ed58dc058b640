"""What somebody was asked to do, and when: so that nobody is asked too often."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace


class Nudge(OfWorkspace, Base):
    """One message that asked one person for something; `kr_number` 0 where it was about no KR.

    A message about three KRs is three rows of one `key`: the outbox's name for it.
    """

    __tablename__ = "nudge"
    __table_args__ = (Index("ix_nudge_sent", "workspace_id", "sent_at"),)

    member_id: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    kr_number: Mapped[int] = mapped_column(primary_key=True, default=0)
    kind: Mapped[str]
    sent_at: Mapped[datetime]
