"""Rounds, and each member's answer in them."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace


class Round(OfWorkspace, Base):
    """All check-ins of a team for one date, from opening to close."""

    __tablename__ = "round"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "team_id"], ["team.workspace_id", "team.id"]),
    )

    team_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class Checkin(OfWorkspace, Base):
    """One member's answer in a round: which KRs are answered is told by their updates."""

    __tablename__ = "checkin"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "team_id", "day"], ["round.workspace_id", "round.team_id", "round.day"]
        ),
    )

    team_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(primary_key=True)
    answered_at: Mapped[datetime | None]  # when the last KR that was due was answered
    is_late: Mapped[bool] = mapped_column(default=False)
    skip_reason: Mapped[str | None]


class Answer(OfWorkspace, Base):
    """That this update answered this KR in this round: a second click finds it here."""

    __tablename__ = "answer"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "team_id", "day"], ["round.workspace_id", "round.team_id", "round.day"]
        ),
    )

    team_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    kr_number: Mapped[int] = mapped_column(primary_key=True)
    update_id: Mapped[str]
    member_id: Mapped[str]
    answered_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)
