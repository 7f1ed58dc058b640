"""What the key results of many teams did, in one statement."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    Text,
    bindparam,
    case,
    column,
    func,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from storage.db import UtcTime, built_once, given_rows, given_table, read
from storage.okr import Cycle, KeyResult, Objective, Update, counted_on, tally
from storage.okr_audit import Change
from storage.okr_standing import WHOLE, Whole, counts, latest, newest, of_kr, update_of
from storage.team import Team

Span = tuple[datetime, datetime]  # from when until before when
_SPAN: Final = (column("team_id", Text()), column("since", UtcTime()), column("until", UtcTime()))


class Move(NamedTuple):
    """A KR, its current update, the values `before` and `after` its team's
    span, how many `updates` were made within, and its tally.
    """

    whole: Whole
    current: Row[Any] | None
    before: Decimal | None
    after: Decimal | None
    updates: int
    inside: int | None
    all_: int | None


async def moves(
    session: AsyncSession, spans: Mapping[str, Span], first: date, last: date, then: datetime
) -> list[Move]:
    """The KRs of these teams that counted `then`, of cycles that run on some day from first to
    last, by objective and position. Each team has its own span.
    """
    rows = [(team_id, since, until) for team_id, (since, until) in spans.items()]
    given = {"first": first, "last": last, "then": then}
    given |= given_rows(session, "span", _SPAN, rows)
    found = await read(session, _moves(session.get_bind().dialect.name), given)
    return [
        Move((kr, objective, cycle, team), update if update.id else None, *did)
        for kr, objective, cycle, team, update, *did in found
    ]


@built_once
def _moves(dialect: str) -> Select[Any]:
    span = given_table(dialect, "span", _SPAN)
    (current, is_current), (previous, is_previous) = newest(dialect), newest(dialect, 1)
    within = (Update.made_at >= span.c.since, Update.made_at < span.c.until)
    before, after = (
        # Mostly it is one of these two, and is not looked for again.
        case(
            (current.made_at < then, current.value),
            (previous.made_at < then, previous.value),
            else_=of_kr(latest(Update.value).where(Update.made_at < then), span),
        )
        for then in (span.c.since, span.c.until)
    )
    return (
        select(
            *WHOLE,
            update_of(current),
            before,
            after,
            of_kr(select(func.count(Update.id)).where(*counts(), *within), span),
            *tally(),
        )
        .join_from(span, Objective, Objective.team_id == span.c.team_id)
        .join(KeyResult, KeyResult.objective_number == Objective.number)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(Team, Team.id == Objective.team_id)
        .outerjoin(current, is_current)
        .outerjoin(previous, is_previous)
        .where(*counted_on(then := bindparam("then", type_=UtcTime())), ~_was_closed(then))
        .where(Cycle.starts <= bindparam("last"), Cycle.ends >= bindparam("first"))
        .order_by(Objective.number, KeyResult.position)
    )


def _was_closed(then: ColumnElement[datetime]) -> ColumnElement[bool]:
    """Whether the KR at hand was closed at that moment, though it was opened again since: one step
    down the index of its history.
    """
    last = (
        select(Change.what)
        .where(
            Change.workspace_id == KeyResult.workspace_id,
            Change.kr_number == KeyResult.number,
            Change.what.in_(("closed", "reopened")),
            Change.made_at <= then,
        )
        .order_by(Change.made_at.desc(), Change.id.desc())
        .limit(1)
    )
    return func.coalesce(of_kr(last), "") == "closed"
