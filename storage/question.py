"""What a team asks itself in each round beside its key results, and what people replied."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Row, Select, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from storage.db import Base, OfWorkspace, Query, any_of, built_once, upsert

Key = tuple[str, date]  # of a round: its team's id and its day


class Question(OfWorkspace, Base):
    """A question of a team. One that is changed is retired, and another takes its place.

    `preset` names one of ours, which every reader reads in their own language; else `text` is the
    team's. `options` are those of a choice, a line each. `rounds` says in which rounds it is asked.
    """

    __tablename__ = "question"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "team_id"], ["team.workspace_id", "team.id"], ondelete="CASCADE"
        ),
        Index("ix_question_team", "workspace_id", "team_id"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    team_id: Mapped[str]
    position: Mapped[int]
    preset: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="text")
    options: Mapped[str] = mapped_column(default="")
    rounds: Mapped[str] = mapped_column(default="every")
    is_promise: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class Reply(OfWorkspace, Base):
    """What one person replied to one question in one round.

    `kept` says, of a promise, whether it happened by the round after: yes, partly or no.
    """

    __tablename__ = "reply"
    __table_args__ = (
        ForeignKeyConstraint(
            ["workspace_id", "team_id", "day"], ["round.workspace_id", "round.team_id", "round.day"]
        ),
        ForeignKeyConstraint(
            ["workspace_id", "question_id"], ["question.workspace_id", "question.id"]
        ),
        Index("ix_reply_member", "workspace_id", "member_id", "day"),
    )

    team_id: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    member_id: Mapped[str] = mapped_column(primary_key=True)
    question_id: Mapped[str] = mapped_column(primary_key=True)
    text: Mapped[str]
    replied_at: Mapped[datetime]
    is_late: Mapped[bool] = mapped_column(default=False)
    kept: Mapped[str | None]


async def questions(session: AsyncSession, team_ids: Collection[str]) -> list[Question]:
    """What these teams ask now, each team's in its order."""
    found = select(Question).where(Question.team_id.in_(team_ids), Question.retired_at.is_(None))
    return list(await session.scalars(found.order_by(Question.team_id, Question.position)))


def asked(team_ids: Collection[str]) -> Query[Sequence[Row[Any]]]:
    """The same as columns."""
    return Query(_asked(), {"team_ids": list(team_ids)}, list)


@built_once
def _asked() -> Select[*tuple[Any, ...]]:
    found = select(
        Question.id,
        Question.team_id,
        Question.kind,
        Question.text,
        Question.preset,
        Question.options,
        Question.is_promise,
        Question.rounds,
    ).where(Question.team_id.in_(any_of("team_ids")), Question.retired_at.is_(None))
    return found.order_by(Question.team_id, Question.position)


async def questions_by_id(session: AsyncSession, ids: Collection[str]) -> dict[str, Question]:
    """These questions, retired ones included."""
    found = await session.scalars(select(Question).where(Question.id.in_(ids)))
    return {question.id: question for question in found}


async def replies(
    session: AsyncSession, keys: Collection[Key], member_ids: Collection[str] | None = None
) -> list[Reply]:
    """What was replied in these rounds, oldest first; by these people only, where given."""
    found = select(Reply).where(tuple_(Reply.team_id, Reply.day).in_(list(keys)))
    if member_ids is not None:
        found = found.where(Reply.member_id.in_(member_ids))
    return list(await session.scalars(found.order_by(Reply.replied_at, Reply.member_id)))


async def replies_since(
    session: AsyncSession, member_id: str, question_ids: Collection[str], since: date
) -> list[Reply]:
    """What this person replied to these questions in the rounds since then, oldest first."""
    found = select(Reply).where(Reply.member_id == member_id, Reply.day >= since)
    theirs = found.where(Reply.question_id.in_(question_ids))
    return list(await session.scalars(theirs.order_by(Reply.day)))


async def set_replies(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write replies down: team_id, day, member_id, question_id, text, replied_at, is_late.

    One that was there takes the new words; when it was first made, and whether that was late,
    stays.
    """
    await upsert(session, Reply, [dict(row) for row in rows], update=("text",))


async def forget_replies(
    session: AsyncSession, key: Key, member_id: str, question_ids: Collection[str]
) -> None:
    """Somebody has not replied to these questions after all."""
    team_id, day = key
    gone = delete(Reply).where(
        Reply.team_id == team_id,
        Reply.day == day,
        Reply.member_id == member_id,
        Reply.question_id.in_(question_ids),
    )
    await session.execute(gone.execution_options(synchronize_session=False))


async def ever_asked(session: AsyncSession, team_id: str) -> bool:
    """Whether this team has, or once had, a question."""
    found = select(Question.id).where(Question.team_id == team_id).limit(1)
    return await session.scalar(found) is not None


async def promised_by(
    session: AsyncSession, team_ids: Collection[str], member_id: str, since: date
) -> list[Reply]:
    """What one person promised in these teams' rounds of `since` or later, oldest first."""
    found = _promises().where(
        Reply.team_id.in_(team_ids), Reply.member_id == member_id, Reply.day >= since
    )
    return list(await session.scalars(found.order_by(Reply.day, Question.position)))


async def promised(session: AsyncSession, keys: Collection[Key]) -> list[Reply]:
    """What everybody promised in these rounds, person by person."""
    found = _promises().where(tuple_(Reply.team_id, Reply.day).in_(list(keys)))
    return list(await session.scalars(found.order_by(Reply.member_id, Question.position)))


def _promises() -> Select[Reply]:
    question = (Question.id == Reply.question_id) & (Question.workspace_id == Reply.workspace_id)
    return select(Reply).join(Question, question).where(Question.is_promise)


async def set_kept(
    session: AsyncSession, member_id: str, places: Collection[tuple[Key, str]], kept: str | None
) -> None:
    """Somebody says of promises of theirs, by round and question, whether they happened."""
    wanted = [(team_id, day, question_id) for (team_id, day), question_id in places]
    told = update(Reply).where(
        Reply.member_id == member_id,
        tuple_(Reply.team_id, Reply.day, Reply.question_id).in_(wanted),
    )
    await session.execute(told.values(kept=kept).execution_options(synchronize_session=False))
