"""What is in somebody's way, and who helps."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace

_OPEN = text("closed_at IS NULL")


class Blocker(OfWorkspace, Base):
    """Help that somebody has asked for in a round; open until it is closed.

    About a KR, or about what they answered to a question, or about neither.
    """

    __tablename__ = "blocker"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "team_id", "day"], ["round.workspace_id", "round.team_id", "round.day"]
        ),
        Index(
            "ix_blocker_open",
            "workspace_id",
            "team_id",
            postgresql_where=_OPEN,
            sqlite_where=_OPEN,
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    day: Mapped[date]
    member_id: Mapped[str]
    kr_number: Mapped[int | None]
    question_id: Mapped[str | None]
    text: Mapped[str]
    raised_at: Mapped[datetime]
    helper_id: Mapped[str | None]
    helped_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str | None]
