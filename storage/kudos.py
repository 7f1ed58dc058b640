"""Kudos given and taken back."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Select, bindparam, select, union_all
from sqlalchemy import Row as Columns
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle, Mapped, mapped_column

from storage.db import Base, OfWorkspace, Query, any_of, built_once, lock_one, read, upsert
from storage.schedule import Occurrence
from storage.team import Member, Team, TeamMember


class Kudos(OfWorkspace, Base):
    """Recognition from one member to others, with a reason. came_by: command or reaction."""

    __tablename__ = "kudos"
    __table_args__ = (
        Index("ix_kudos_source", "workspace_id", "source_channel", "source_ts"),
        Index("ix_kudos_team", "workspace_id", "team_id", "given_at"),
        Index("ix_kudos_giver", "workspace_id", "giver_id", "day"),
        Index("ix_kudos_kr", "workspace_id", "kr_number"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str | None]
    giver_id: Mapped[str]
    reason: Mapped[str]
    value: Mapped[str] = mapped_column(default="customer delight")
    kr_number: Mapped[int | None]
    quote_number: Mapped[int | None]
    customer: Mapped[str] = mapped_column(default="")
    came_by: Mapped[str]
    source_channel: Mapped[str | None]
    source_ts: Mapped[str | None]
    permalink: Mapped[str | None]
    day: Mapped[date]  # the giver's local day, for the daily limit
    given_at: Mapped[datetime]
    taken_back_at: Mapped[datetime | None]


class KudosRecipient(OfWorkspace, Base):
    """Who received the kudos."""

    __tablename__ = "kudos_recipient"
    __table_args__ = (
        ForeignKeyConstraint(["workspace_id", "kudos_id"], ["kudos.workspace_id", "kudos.id"]),
        Index("ix_kudos_recipient_member", "workspace_id", "member_id", "kudos_id"),
    )

    kudos_id: Mapped[str] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(primary_key=True)


Row = tuple[Kudos, list[str]]  # kudos that stand, and who received them
AsColumns = tuple[Columns[Any], list[str]]  # the same


async def add(session: AsyncSession, kudos: Kudos, recipients: Sequence[str]) -> None:
    """Write kudos down."""
    session.add(kudos)
    await session.flush()
    session.add_all(KudosRecipient(kudos_id=kudos.id, member_id=id_) for id_ in recipients)


async def homes(session: AsyncSession, member_ids: Collection[str]) -> dict[str, Team]:
    """The first team of each of these people, of whoever has one."""
    found = await session.execute(
        select(TeamMember.member_id, Team)
        .join(Team, Team.id == TeamMember.team_id)
        .where(TeamMember.member_id.in_(member_ids))
        .order_by(Team.created_at.desc(), Team.id.desc())
    )
    # The oldest team comes last, and so stays.
    return {member_id: team for member_id, team in found}  # noqa: C416 a Row is no pair to dict()


async def given_on(session: AsyncSession, giver_id: str, day: date) -> list[Row]:
    """What this person gave on a local day. They give nothing else until the session ends."""
    await lock_one(session, select(Member.id).where(Member.id == giver_id))
    return await _rows(session, _standing().where(Kudos.giver_id == giver_id, Kudos.day == day))


async def find(session: AsyncSession, kudos_id: str) -> Row | None:
    """These kudos, if they stand; nobody else takes them back meanwhile."""
    kudos = await lock_one(session, _standing().where(Kudos.id == kudos_id))
    return (kudos, (await _recipients(session, [kudos_id]))[kudos_id]) if kudos else None


async def by_reaction(session: AsyncSession, giver: str, channel: str, ts: str) -> Row | None:
    """The kudos that this person gave by reacting to this message, if they stand."""
    here = (Kudos.giver_id == giver, Kudos.source_channel == channel, Kudos.source_ts == ts)
    rows = await _rows(session, _standing().where(*here, Kudos.came_by == "reaction"))
    return rows[0] if rows else None


async def of_teams(
    session: AsyncSession, team_ids: Collection[str], since: datetime, until: datetime
) -> list[Row]:
    """What was given in these teams from `since` until before `until`, oldest first."""
    then = (Kudos.team_id.in_(team_ids), Kudos.given_at >= since, Kudos.given_at < until)
    return await _rows(session, _standing().where(*then))


async def touching(
    session: AsyncSession,
    team_id: str,
    kr_numbers: Collection[int],
    since: datetime,
    until: datetime,
) -> list[Row]:
    """What was given in a team or for work on one of these KRs, oldest first."""
    then = (Kudos.given_at >= since, Kudos.given_at < until)
    # With OR in its place all kudos are read: no index answers to both halves.
    theirs = union_all(
        select(Kudos.id).where(Kudos.team_id == team_id, *then),
        select(Kudos.id).where(Kudos.kr_number.in_(kr_numbers), *then),
    )
    return await _rows(session, _standing().where(Kudos.id.in_(theirs)))


async def of_kr(session: AsyncSession, kr_number: int, limit: int) -> list[Row]:
    """The latest kudos for work on a KR, newest first."""
    return await _newest(session, _standing().where(Kudos.kr_number == kr_number), limit)


def received(member_id: str, limit: int) -> Query[list[AsColumns]]:
    """The latest kudos that this person received, newest first."""
    return Query(_received(limit), {"member": member_id}, _with_recipients)


def _with_recipients(rows: Sequence[Any]) -> list[AsColumns]:
    found: dict[str, AsColumns] = {}
    for kudos, recipient in rows:
        found.setdefault(kudos.id, (kudos, []))[1].append(recipient)
    return list(found.values())


@built_once
def _received(limit: int) -> Select[Any]:
    newest = (Kudos.given_at.desc(), Kudos.id)
    mine = select(KudosRecipient.kudos_id).where(KudosRecipient.member_id == bindparam("member"))
    standing = select(Kudos.id).where(Kudos.taken_back_at.is_(None), Kudos.id.in_(mine))
    picked = standing.order_by(*newest).limit(limit).cte("picked").prefix_with("MATERIALIZED")
    kudos: Bundle[Any] = Bundle(
        "kudos",
        Kudos.id,
        Kudos.team_id,
        Kudos.giver_id,
        Kudos.reason,
        Kudos.kr_number,
        Kudos.permalink,
        Kudos.came_by,
        Kudos.given_at,
    )
    return (
        select(kudos, KudosRecipient.member_id)
        .join_from(picked, Kudos, Kudos.id == picked.c.id)
        .join(KudosRecipient, KudosRecipient.kudos_id == Kudos.id)
        .order_by(*newest, KudosRecipient.member_id)
    )


def _standing() -> Select[Kudos]:
    return select(Kudos).where(Kudos.taken_back_at.is_(None))


async def _newest(session: AsyncSession, found: Select[Kudos], limit: int) -> list[Row]:
    return await _rows(session, found.order_by(Kudos.given_at.desc(), Kudos.id).limit(limit))


async def _rows(session: AsyncSession, found: Select[Kudos]) -> list[Row]:
    """Oldest first, unless the statement has an order of its own."""
    kudos = list(await session.scalars(found.order_by(Kudos.given_at, Kudos.id)))
    recipients = await _recipients(session, [k.id for k in kudos])
    return [(k, recipients[k.id]) for k in kudos]


async def _recipients(session: AsyncSession, ids: Collection[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    if ids:
        for kudos_id, member_id in await read(session, _who_received(), {"ids": list(ids)}):
            found[kudos_id].append(member_id)
    return found


@built_once
def _who_received() -> Select[str, str]:
    who = select(KudosRecipient.kudos_id, KudosRecipient.member_id)
    return who.where(KudosRecipient.kudos_id.in_(any_of("ids"))).order_by(KudosRecipient.member_id)


async def ask_to_look(session: AsyncSession, row: dict[str, Any]) -> None:
    """Plan a look at a reaction (a row as for `schedule.plan`), or ask for the planned one anew.

    A look that is under way loses its claim, and so notices that it may have seen too little.
    """
    blank = {"claimed_until": None, "settled_at": None, "reason": None}
    fresh = {**row, **blank, "first_due_at": row["due_at"], "state": "due", "attempts": 0}
    anew = ("due_at", "first_due_at", "state", *blank)
    await upsert(session, Occurrence, [fresh], update=anew)
