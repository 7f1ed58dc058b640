"""Members, teams and who belongs to which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time

from sqlalchemy import ForeignKeyConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace


class Member(OfWorkspace, Base):
    """A Slack person as the directory knows them. Unknown zone or locale: the team's."""

    __tablename__ = "member"

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
    away_until: Mapped[datetime | None]
    seen_at: Mapped[datetime]


class Team(OfWorkspace, Base):
    """A group of members with a home channel, a zone, a language and a cadence."""

    __tablename__ = "team"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str]
    channel: Mapped[str] = mapped_column(index=True)
    zone: Mapped[str]
    language: Mapped[str]
    checkin_weekday: Mapped[int]  # Monday is 0
    checkin_time: Mapped[time]
    digest_weekday: Mapped[int]
    digest_time: Mapped[time]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    version: Mapped[int] = mapped_column(default=1)


class TeamMember(OfWorkspace, Base):
    """Who is in a team, and who runs it."""

    __tablename__ = "team_member"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"], ondelete="CASCADE"
        ),
    )

    team_id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(primary_key=True, index=True)
    is_lead: Mapped[bool] = mapped_column(default=False)


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a member, with the team's zone and language where it is not."""

    name: str
    zone: str
    locale: str
    is_admin: bool


async def profiles(session: AsyncSession, member_ids: Sequence[str]) -> dict[str, Profile]:
    """Each of these members, known or not."""
    known = {
        m.id: m for m in await session.scalars(select(Member).where(Member.id.in_(member_ids)))
    }
    at_a_loss = [i for i in member_ids if i not in known or not (known[i].zone and known[i].locale)]
    homes: dict[str, Team] = {}
    if at_a_loss:
        found = await session.execute(
            select(TeamMember.member_id, Team)
            .join(Team, Team.id == TeamMember.team_id)
            .where(TeamMember.member_id.in_(at_a_loss))
            .order_by(Team.created_at.desc())
        )
        homes = dict(found.tuples())
    return {i: _profile(known.get(i), homes.get(i)) for i in member_ids}


def _profile(member: Member | None, home: Team | None) -> Profile:
    return Profile(
        name=member.name if member else "",
        zone=(member and member.zone) or (home.zone if home else "UTC"),
        locale=(member and member.locale) or (home.language if home else "en-US"),
        is_admin=bool(member and member.is_admin),
    )
