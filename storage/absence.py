"""Days on which nobody of a team, or of the whole workspace, is asked; and whose day it is."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace


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
