"""Digests that were posted, with the figures they showed."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace


class Digest(OfWorkspace, Base):
    """The weekly post of a team; it covers the time from the one before it."""

    __tablename__ = "digest"

    team_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    since: Mapped[datetime]
    until: Mapped[datetime]
    outgoing_key: Mapped[str]
    figures: Mapped[dict[str, Any]]
