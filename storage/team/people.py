"""What the directory knows of people, and what they decide themselves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Row
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import any_of, built_once, upsert
from storage.schedule import Occurrence
from storage.team.rows import Member, Team, TeamMember

# The key, what has to be left alone where Slack is silent, and what the person decides.
_NOT_SLACKS: Final = frozenset(
    {"workspace_id", "id", "locale", "away_from", "away_until", "quiet_from", "quiet_until"}
    | {"country", "stand_in", "checkin_time", "reminders"}
)


async def members(session: AsyncSession, ids: Collection[str]) -> dict[str, Member]:
    """What the directory knows of these people; whom it does not know is missing."""
    found = await session.scalars(_members(), {"ids": list(ids)})
    return {member.id: member for member in found}


@built_once
def _members() -> Select[Member]:
    return select(Member).where(Member.id.in_(any_of("ids")))


async def have_left(session: AsyncSession, ids: Collection[str]) -> set[str]:
    """Those of these people who have left the workspace."""
    return set(await session.scalars(select(Member.id).where(Member.id.in_(ids), Member.deleted)))


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of a member, with the team's zone and language where it is not."""

    name: str
    zone: str
    locale: str
    is_admin: bool
    is_guest: bool


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
        is_guest=bool(member and member.is_guest),
    )


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
