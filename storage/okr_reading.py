"""What the key results of many teams did, in one statement."""

from collections import namedtuple
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, Final, cast

from sqlalchemy import ColumnElement, FromClause, Row, Select, Text, column, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Bundle, InstrumentedAttribute

from storage.db import UtcTime, among, table_of
from storage.okr import Cycle, KeyResult, Objective, Update, is_open, tally
from storage.okr_standing import UPDATE, WHOLE
from storage.team import Team

Span = tuple[datetime, datetime]  # from when until before when


class _Read(Bundle[Any]):
    """Columns read as a named tuple: in a row each attribute takes ten times as long to find."""

    def create_row_processor(
        self,
        query: object,  # noqa: ARG002 its signature
        procs: Sequence[Callable[[Row[Any]], Any]],
        labels: Sequence[str],
    ) -> Callable[[Row[Any]], Any]:
        make = _named(self.name, *labels)
        return lambda row: make([proc(row) for proc in procs])


@cache
def _named(name: str, *labels: str) -> Callable[[list[Any]], Any]:
    return cast("Any", namedtuple)(name, labels)._make  # type: ignore[no-any-return] # noqa: PYI024 its fields are not known before


_WHOLE: Final = tuple(_Read(bundle.name, *bundle.c.values()) for bundle in WHOLE)
_UPDATE: Final = _Read("update", *UPDATE)


async def moves(
    session: AsyncSession, spans: Mapping[str, Span], first: date, last: date
) -> list[Row[Any]]:
    """Open KRs of these teams, of cycles that run on some day from first to last.

    A row has `kr`, `objective`, `cycle` and `team`; `current`, the id of the current update, and
    the value `previous` to it; `inside` and `all_` its tally; the values `before` and `after` its
    team's span, and how many `updates` were made within. By objective and position.
    """
    span = _table(session, spans)
    within = (Update.made_at >= span.c.since, Update.made_at < span.c.until)
    found = (
        select(
            *_WHOLE,
            _of_kr(_latest(Update.id), span, "current"),
            _of_kr(_latest(Update.value).offset(1), span, "previous"),
            _of_kr(_latest(Update.value).where(Update.made_at < span.c.since), span, "before"),
            _of_kr(_latest(Update.value).where(Update.made_at < span.c.until), span, "after"),
            _of_kr(select(func.count(Update.id)).where(*_counts(), *within), span, "updates"),
            *(count.label(name) for name, count in zip(("inside", "all_"), tally(), strict=True)),
        )
        .join_from(span, Objective, Objective.team_id == span.c.team_id)
        .join(KeyResult, KeyResult.objective_number == Objective.number)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(Team, Team.id == Objective.team_id)
        .where(*is_open())
        .where(Cycle.starts <= last, Cycle.ends >= first)
        .order_by(Objective.number, KeyResult.position)
    )
    return list(await session.execute(found))


async def updates(session: AsyncSession, ids: Collection[str]) -> dict[str, Any]:
    """These updates by id, as columns."""
    if not ids:
        return {}
    found = select(_UPDATE).where(among(session, [Update.id], [(id_,) for id_ in ids]))
    return {update.id: update for update in await session.scalars(found)}


def _table(session: AsyncSession, spans: Mapping[str, Span]) -> FromClause:
    """The spans as rows: each team has its own."""
    columns = (column("team_id", Text()), column("since", UtcTime()), column("until", UtcTime()))
    rows = [(team_id, since, until) for team_id, (since, until) in spans.items()]
    return table_of(session, "span", columns, rows)


def _counts() -> tuple[ColumnElement[bool], ...]:
    """Of the KR at hand, and not withdrawn."""
    return (
        Update.workspace_id == KeyResult.workspace_id,
        Update.kr_number == KeyResult.number,
        Update.withdrawn_at.is_(None),
    )


def _latest(what: InstrumentedAttribute[Any]) -> Select[Any]:
    """One step down the index for each KR, where a window would rank all that it ever did."""
    newest = (Update.day.desc(), Update.made_at.desc())
    return select(what).where(*_counts()).order_by(*newest).limit(1)


def _of_kr(found: Select[Any], span: FromClause, name: str) -> ColumnElement[Any]:
    return found.correlate(KeyResult, span).scalar_subquery().label(name)
