"""Rounds as they are looked back on: what was said in them, and what lay before and after."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.checkin import Answer, Checkin, Key, Round
from storage.db import Query, any_of, built_once
from storage.okr import Cycle, Update
from storage.schedule import Occurrence


class Latest(NamedTuple):
    """One of a team's latest rounds, as columns; whether it is the first since a cycle began is
    known of those that `latest_rounds` finds.
    """

    team_id: str
    day: date
    opens_at: datetime
    closes_at: datetime
    closed_at: datetime | None
    begins: bool = False


class Stands(NamedTuple):
    """How a member stands in a round, as columns."""

    team_id: str
    day: date
    member_id: str
    skip_reason: str | None
    skip_note: str
    replied_at: datetime | None


class Around(NamedTuple):
    """The rounds of a team before and after one of its rounds, if there are any."""

    before: Round | None
    after: Round | None


_COLUMNS: Final = tuple(getattr(Round, name) for name in Latest._fields[:5])


def latest_rounds(team_ids: Collection[str], since: date) -> Query[dict[str, Latest]]:
    """Each team's latest round, if it has one of `since` or later."""
    given = {"team_ids": list(team_ids), "since": since}
    return Query(_latest_rounds(), given, _by_team)


def _by_team(rows: Sequence[Any]) -> dict[str, Latest]:
    return {row.team_id: _latest(row) for row in rows}


def _latest(row: Any) -> Latest:
    *columns, began, before = row
    return Latest(*columns)._replace(begins=_begins(began, before))


def _begins(cycle_began: date | None, before: date | None) -> bool:
    return before is None or (cycle_began is not None and before < cycle_began)


@built_once
def _latest_rounds() -> Select[*tuple[Any, ...]]:
    earlier = aliased(Round)
    began = select(func.max(Cycle.starts)).where(
        Cycle.workspace_id == Round.workspace_id, Cycle.starts <= Round.day
    )
    before = select(func.max(earlier.day)).where(
        earlier.workspace_id == Round.workspace_id,
        earlier.team_id == Round.team_id,
        earlier.day < Round.day,
    )
    return (
        select(
            *_COLUMNS,
            began.correlate(Round).scalar_subquery().label("began"),
            before.correlate(Round).scalar_subquery().label("before"),
        )
        .where(Round.team_id.in_(any_of("team_ids")), Round.day >= bindparam("since"))
        .order_by(Round.team_id, Round.day)
    )


def answered(keys: Collection[Key]) -> Query[dict[tuple[str, int], str]]:
    """The KRs that are answered in these rounds, by team and number; who has answered each."""

    def of(rows: Sequence[Any]) -> dict[tuple[str, int], str]:
        these = (row for row in rows if (row.team_id, row.day) in keys)
        return {(row.team_id, row.kr_number): row.member_id for row in these}

    return Query(_answered(), _apart(keys), of)


def stand(keys: Collection[Key]) -> Query[dict[tuple[Key, str], Stands]]:
    """How the members stand in these rounds, as far as it is written down."""

    def of(rows: Sequence[Any]) -> dict[tuple[Key, str], Stands]:
        found = {((row.team_id, row.day), row.member_id): Stands(*row) for row in rows}
        return {key: row for key, row in found.items() if key[0] in keys}

    return Query(_stand(), _apart(keys), of)


def _apart(keys: Collection[Key]) -> dict[str, list[Any]]:
    """What finds these rounds, and may find a few of other teams' days with them: pairs are not
    found by an index of SQLite, and their statement is another one for each number of them.
    """
    return {
        "team_ids": list({team_id for team_id, _ in keys}),
        "days": list({day for _, day in keys}),
    }


@built_once
def _answered() -> Select[*tuple[Any, ...]]:
    found = select(Answer.team_id, Answer.day, Answer.kr_number, Answer.member_id)
    return found.where(Answer.team_id.in_(any_of("team_ids")), Answer.day.in_(any_of("days")))


@built_once
def _stand() -> Select[*tuple[Any, ...]]:
    found = select(*(getattr(Checkin, name) for name in Stands._fields))
    return found.where(Checkin.team_id.in_(any_of("team_ids")), Checkin.day.in_(any_of("days")))


async def round_of(session: AsyncSession, key: Key) -> Round | None:
    """One round; whoever holds it is not waited for."""
    team_id, day = key
    return await session.scalar(select(Round).where(Round.team_id == team_id, Round.day == day))


async def people(session: AsyncSession, keys: Collection[Key]) -> dict[Key, frozenset[str]]:
    """Who was in these rounds, where that is written down."""
    found = select(Round.team_id, Round.day, Round.people).where(
        Round.team_id.in_({team_id for team_id, _ in keys}), Round.day.in_({day for _, day in keys})
    )
    rows = {(row.team_id, row.day): row.people for row in await session.execute(found)}
    return {key: frozenset(rows[key]) for key in keys if rows.get(key) is not None}


async def around(session: AsyncSession, key: Key) -> Around:
    """What a round follows, and what follows it."""
    team_id, day = key
    theirs = select(func.max(Round.day)).where(Round.team_id == team_id, Round.day < day)
    later = select(func.min(Round.day)).where(Round.team_id == team_id, Round.day > day)
    found = select(Round).where(
        Round.team_id == team_id,
        Round.day.in_([theirs.scalar_subquery(), later.scalar_subquery()]),
    )
    rows = {row.day < day: row for row in await session.scalars(found)}
    return Around(rows.get(True), rows.get(False))


async def latest(session: AsyncSession, team_id: str, most: int) -> list[Latest]:
    """A team's latest rounds, newest first."""
    theirs = select(*_COLUMNS).where(Round.team_id == team_id)
    found = await session.execute(theirs.order_by(Round.day.desc()).limit(most))
    return [Latest(*row) for row in found]


async def nearest(session: AsyncSession, team_id: str, day: date | None) -> Round | None:
    """The round of this day, else the last one before it, else the first one after it.

    Without a day the latest.
    """
    found = select(Round).where(Round.team_id == team_id).limit(1)
    before = found.order_by(Round.day.desc())
    if day is not None:
        before = before.where(Round.day <= day)
    return await session.scalar(before) or await session.scalar(found.order_by(Round.day))


async def said(
    session: AsyncSession, kr_numbers: Collection[int], since: datetime, until: datetime
) -> list[Update]:
    """What was said of these KRs between two moments and counts, in the order in which it does."""
    found = select(Update).where(
        Update.kr_number.in_(kr_numbers),
        Update.withdrawn_at.is_(None),
        Update.made_at >= since,
        Update.made_at < until,
    )
    order = found.order_by(Update.kr_number, Update.day, Update.made_at)
    return list(await session.scalars(order)) if kr_numbers else []


async def prompts(
    session: AsyncSession, kind: str, team_id: str, days: Collection[date]
) -> list[Occurrence]:
    """Who was asked in a team's rounds of these days, or is to be, or why they were not."""
    found = select(Occurrence).where(
        Occurrence.kind == kind, Occurrence.team_id == team_id, Occurrence.day.in_(days)
    )
    return list(await session.scalars(found.order_by(Occurrence.member_id)))
