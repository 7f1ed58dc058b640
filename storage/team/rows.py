"""The tables of members, teams and who belongs to which."""

from datetime import datetime, time
from typing import Final

from sqlalchemy import ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace

_NAMES_ONE: Final = text("stand_in IS NOT NULL")  # few do


class Member(OfWorkspace, Base):
    """A Slack person as the directory knows them. Unknown zone or locale: the team's."""

    __tablename__ = "member"
    __table_args__ = (
        Index(
            "ix_member_stand_in",
            "workspace_id",
            "stand_in",
            postgresql_where=_NAMES_ONE,
            sqlite_where=_NAMES_ONE,
        ),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    zone: Mapped[str | None]
    locale: Mapped[str | None]
    is_admin: Mapped[bool] = mapped_column(default=False)
    is_bot: Mapped[bool] = mapped_column(default=False)
    is_guest: Mapped[bool] = mapped_column(default=False)
    is_stranger: Mapped[bool] = mapped_column(default=False)
    deleted: Mapped[bool] = mapped_column(default=False)
    status_emoji: Mapped[str] = mapped_column(default="")
    status_text: Mapped[str] = mapped_column(default="")
    status_until: Mapped[datetime | None]  # when Slack takes the status away
    away_from: Mapped[datetime | None]  # what the person decides begins here
    away_until: Mapped[datetime | None]
    quiet_from: Mapped[datetime | None]  # Slack's do-not-disturb, as we heard of it last
    quiet_until: Mapped[datetime | None]
    country: Mapped[str | None]  # DE or DE-BY, where it is not their zone's
    stand_in: Mapped[str | None]  # who answers for them while they are away
    checkin_time: Mapped[time | None]  # their own, in the place of their teams'
    reminders: Mapped[str] = mapped_column(default="standard")  # light, standard or off
    seen_at: Mapped[datetime]


class Team(OfWorkspace, Base):
    """A group of members with a home channel, a zone, a language and a cadence."""

    __tablename__ = "team"
    __table_args__ = (Index("ix_team_home", "workspace_id", "channel"),)

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    channel: Mapped[str]
    zone: Mapped[str]
    language: Mapped[str]
    checkin_weekday: Mapped[int]  # Monday is 0
    checkin_time: Mapped[time]
    checkin_rhythm: Mapped[str] = mapped_column(default="weekly")
    checkin_walls: Mapped[str] = mapped_column(default="own")  # each person's, or the team's
    digest_weekday: Mapped[int]
    digest_time: Mapped[time]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    votes: Mapped[bool] = mapped_column(default=True)  # whether it votes on its confidence
    version: Mapped[int] = mapped_column(default=1)


class TeamMember(OfWorkspace, Base):
    """Who is in a team, and who runs it."""

    __tablename__ = "team_member"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"], ondelete="CASCADE"
        ),
        Index("ix_team_member_member", "workspace_id", "member_id", "team_id"),
    )

    team_id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(primary_key=True)
    is_lead: Mapped[bool] = mapped_column(default=False)
