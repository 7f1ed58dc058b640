"""Rounds, and each member's answer in them."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Final

from sqlalchemy import (
    ForeignKeyConstraint,
    case,
    delete,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.absence import UNSEEN
from storage.db import Base, OfWorkspace, insert_once, lock_one, locked, upsert
from storage.team import Member

Key = tuple[str, date]  # of a round: its team's id and its day


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
    people: Mapped[list[str] | None]  # who was in it, once it is closed; None: not written down


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
    skip_note: Mapped[str] = mapped_column(default="")  # why they skipped it, in their words
    replied_at: Mapped[datetime | None]  # when they sent their replies to the team's questions


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


_KEY: Final = (Round.team_id, Round.day)
_FIRST_REPLY: Final = Checkin.replied_at.is_(None)


async def recent(session: AsyncSession, team_id: str, since: date) -> list[Round]:
    """A team's rounds of `since` or later, oldest first, locked until this session ends."""
    found = select(Round).where(Round.team_id == team_id, Round.day >= since)
    return list(await session.scalars(locked(found, by=[Round.day])))


async def neighbours(
    session: AsyncSession, days: Mapping[str, date]
) -> dict[str, tuple[int, date | None, date | None]]:
    """How many rounds each team had before this day, and the days of the rounds beside it."""
    here = case(dict(days), value=Round.team_id)
    earlier, later = case((Round.day < here, Round.day)), case((Round.day > here, Round.day))
    found = (
        select(Round.team_id, func.count(earlier), func.max(earlier), func.min(later))
        .where(Round.team_id.in_(list(days)))
        .group_by(Round.team_id)
    )
    return {row[0]: (row[1], row[2], row[3]) for row in await session.execute(found)}


async def since(session: AsyncSession, team_id: str, day: date) -> list[Round]:
    """A team's rounds of this day or later, oldest first."""
    found = select(Round).where(Round.team_id == team_id, Round.day >= day)
    return list(await session.scalars(found.order_by(Round.day)))


async def round_of(session: AsyncSession, key: Key) -> Round | None:
    """One round, locked until this session ends."""
    team_id, day = key
    return await lock_one(session, select(Round).where(Round.team_id == team_id, Round.day == day))


async def locked_rounds(session: AsyncSession, keys: Collection[Key]) -> dict[Key, Round]:
    """Those of these rounds that there are, locked in the order of their keys, as everybody does
    who locks several.
    """
    found = select(Round).where(tuple_(Round.team_id, Round.day).in_(list(keys)))
    rows = await session.scalars(locked(found, by=_KEY)) if keys else ()
    return {(row.team_id, row.day): row for row in rows}


async def open_round(
    session: AsyncSession, key: Key, opens_at: datetime, closes_at: datetime
) -> bool:
    """Write a round down; False when it was there."""
    team_id, day = key
    return await insert_once(
        session, Round, team_id=team_id, day=day, opens_at=opens_at, closes_at=closes_at
    )


async def forget_round(session: AsyncSession, key: Key) -> None:
    """Remove a round in which nothing has happened."""
    team_id, day = key
    await session.execute(delete(Round).where(Round.team_id == team_id, Round.day == day))


async def answers(session: AsyncSession, keys: Collection[Key]) -> list[Answer]:
    """The answers in these rounds, oldest first."""
    found = select(Answer).where(tuple_(Answer.team_id, Answer.day).in_(list(keys)))
    return list(await session.scalars(found.order_by(Answer.answered_at, Answer.kr_number)))


async def checkins(session: AsyncSession, keys: Collection[Key]) -> list[Checkin]:
    """How the members stand in these rounds, as far as it is written down."""
    found = select(Checkin).where(tuple_(Checkin.team_id, Checkin.day).in_(list(keys)))
    return list(await session.scalars(found.order_by(Checkin.member_id)))


async def note_replied(
    session: AsyncSession, key: Key, member_id: str, now: datetime, *, is_late: bool
) -> None:
    """Somebody has sent what they say to the team's questions; the first time counts."""
    team_id, day = key
    row = {"team_id": team_id, "day": day, "member_id": member_id, "is_late": is_late}
    new = [row | {"replied_at": now}]
    await upsert(session, Checkin, new, update=("replied_at",), where=_FIRST_REPLY)


async def note_skipped(session: AsyncSession, reasons: Mapping[tuple[Key, str], str]) -> None:
    """Write down why members were not asked: round and member -> the reason."""
    rows = [
        {
            "team_id": team_id,
            "day": day,
            "member_id": member_id,
            "is_late": False,
            "skip_reason": reasons[(team_id, day), member_id],
        }
        for (team_id, day), member_id in sorted(reasons)
    ]
    await upsert(session, Checkin, rows, update=("skip_reason",))


async def skip(
    session: AsyncSession, keys: Collection[Key], member_id: str, reason: str, note: str
) -> None:
    """A member leaves these rounds out, and says why."""
    left_out = {"member_id": member_id, "is_late": False, "skip_reason": reason, "skip_note": note}
    rows = [{"team_id": team_id, "day": day} | left_out for team_id, day in sorted(keys)]
    await upsert(session, Checkin, rows, update=("skip_reason", "skip_note"))


async def take_skip_back(
    session: AsyncSession, keys: Collection[Key], member_id: str, reason: str
) -> None:
    """A member takes part in these rounds after all, where it was for this reason that not."""
    theirs = (Checkin.member_id == member_id, Checkin.skip_reason == reason)
    among_them = tuple_(Checkin.team_id, Checkin.day).in_(list(keys))
    await session.execute(
        update(Checkin)
        .where(*theirs, among_them)
        .values(skip_reason=None, skip_note="")
        .execution_options(synchronize_session=False)
    )


async def note_asked(
    session: AsyncSession, key: Key, member_ids: Collection[str], *, but: str
) -> None:
    """These members are asked in this round after all; `but` who was not for this reason."""
    team_id, day = key
    theirs = (Checkin.team_id == team_id, Checkin.day == day, Checkin.member_id.in_(member_ids))
    asked = update(Checkin).where(*theirs, Checkin.skip_reason != but).values(skip_reason=None)
    await session.execute(asked)


async def take_part_again(
    session: AsyncSession, places: Collection[tuple[Key, str]], *, but: str
) -> None:
    """The same, of members in rounds of several teams at once."""
    if not places:
        return
    theirs = tuple_(Checkin.team_id, Checkin.day, Checkin.member_id)
    asked = (
        update(Checkin)
        .where(theirs.in_([(*key, member_id) for key, member_id in places]))
        .where(Checkin.skip_reason != but)
        .values(skip_reason=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(asked)


async def note_unanswered(session: AsyncSession, key: Key, member_id: str) -> None:
    """A member has not answered everything in this round after all."""
    team_id, day = key
    theirs = (Checkin.team_id == team_id, Checkin.day == day, Checkin.member_id == member_id)
    await session.execute(update(Checkin).where(*theirs).values(answered_at=None, is_late=False))


async def own_times(session: AsyncSession, member_ids: Collection[str]) -> dict[str, time]:
    """When those of these people want to be asked who have said so."""
    found = select(Member.id, Member.checkin_time).where(Member.id.in_(member_ids))
    known = await session.execute(found)
    return {row[0]: row[1] for row in known if row[1] is not None}


async def set_own_time(session: AsyncSession, member_id: str, name: str, wall: time | None) -> None:
    """When this person wants to be asked; None: when their teams are."""
    row = {"id": member_id, "name": name, "seen_at": UNSEEN, "checkin_time": wall}
    await upsert(session, Member, [row], update=("checkin_time",))
