"""Answers as they are written down: with each update, and once nothing is missing any more."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, TypeVar

from sqlalchemy import (
    ColumnElement,
    Row,
    SQLColumnExpression,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased
from sqlalchemy.sql.dml import ReturningInsert

from storage.blocker import Blocker
from storage.checkin import Answer, Checkin, Key, Round
from storage.db import (
    among_given,
    any_of,
    built_once,
    change,
    insert_found,
    keys_given,
    locked,
    read,
)
from storage.okr import KeyResult, Objective, Update
from storage.question import Reply
from storage.team import Team
from storage.vote import Vote

V = TypeVar("V")
_OF_ROUND: Final = (Answer, Checkin, Reply, Blocker, Vote)


async def answer(
    session: AsyncSession,
    asked: Mapping[str, Collection[int]],
    member_id: str,
    now: datetime,
    since: date,
) -> Sequence[Row[str, date, int, str, bool]]:
    """The updates that a member has just made of these KRs, by team, answer them in the team's
    latest round of `since` or later.

    Team, day, KR, update and lateness of each answer; of a KR that had one already, that one. None
    of a KR that is younger than the round's end: nobody was asked about it. None of these rounds
    closes until this session ends.
    """
    numbers = [number for of_team in asked.values() for number in of_team]
    given = {"teams": list(asked), "numbers": numbers, "since": since}
    given |= {"member": member_id, "now": now}
    return await read(session, _answer(session.get_bind().dialect.name), given)


async def answer_open(
    session: AsyncSession, key: Key, kr_number: int, member_id: str, now: datetime, gone: Exception
) -> None:
    """The same of one KR in a round that was the latest, and open; `gone` is raised by the
    session's next statement, or before it commits, if it is closed by now, or no longer the latest.
    """
    team_id, day = key
    given = {"teams": [team_id], "numbers": [kr_number], "day": day, "member": member_id}
    statement = _answer_open(session.get_bind().dialect.name)
    await change(session, statement, given | {"now": now}, gone)


async def answer_first(
    session: AsyncSession, team_id: str, kr_number: int, member_id: str, now: datetime, since: date
) -> None:
    """The same where the team had no round of `since` or later when somebody looked, and one may
    have opened since then. Nobody was asked in it yet: no card has to be drawn anew.

    On SQLite nobody opens one beside a session that writes.
    """
    dialect = session.get_bind().dialect.name
    if dialect != "sqlite":
        given = {"teams": [team_id], "numbers": [kr_number], "since": since, "member": member_id}
        await change(session, _answer_first(dialect), given | {"now": now})


_OF_TEAM: Final = aliased(Round)


def _of_latest(what: SQLColumnExpression[V]) -> ColumnElement[V]:
    """Of the team at hand, by one step down the index."""
    mine = (_OF_TEAM.workspace_id == Team.workspace_id, _OF_TEAM.team_id == Team.id)
    latest = select(what).where(*mine).order_by(_OF_TEAM.day.desc()).limit(1)
    return latest.correlate(Team).scalar_subquery()


# The day of a team's latest round, and whether it is closed.
LATEST_ROUND: Final[tuple[ColumnElement[Any], ...]] = (
    _of_latest(_OF_TEAM.day),
    _of_latest(_OF_TEAM.closed_at.is_not(None)),
)


@built_once
def _answer(dialect: str) -> ReturningInsert[str, date, int, str, bool]:
    is_recent = Round.day >= bindparam("since")
    may = or_(Round.closed_at.is_(None), KeyResult.activated_at < Round.closed_at)
    return _answers(dialect, is_recent, _is_latest(), may).returning(
        Answer.team_id, Answer.day, Answer.kr_number, Answer.update_id, Answer.is_late
    )


@built_once
def _answer_open(dialect: str) -> Insert:
    is_it = Round.day == bindparam("day")
    return _answers(dialect, is_it, _is_latest(), Round.closed_at.is_(None))


@built_once
def _answer_first(dialect: str) -> Insert:
    return _answers(dialect, Round.day >= bindparam("since"), _is_latest())


def _is_latest() -> ColumnElement[bool]:
    """As its team's rounds are when the answer is written, not when somebody looked at them."""
    later = aliased(Round)
    latest = select(func.max(later.day)).where(later.team_id == Round.team_id)
    return Round.day == latest.correlate(Round).scalar_subquery()


def _answers(dialect: str, *which: ColumnElement[bool]) -> Insert:
    """That the last updates of KRs answer them in those rounds of their teams."""
    made = select(Update.id).where(Update.kr_number == KeyResult.number, Update.nth.is_not(None))
    last = made.order_by(Update.nth.desc()).limit(1).correlate(KeyResult)
    found = (
        select(
            Round.team_id,
            Round.day,
            KeyResult.number.label("kr_number"),
            last.scalar_subquery().label("update_id"),
            bindparam("member", type_=Answer.member_id.type).label("member_id"),
            bindparam("now", type_=Answer.answered_at.type).label("answered_at"),
            Round.closed_at.is_not(None).label("is_late"),
        )
        .join_from(KeyResult, Objective, Objective.number == KeyResult.objective_number)
        .join(Round, Round.team_id == Objective.team_id)
        .where(KeyResult.number.in_(any_of("numbers")), Round.team_id.in_(any_of("teams")))
        .where(*which)
    )
    rounds = locked(found, Round, by=[Round.team_id, Round.day])
    insert = insert_found(dialect, Answer, rounds)
    key = Answer.__table__.primary_key
    return insert.on_conflict_do_update(index_elements=key, set_={"update_id": Answer.update_id})


async def note_answered(
    session: AsyncSession, member_id: str, keys: Sequence[Key], numbers: Collection[int]
) -> None:
    """Write down that this person has answered all that is due in these rounds: these KRs.

    When the last of them was answered; the first time counts.
    """
    given = keys_given(session, _OF_ANSWER, keys) | {"member": member_id, "numbers": list(numbers)}
    await read(session, _note(session.get_bind().dialect.name), given)


_OF_ANSWER: Final = (Answer.team_id, Answer.day)


@built_once
def _note(dialect: str) -> Insert:
    found = (
        select(
            *_OF_ANSWER,
            bindparam("member", type_=Checkin.member_id.type).label("member_id"),
            func.max(Answer.answered_at).label("answered_at"),
            (func.max(case((Answer.is_late, 1), else_=0)) == 1).label("is_late"),
        )
        .where(among_given(dialect, _OF_ANSWER), Answer.kr_number.in_(any_of("numbers")))
        .group_by(*_OF_ANSWER)
    )
    noted = insert_found(dialect, Checkin, found)
    return noted.on_conflict_do_update(
        index_elements=Checkin.__table__.primary_key,
        set_={name: noted.excluded[name] for name in ("answered_at", "is_late")},
        where=Checkin.answered_at.is_(None),
    )


async def has_words(session: AsyncSession, key: Key) -> bool:
    """Whether anybody has answered, voted or asked for help in a round, or was left out of it."""
    team_id, day = key
    for table in _OF_ROUND:
        found = select(table.team_id).where(table.team_id == team_id, table.day == day)
        if await session.scalar(found.limit(1)) is not None:
            return True
    return False
