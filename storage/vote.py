"""How confident each of a team is of a key result, before they see what the others think."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace


class Vote(OfWorkspace, Base):
    """One person's 0 to 10 for a KR in a round; `reason` once they were asked why and said it."""

    __tablename__ = "vote"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "team_id", "day"], ["round.workspace_id", "round.team_id", "round.day"]
        ),
    )

    team_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kr_number: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(primary_key=True)
    score: Mapped[int]
    voted_at: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
