"""Objectives, KRs, steps and updates of a table as the rows that are stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from handlers.exchange.rules.changes import new_value
from handlers.exchange.rules.plan import PlannedKr
from handlers.exchange.rules.values import Kr, Objective
from handlers.okr.rules.kinds import ALL_DONE, Aim, Keep, Milestones, Reach, kind_of
from handlers.okr.rules.life import Stage
from storage.db import new_id
from storage.okr_updating import Made

Row = dict[str, Any]
TICK: Final = timedelta(microseconds=1)
_NO_ENDS: Final = Reach(Decimal(0), Decimal(1))  # of a KR to keep: two different numbers


@dataclass(frozen=True, slots=True)
class Import:
    """Who imports, when, and what the history says of it."""

    author_id: str
    now: datetime
    note: str  # "imported from FILE", in the author's language


def objective_row(one: Objective, row: Row, imported: Import) -> Row:
    """The objective over the row that there is, or over a blank one."""
    closed_at = row["closed_at"] or imported.now
    return row | {
        "number": one.number,
        "team_id": one.team_id,
        "level": str(one.level),
        "cycle_id": one.cycle.id,
        "title": one.title,
        "owner_id": one.owner_id,
        "created_at": row["created_at"] or imported.now,
        "closed_at": closed_at if one.stage is Stage.CLOSED else None,
        "stage": str(one.stage),
        "ambition": str(one.ambition),
        "supports": one.supports,
        "weight": one.weight,
        "lesson": one.lesson,
        "carried_from": one.carried_from,
    }


def kr_row(kr: Kr, row: Row, imported: Import, *, begins: bool) -> Row:
    """The KR over the row that there is, or over a blank one. `begins`: its objective does now."""
    ends = kr.aim if isinstance(kr.aim, Reach) else _NO_ENDS
    ends = ALL_DONE if isinstance(kr.aim, Milestones) else ends
    band = kr.aim if isinstance(kr.aim, Keep) else Keep()
    begun = None if begins else row["activated_at"]
    return row | {
        "number": kr.number,
        "objective_number": kr.objective,
        "title": kr.title,
        "owner_id": kr.owner_id,
        "kind": str(kind_of(kr.aim)),
        "unit": kr.unit,
        "start": ends.start,
        "target": ends.target,
        "low": band.low,
        "high": band.high,
        "weight": kr.weight,
        "activated_at": begun or imported.now,
        "closed_at": (row["closed_at"] or imported.now) if kr.is_closed else None,
        "grade": kr.grade,
        "carried_from": kr.carried_from,
    }


def step_rows(aim: Aim, there: Mapping[str, Row], imported: Import) -> list[Row]:
    """The steps in order. One of the same title that was done keeps by whom, and when."""
    if not isinstance(aim, Milestones):
        return []
    return [
        {
            "position": position,
            "title": step.title,
            "weight": step.weight,
            **(_done(there.get(step.title), imported) if step.done else _NOT_DONE),
        }
        for position, step in enumerate(aim.steps, start=1)
    ]


_NOT_DONE: Final = {"done_at": None, "done_by": None}


def _done(before: Row | None, imported: Import) -> Row:
    if before is not None and before["done_at"] is not None:
        return {"done_at": before["done_at"], "done_by": before["done_by"]}
    return {"done_at": imported.now, "done_by": imported.author_id}


def update_row(
    planned: PlannedKr,
    heard: tuple[int, datetime, date | None] | None,
    today: date,
    imported: Import,
) -> Made | None:
    """The new value as the KR's next update; None where there is none."""
    value, kr = new_value(planned), planned.kr
    if value is None or kr.number is None:
        return None
    nth, made_at, day = heard or (0, imported.now - TICK, None)
    return Made(
        id=new_id(),
        kr_number=kr.number,
        nth=nth + 1,
        author_id=imported.author_id,
        value=value,
        confidence=None,
        status=None,
        reason="",
        note=imported.note,
        link="",
        quote_number=None,
        inside=kr.aim.is_met(value) if isinstance(kr.aim, Keep) else None,
        day=max(today, day or today),
        made_at=max(imported.now, made_at + TICK),
    )
