"""A team's metrics as they stand, and the history of one."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.metric.rules.figures import Counts, History, Point, Shown, shown
from handlers.metric.rules.names import (
    KNOWN,
    Named,
    alike,
    example_of,
    known_as,
    meant,
    shown_as,
)
from storage import metric as metrics
from storage.db import Query
from storage.metric import Metric, Reading

HISTORY: Final = 12
CORRECTED: Final = 4  # readings of a day, for so many of which there is room
SHORT: Final = 5  # names up to this length allow one typing error, longer ones two


def latest(team_ids: Collection[str], now: datetime) -> Query[dict[str, list[Shown]]]:
    """The metrics of each of these teams by their last readings, in one statement."""

    def of(rows: list[metrics.Latest]) -> dict[str, list[Shown]]:
        found: dict[str, list[Shown]] = {team_id: [] for team_id in team_ids}
        for metric, last, before in rows:
            readings = [last] if before is None else [last, before]
            found[metric.team_id].append(shown_by(metric, readings, now))
        return found

    return metrics.latest(team_ids).then(of)


async def history(session: AsyncSession, team_id: str, key: str, now: datetime) -> History:
    """A metric's last readings, newest first; UserError where the team has no such metric."""
    metric = await metrics.metric(session, team_id, key)
    found = await metrics.last_readings(session, team_id, key, HISTORY * CORRECTED)
    if metric is None or not found:
        raise _no_such(key, await near_to(session, team_id, key, now))
    # In the place of what came earlier on its day: the last of each day counts.
    by_day = {row.day: row for row in reversed(found)}
    points = tuple(_point(by_day[day]) for day in sorted(by_day, reverse=True)[:HISTORY])
    return History(await standing(session, metric, now), points)


def _no_such(key: str, near: Named | None) -> UserError:
    if near is not None:
        return UserError(
            "There is no {key}. Did you mean {name}? `/okr metric {near}` shows it, and `/okr"
            " metric {near} {example}` records a reading.",
            key=key,
            name=near.name,
            near=near.key,
            example=example_of(near.key),
        )
    return UserError(
        "Your team has no metric “{key}” yet. Its first reading makes one: type a number behind"
        " its name, like `/okr metric {key} {example}`.",
        key=key,
        example=example_of(key),
    )


async def near_to(session: AsyncSession, team_id: str, key: str, now: datetime) -> Named | None:
    """What was probably meant: a well-known metric, or one that the team has already."""
    if key in KNOWN:
        return None
    if (known := meant(key)) is not None:
        return Named(known, shown_as(known))
    there = (await latest([team_id], now).read(session))[team_id]
    kept = {one.key: one.name for one in there if one.key != key}
    most = 1 if len(key) <= SHORT else 2
    found = process.extractOne(key, sorted(kept), scorer=OSA.distance, score_cutoff=most)
    if found is not None:
        return Named(found[0], kept[found[0]])
    full = alike(key)
    return None if full is None else Named(known_as(full), shown_as(full))


async def is_kept(session: AsyncSession, team_id: str, key: str) -> bool:
    """Whether a team has readings under this very name."""
    return bool(await metrics.last_readings(session, team_id, key, 1))


def counts_of(row: Reading | Row[Any]) -> Counts | None:
    if row.promoters is None or row.passives is None or row.detractors is None:
        return None
    return Counts(row.promoters, row.passives, row.detractors)


def _point(row: Reading | Row[Any]) -> Point:
    return Point(row.value, row.day, row.made_at, row.sample, counts_of(row))


async def standing(session: AsyncSession, metric: Metric, now: datetime) -> Shown:
    """A metric with a reading, by its last one; that day's others it has replaced."""
    (last,) = await metrics.last_readings(session, metric.team_id, metric.key, 1)
    earlier = await metrics.last_readings(session, metric.team_id, metric.key, 1, before=last.day)
    return shown_by(metric, [last, *earlier], now)


def shown_by(
    metric: Metric | Row[Any], readings: Sequence[Reading | Row[Any]], now: datetime
) -> Shown:
    """The metric by the first of two readings, held against the second."""
    points = [_point(row) for row in readings]
    before = points[1] if len(points) > 1 else None
    return shown(metric.key, metric.name, metric.unit, points[0], before, now)
