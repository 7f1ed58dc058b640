"""How confident each of a team is of a key result, before they see what the others think.

Nobody but `handlers.vote` reads this: a vote has no name outside of it.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ForeignKeyConstraint,
    ScalarSelect,
    Select,
    bindparam,
    delete,
    func,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, Query, any_of, built_once, upsert
from storage.okr import Cycle, KeyResult, Objective, is_open
from storage.team import Team, TeamMember

Key = tuple[str, date]  # of a round: its team's id and its day


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


async def set_votes(
    session: AsyncSession,
    member_id: str,
    scores: Mapping[tuple[Key, int], int | None],
    now: datetime,
) -> None:
    """Write down how somebody votes, by round and KR; None takes a vote back."""
    rows = [
        {
            "team_id": team_id,
            "day": day,
            "kr_number": number,
            "member_id": member_id,
            "score": score,
            "voted_at": now,
            "reason": "",
        }
        for ((team_id, day), number), score in sorted(scores.items())
        if score is not None
    ]
    await upsert(session, Vote, rows, update=("score", "voted_at"))
    gone = [(*key, number) for (key, number), score in scores.items() if score is None]
    if gone:
        these = tuple_(Vote.team_id, Vote.day, Vote.kr_number).in_(gone)
        taken = delete(Vote).where(Vote.member_id == member_id, these)
        await session.execute(taken.execution_options(synchronize_session=False))


async def votes(
    session: AsyncSession, keys: Collection[Key], member_id: str | None = None
) -> list[Vote]:
    """The votes of these rounds; of one person, where given."""
    if not keys:
        return []
    found = select(Vote).where(tuple_(Vote.team_id, Vote.day).in_(list(keys)))
    if member_id is not None:
        found = found.where(Vote.member_id == member_id)
    return list(await session.scalars(found.order_by(Vote.kr_number, Vote.member_id)))


async def note_asked(
    session: AsyncSession, key: Key, member_ids: Collection[str], now: datetime
) -> None:
    """These people are asked why they voted as they did in this round."""
    team_id, day = key
    asked = update(Vote).where(
        Vote.team_id == team_id, Vote.day == day, Vote.member_id.in_(member_ids)
    )
    values = asked.values(asked_at=now)
    await session.execute(values.execution_options(synchronize_session=False))


def countable(team_ids: Collection[str], today: date, *, fewest: int) -> Query[dict[str, int]]:
    """How many KRs there are to vote for in each of these teams, of those that vote at all."""
    given = {"team_ids": list(team_ids), "today": today, "fewest": fewest}
    return Query(_countable(), given, dict)


@built_once
def _countable() -> Select[*tuple[Any, ...]]:
    return (
        select(Team.id, func.count(KeyResult.number))
        .join_from(Objective, KeyResult, KeyResult.objective_number == Objective.number)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(Team, Team.id == Objective.team_id)
        .where(Team.id.in_(any_of("team_ids")), Team.votes, *is_open())
        .where(_members() >= bindparam("fewest"))
        .where(Cycle.starts <= bindparam("today"), Cycle.ends >= bindparam("today"))
        .group_by(Team.id)
    )


async def voting(session: AsyncSession, team_ids: Collection[str], *, fewest: int) -> set[str]:
    """Those of these teams that vote: of so many members at least."""
    found = select(Team.id).where(Team.id.in_(team_ids), Team.votes, _members() >= fewest)
    return set(await session.scalars(found))


def _members() -> ScalarSelect[int]:
    """How many people are in a team."""
    there = select(func.count()).select_from(TeamMember).where(TeamMember.team_id == Team.id)
    return there.correlate(Team).scalar_subquery()
