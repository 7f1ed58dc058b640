"""What the key results of many teams did, in one statement."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    Text,
    bindparam,
    case,
    column,
    func,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle, InstrumentedAttribute, aliased

from storage.db import UtcTime, built_once, given_rows, given_table, read
from storage.okr import Cycle, KeyResult, Objective, Update, is_open, tally
from storage.okr_standing import UPDATE, WHOLE, Whole, is_current
from storage.team import Team

Span = tuple[datetime, datetime]  # from when until before when
_SPAN: Final = (column("team_id", Text()), column("since", UtcTime()), column("until", UtcTime()))


class Move(NamedTuple):
    """A KR, its current update, the value before that, the values `before` and `after` its team's
    span, how many `updates` were made within, and its tally.
    """

    whole: Whole
    current: Row[Any] | None
    previous: Decimal | None
    before: Decimal | None
    after: Decimal | None
    updates: int
    inside: int | None
    all_: int | None


async def moves(
    session: AsyncSession, spans: Mapping[str, Span], first: date, last: date
) -> list[Move]:
    """Open KRs of these teams, of cycles that run on some day from first to last, by objective and
    position. Each team has its own span.
    """
    rows = [(team_id, since, until) for team_id, (since, until) in spans.items()]
    given = {"first": first, "last": last, **given_rows(session, "span", _SPAN, rows)}
    found = await read(session, _moves(session.get_bind().dialect.name), given)
    return [
        Move((kr, objective, cycle, team), update if update.id else None, *did)
        for kr, objective, cycle, team, update, *did in found
    ]


@built_once
def _moves(dialect: str) -> Select[Any]:
    span = given_table(dialect, "span", _SPAN)
    (current, is_current_), (previous, is_previous) = _newest(dialect, 0), _newest(dialect, 1)
    within = (Update.made_at >= span.c.since, Update.made_at < span.c.until)
    before, after = (
        # Mostly it is one of these two, and is not looked for again.
        case(
            (current.made_at < then, current.value),
            (previous.made_at < then, previous.value),
            else_=_of_kr(_latest(Update.value).where(Update.made_at < then), span),
        )
        for then in (span.c.since, span.c.until)
    )
    return (
        select(
            *WHOLE,
            Bundle("update", *(getattr(current, one.key) for one in UPDATE)),
            previous.value,
            before,
            after,
            _of_kr(select(func.count(Update.id)).where(*_counts(), *within), span),
            *tally(),
        )
        .join_from(span, Objective, Objective.team_id == span.c.team_id)
        .join(KeyResult, KeyResult.objective_number == Objective.number)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(Team, Team.id == Objective.team_id)
        .outerjoin(current, is_current_)
        .outerjoin(previous, is_previous)
        .where(*is_open())
        .where(Cycle.starts <= bindparam("last"), Cycle.ends >= bindparam("first"))
        .order_by(Objective.number, KeyResult.position)
    )


def _newest(dialect: str, after: int) -> tuple[type[Update], ColumnElement[bool]]:
    """The current update of the KR at hand, or the one `after` so many, and what joins it.

    One step down the index in PostgreSQL, which looks up nothing by what a subquery finds; SQLite
    does, and knows no LATERAL.
    """
    if dialect != "postgresql":
        update = aliased(Update)
        return update, is_current(update, after)
    found = _latest(Update).offset(after or None).correlate(KeyResult).lateral()
    return aliased(Update, found), true()


def _counts() -> tuple[ColumnElement[bool], ...]:
    """Of the KR at hand, and not withdrawn."""
    return (
        Update.workspace_id == KeyResult.workspace_id,
        Update.kr_number == KeyResult.number,
        Update.withdrawn_at.is_(None),
    )


def _latest(what: InstrumentedAttribute[Any] | type[Update]) -> Select[Any]:
    """One step down the index for each KR, where a window would rank all that it ever did."""
    newest = (Update.day.desc(), Update.made_at.desc())
    return select(what).where(*_counts()).order_by(*newest).limit(1)


def _of_kr(found: Select[Any], span: FromClause) -> ColumnElement[Any]:
    return found.correlate(KeyResult, span).scalar_subquery()
