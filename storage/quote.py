"""What customers said, with consent, and where it was posted."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace


class Quote(OfWorkspace, Base):
    """Something a customer said. People type its number: Q-4.

    moment: delight or pain. consent: internal, asked, approved, declined or expired.
    """

    __tablename__ = "quote"

    number: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[str | None] = mapped_column(index=True)
    text: Mapped[str]
    customer: Mapped[str] = mapped_column(default="")
    segment: Mapped[str] = mapped_column(default="")
    came_by: Mapped[str] = mapped_column(default="")
    touchpoint: Mapped[str]
    moment: Mapped[str]
    consent: Mapped[str]
    kr_number: Mapped[int | None] = mapped_column(index=True)
    saved_by: Mapped[str]
    saved_at: Mapped[datetime]
    source_channel: Mapped[str | None]
    source_ts: Mapped[str | None]
    recalled_at: Mapped[datetime | None]


class QuotePost(OfWorkspace, Base):
    """A copy of a quote that the bot has posted: it is not repeated, and can be recalled."""

    __tablename__ = "quote_post"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "quote_number"], ["quote.workspace_id", "quote.number"]
        ),
    )

    outgoing_key: Mapped[str] = mapped_column(primary_key=True)
    quote_number: Mapped[int] = mapped_column(index=True)
    team_id: Mapped[str]
    posted_at: Mapped[datetime]
