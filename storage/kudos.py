"""Kudos given and taken back."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace


class Kudos(OfWorkspace, Base):
    """Recognition from one member to others, with a reason. came_by: command or reaction."""

    __tablename__ = "kudos"
    __table_args__ = (Index("ix_kudos_source", "workspace_id", "source_channel", "source_ts"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str | None] = mapped_column(index=True)
    giver_id: Mapped[str]
    reason: Mapped[str]
    value: Mapped[str] = mapped_column(default="customer delight")
    kr_number: Mapped[int | None] = mapped_column(index=True)
    quote_number: Mapped[int | None]
    customer: Mapped[str] = mapped_column(default="")
    came_by: Mapped[str]
    source_channel: Mapped[str | None]
    source_ts: Mapped[str | None]
    permalink: Mapped[str | None]
    day: Mapped[date]  # the giver's local day, for the daily limit
    given_at: Mapped[datetime] = mapped_column(index=True)
    taken_back_at: Mapped[datetime | None]


class KudosRecipient(OfWorkspace, Base):
    """Who received the kudos."""

    __tablename__ = "kudos_recipient"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "kudos_id"], ["kudos.workspace_id", "kudos.id"]),
    )

    kudos_id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(primary_key=True, index=True)
