"""Open key results as they stand, read as columns: objects take thrice as long."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Row,
    Select,
    and_,
    bindparam,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.orm import Bundle, InstrumentedAttribute, aliased

from storage.absence import days_off_of
from storage.db import Query, any_of, built_once
from storage.okr import Cycle, KeyResult, Objective, Update, is_open, tally
from storage.okr_shape import KrTeam
from storage.team import Team

# A KR, and what it belongs to.
WHOLE: Final[tuple[Bundle[Any], ...]] = (
    Bundle(
        "kr",
        KeyResult.number,
        KeyResult.title,
        KeyResult.unit,
        KeyResult.kind,
        KeyResult.start,
        KeyResult.target,
        KeyResult.low,
        KeyResult.high,
        KeyResult.owner_id,
        KeyResult.weight,
        KeyResult.position,
        KeyResult.activated_at,
        KeyResult.closed_at,
    ),
    Bundle("objective", Objective.number, Objective.title, Objective.level, Objective.closed_at),
    Bundle("cycle", Cycle.id, Cycle.starts, Cycle.ends),
    Bundle(
        "team",
        Team.id,
        Team.name,
        Team.zone,
        Team.checkin_rhythm,
        days_off_of(Cycle.starts).label("off"),
    ),
)
# What counts of an update.
UPDATE: Final[tuple[InstrumentedAttribute[Any], ...]] = (
    Update.id,
    Update.value,
    Update.confidence,
    Update.status,
    Update.note,
    Update.author_id,
    Update.day,
    Update.made_at,
)
Whole = tuple[
    KeyResult | Row[Any], Objective | Row[Any], Cycle | Row[Any], Team | Row[Any]
]  # as columns, or just made
# Its current update, and how many of its updates lay in its band, of how many.
Current = tuple[Whole, Row[Any] | None, int | None, int | None]


def open_krs(
    first: date,
    last: date,
    *,
    team_ids: Collection[str] | None = None,
    owner_id: str | Collection[str] | None = None,
    numbers: Collection[int] | None = None,
    objectives: Collection[int] | None = None,
    owned_too: str | None = None,
    shared_too: bool = False,
    closed_too: bool = False,
) -> Query[list[Current]]:
    """Open KRs of cycles that run on some day from first to last, as they stand.

    Each filter narrows, but that those of the owner `owned_too`, and with `shared_too` those that
    one of the teams has a share in, count as of the teams; and `closed_too` adds those that were
    closed for themselves.
    """
    owners = "owner_id" if isinstance(owner_id, str) else "owner_ids"
    filters = {"team_ids": team_ids, owners: owner_id, "numbers": numbers}
    filters |= {"objectives": objectives, "owned_too": owned_too}
    given = {
        name: value if isinstance(value, str) else list(value)
        for name, value in filters.items()
        if value is not None
    }
    flags = {"shared_too": shared_too, "closed_too": closed_too}
    names = {*given, *(name for name, is_set in flags.items() if is_set)}
    dates = {"first": first, "last": last}
    asked = partial(_open_krs, filters=frozenset(names))
    return Query(asked, {**dates, **given}, currents)


@built_once
def _open_krs(dialect: str, filters: frozenset[str]) -> Select[Any]:
    also = filters & {"shared_too", "owned_too"}
    narrow = {
        "team_ids": _of_teams(also) if also else Objective.team_id.in_(any_of("team_ids")),
        "owner_id": KeyResult.owner_id == bindparam("owner_id"),
        "owner_ids": KeyResult.owner_id.in_(any_of("owner_ids")),
        "numbers": KeyResult.number.in_(any_of("numbers")),
        "objectives": Objective.number.in_(any_of("objectives")),
    }
    return whole_krs(
        dialect,
        *(is_open()[1:] if "closed_too" in filters else is_open()),
        Cycle.starts <= bindparam("last"),
        Cycle.ends >= bindparam("first"),
        *(condition for name, condition in narrow.items() if name in filters),
    )


def _of_teams(also: Collection[str]) -> ColumnElement[bool]:
    """Whether a KR is of the teams, or one that they share, or its owner's.

    Their objectives come first. With the OR alone every KR of the company is read, as no index
    answers to both halves; and by themselves, since while PostgreSQL has not looked at its tables
    yet it finds them anew for each KR.
    """
    theirs = Objective.team_id.in_(any_of("team_ids"))
    shared = select(KrTeam.kr_number).where(KrTeam.team_id.in_(any_of("team_ids")))
    too = {
        "shared_too": KeyResult.number.in_(shared),
        "owned_too": KeyResult.owner_id == bindparam("owned_too"),
    }
    conditions = [too[name] for name in sorted(also)]
    found = union_all(
        select(Objective.number).where(theirs),
        *(select(KeyResult.objective_number).where(one) for one in conditions),
    )
    wanted = found.cte("wanted").prefix_with("MATERIALIZED")
    return and_(Objective.number.in_(select(wanted.c.number)), or_(theirs, *conditions))


def whole_krs(
    dialect: str, *which: ColumnElement[bool], said: Sequence[InstrumentedAttribute[Any]] = ()
) -> Select[Any]:
    """KRs of which all this holds, as they stand, by objective and position.

    Each is a row of what `Current` is made of, and then of what else is to be `said` of it.
    """
    current, is_current = newest(dialect)
    return (
        select(*WHOLE, update_of(current), *tally(), *said)
        .join_from(KeyResult, Objective, Objective.number == KeyResult.objective_number)
        .join(Cycle, Cycle.id == Objective.cycle_id)
        .join(Team, Team.id == Objective.team_id)
        .outerjoin(current, is_current)
        .where(*which)
        .order_by(Objective.number, KeyResult.position)
    )


def update_of(update: type[Update]) -> Bundle[Any]:
    """What counts of it."""
    return Bundle("update", *(getattr(update, one.key) for one in UPDATE))


def currents(rows: Iterable[Sequence[Any]]) -> list[Current]:
    """What `whole_krs` found."""
    return [
        ((kr, o, cycle, team), update if update.id else None, inside, all_)
        for kr, o, cycle, team, update, inside, all_, *_ in rows
    ]


def newest(dialect: str, after: int = 0) -> tuple[type[Update], ColumnElement[bool]]:
    """The current update of the KR at hand, or the one `after` so many, and what joins it.

    One step down the index in PostgreSQL, which beside row-level security looks up nothing by what
    a subquery finds, and would read all updates there are; SQLite does, and knows no LATERAL.
    """
    if dialect == "postgresql":
        found = latest(Update).offset(after or None).correlate(KeyResult).lateral()
        return aliased(Update, found), true()
    update = aliased(Update)
    theirs = of_kr(latest(Update.id).offset(after))
    return update, and_(update.kr_number == KeyResult.number, update.id == theirs)


def latest(what: InstrumentedAttribute[Any] | type[Update]) -> Select[Any]:
    """Of the KR at hand: one step down the index, where a window would rank all that it ever did.

    Nothing that was withdrawn.
    """
    return select(what).where(*counts()).order_by(Update.day.desc(), Update.made_at.desc()).limit(1)


def counts() -> tuple[ColumnElement[bool], ...]:
    """Of the KR at hand, and not withdrawn."""
    return (
        Update.workspace_id == KeyResult.workspace_id,
        Update.kr_number == KeyResult.number,
        Update.withdrawn_at.is_(None),
    )


def of_kr(found: Select[Any], *also: FromClause) -> ColumnElement[Any]:
    """What this finds of the KR at hand."""
    return found.correlate(KeyResult, *also).scalar_subquery()
