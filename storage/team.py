"""Members, teams and who belongs to which."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final

from sqlalchemy import (
    ForeignKeyConstraint,
    Index,
    Select,
    bindparam,
    case,
    delete,
    func,
    select,
    text,
)
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, any_of, built_once, locked, upsert
from storage.schedule import IS_DUE, Occurrence

# The key, what has to be left alone where Slack is silent, and what the person decides.
_NOT_SLACKS: Final = frozenset(
    {"workspace_id", "id", "locale", "away_from", "away_until", "quiet_from", "quiet_until"}
    | {"country", "stand_in", "checkin_time", "reminders"}
)
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


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a member, with the team's zone and language where it is not."""

    name: str
    zone: str
    locale: str
    is_admin: bool


async def profiles(session: AsyncSession, member_ids: Sequence[str]) -> dict[str, Profile]:
    """Each of these members, known or not."""
    known = await members(session, member_ids)
    at_a_loss = [i for i in member_ids if i not in known or not (known[i].zone and known[i].locale)]
    homes: dict[str, Team] = {}
    if at_a_loss:
        found = await session.execute(
            select(TeamMember.member_id, Team)
            .join(Team, Team.id == TeamMember.team_id)
            .where(TeamMember.member_id.in_(at_a_loss))
            .order_by(Team.created_at.desc())
        )
        homes = {row.member_id: row.Team for row in found}
    return {i: _profile(known.get(i), homes.get(i)) for i in member_ids}


def own_profile(member: Member | Row[Any] | None) -> Profile | None:
    """What is known of a member, where it needs no team; None where `profiles` has to be asked."""
    return _profile(member, None) if member and member.zone and member.locale else None


def _profile(member: Member | Row[Any] | None, home: Team | None) -> Profile:
    return Profile(
        name=member.name if member else "",
        zone=(member and member.zone) or (home.zone if home else "UTC"),
        locale=(member and member.locale) or (home.language if home else "en-US"),
        is_admin=bool(member and member.is_admin),
    )


async def team(session: AsyncSession, team_id: str, *, lock: bool = False) -> Team | None:
    """The team; with `lock` nobody else changes it until this session ends."""
    found = select(Team).where(Team.id == team_id)
    return await session.scalar(locked(found) if lock else found)


async def lock(session: AsyncSession, team_ids: Collection[str]) -> list[Team]:
    """These teams, by id; nobody else changes them until this session ends."""
    found = select(Team).where(Team.id.in_(team_ids)).order_by(Team.id)
    return list(await session.scalars(locked(found)))


async def team_of_channel(session: AsyncSession, channel: str) -> Team | None:
    """The team whose home this channel is."""
    return await session.scalar(_of_channel(), {"channel": channel})


@built_once
def _of_channel() -> Select[Team]:
    return select(Team).where(Team.channel == bindparam("channel"))


async def every_team(session: AsyncSession) -> list[Team]:
    """All teams of the workspace, by name."""
    return list(await session.scalars(select(Team).order_by(Team.name, Team.id)))


async def names(session: AsyncSession, team_ids: Collection[str]) -> dict[str, str]:
    """What these teams are called."""
    found = select(Team.id, Team.name).where(Team.id.in_(team_ids))
    return {row[0]: row[1] for row in await session.execute(found)}


async def teams_of(session: AsyncSession, member_id: str) -> list[Team]:
    """The teams that this person belongs to, oldest first."""
    return list(await session.scalars(_teams_of(), {"member": member_id}))


@built_once
def _teams_of() -> Select[Team]:
    return (
        select(Team)
        .join(TeamMember, TeamMember.team_id == Team.id)
        .where(TeamMember.member_id == bindparam("member"))
        .order_by(Team.created_at, Team.id)
    )


async def members_of(
    session: AsyncSession, team_ids: Collection[str]
) -> dict[str, list[TeamMember]]:
    """Who belongs to each of these teams; a team without anybody has an empty list."""
    found: dict[str, list[TeamMember]] = {id_: [] for id_ in team_ids}
    rows = await session.scalars(
        select(TeamMember)
        .where(TeamMember.team_id.in_(team_ids))
        .order_by(TeamMember.is_lead.desc(), TeamMember.member_id)
    )
    for row in rows:
        found[row.team_id].append(row)
    return found


async def first_here(
    session: AsyncSession, team_ids: Collection[str]
) -> dict[str, tuple[str | None, str]]:
    """The first lead, if there is one, and the first member of each of these teams; without those
    who have left the workspace.
    """
    left = select(Member.id).where(Member.id == TeamMember.member_id, Member.deleted)
    lead = func.min(case((TeamMember.is_lead, TeamMember.member_id)))
    found = (
        select(TeamMember.team_id, lead, func.min(TeamMember.member_id))
        .where(TeamMember.team_id.in_(team_ids), ~left.correlate(TeamMember).exists())
        .group_by(TeamMember.team_id)
    )
    return {row[0]: (row[1], row[2]) for row in await session.execute(found)}


async def have_left(session: AsyncSession, ids: Collection[str]) -> set[str]:
    """Those of these people who have left the workspace."""
    return set(await session.scalars(select(Member.id).where(Member.id.in_(ids), Member.deleted)))


async def leads_of(session: AsyncSession, team_id: str) -> list[str]:
    """The ids of those who run this team."""
    members = await members_of(session, [team_id])
    return [m.member_id for m in members[team_id] if m.is_lead]


async def members(session: AsyncSession, ids: Collection[str]) -> dict[str, Member]:
    """What the directory knows of these people; whom it does not know is missing."""
    found = await session.scalars(_members(), {"ids": list(ids)})
    return {member.id: member for member in found}


@built_once
def _members() -> Select[Member]:
    return select(Member).where(Member.id.in_(any_of("ids")))


async def teams_with(session: AsyncSession, member_ids: Collection[str]) -> list[str]:
    """The ids of the teams that any of these people belong to, or that are to ask them something:
    whoever only owns a KR of a team is in its rounds too.
    """
    found = select(TeamMember.team_id).where(TeamMember.member_id.in_(member_ids))
    planned = (
        select(Team.id)
        .join(Occurrence, Occurrence.team_id == Team.id)
        .where(Occurrence.member_id.in_(member_ids), IS_DUE)
    )
    return sorted({*await session.scalars(found), *await session.scalars(planned.distinct())})


async def set_members(
    session: AsyncSession, team_id: str, ids: Collection[str], leads: Collection[str]
) -> None:
    """These people, and nobody else, are in the team."""
    gone = delete(TeamMember).where(TeamMember.team_id == team_id, TeamMember.member_id.not_in(ids))
    await session.execute(gone.execution_options(synchronize_session=False))
    rows = [{"team_id": team_id, "member_id": id_, "is_lead": id_ in leads} for id_ in sorted(ids)]
    await upsert(session, TeamMember, rows, update=("is_lead",))


async def remember(session: AsyncSession, facts: Sequence[Mapping[str, Any]]) -> None:
    """Write down what Slack says of these people; a locale that it left out stays as it was.

    Each of `facts` has every column of Member that Slack knows: not what the person decides.
    """
    columns = [c.name for c in Member.__table__.columns if c.name not in _NOT_SLACKS]
    complete = [dict(f) for f in facts if f["locale"]]
    partial = [dict(f) for f in facts if not f["locale"]]
    await upsert(session, Member, complete, update=[*columns, "locale"])
    await upsert(session, Member, partial, update=columns)


async def last_planned(session: AsyncSession, kind: str) -> datetime | None:
    """When the latest occurrence of this kind was first due."""
    latest = select(func.max(Occurrence.first_due_at)).where(Occurrence.kind == kind)
    return await session.scalar(latest)


async def leave_out(session: AsyncSession, team_id: str, ids: Collection[str]) -> None:
    """Take these people out of the team."""
    gone = delete(TeamMember).where(TeamMember.team_id == team_id, TeamMember.member_id.in_(ids))
    await session.execute(gone.execution_options(synchronize_session=False))
