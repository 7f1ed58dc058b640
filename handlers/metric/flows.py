"""Recording a reading, and a team's metrics as they stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, mention
from handlers.metric.rules.figures import Counts, History, Point, Shown, shown
from handlers.metric.rules.typed import KNOWN, Entry, example_of, meant, name_of
from storage import metric as metrics
from storage import team as teams
from storage.db import Query, insert_once, new_id
from storage.metric import Metric, Reading
from storage.team import Team, TeamMember

REPEAT_WITHIN: Final = timedelta(seconds=10)
HISTORY: Final = 12
NAMED_LEADS: Final = 3
SHORT: Final = 5  # names up to this length allow one typing error, longer ones two


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a reading says, by which id it is taken back, and whether it is the metric's first.

    `near` is another metric, by its key, whose name a first one may be a typing error of.
    """

    shown: Shown
    reading_id: str
    is_first: bool
    near: str | None = None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A reading that counts no more, and the metric as it stands without it; None: without any."""

    gone: Shown
    left: Shown | None


async def record(
    session: AsyncSession, reader: Reader, team: Team, entry: Entry, now: datetime
) -> Recorded:
    """Write a reading down, for today in the team's zone. UserError for who is not in the team.

    The same reading by the same person within ten seconds is one.
    """
    await _may_record(session, reader, team)
    metric = await _kept_as(session, team, entry, now)
    row = await _repeated(session, reader, team, entry, now)
    if row is None:
        row = _row(reader, team, entry, now)
        session.add(row)
        await session.flush()
    shown = await _standing(session, metric, now)
    is_first = len(await metrics.last_readings(session, team.id, entry.key, 2)) == 1
    near = await _near(session, team.id, entry.key, now) if is_first else None
    return Recorded(shown, row.id, is_first, near)


async def take_back(
    session: AsyncSession, reader: Reader, reading_id: str, now: datetime
) -> TakenBack | None:
    """Forget a reading of one's own; None where it is gone already.

    Without any reading a metric is as if it had never been, and may come back in another unit.
    """
    row = await metrics.reading_by(session, reading_id, reader.id)
    if row is None:
        return None
    team_id, key = row.team_id, row.metric_key
    metric = await metrics.metric(session, team_id, key, lock=True)
    if metric is None:
        raise LookupError(key)
    gone = _shown(metric, [row], now)
    if not await metrics.forget(session, reading_id):
        return None
    if await metrics.last_readings(session, team_id, key, 1):
        return TakenBack(gone, await _standing(session, metric, now))
    metric.unit = ""
    return TakenBack(gone, None)


async def _near(session: AsyncSession, team_id: str, key: str, now: datetime) -> str | None:
    """The name that was probably meant: a well-known one, or one that the team has already."""
    if key in KNOWN:
        return None
    if (known := meant(key)) is not None:
        return known
    kept = {one.key for one in (await latest([team_id], now).read(session))[team_id]}
    most = 1 if len(key) <= SHORT else 2
    found = process.extractOne(key, sorted(kept - {key}), scorer=OSA.distance, score_cutoff=most)
    return found[0] if found else None


def latest(team_ids: Collection[str], now: datetime) -> Query[dict[str, list[Shown]]]:
    """The metrics of each of these teams by their last readings, in one statement."""

    def of(rows: list[metrics.Latest]) -> dict[str, list[Shown]]:
        found: dict[str, list[Shown]] = {team_id: [] for team_id in team_ids}
        for metric, last, before in rows:
            readings = [last] if before is None else [last, before]
            found[metric.team_id].append(_shown(metric, readings, now))
        return found

    return metrics.latest(team_ids).then(of)


async def history(session: AsyncSession, team_id: str, key: str, now: datetime) -> History:
    """A metric's last readings, newest first; UserError where the team has no such metric."""
    metric = await metrics.metric(session, team_id, key)
    found = await metrics.last_readings(session, team_id, key, HISTORY)
    if metric is None or not found:
        raise _no_such(key, await _near(session, team_id, key, now))
    points = tuple(_point(row) for row in found)
    return History(await _standing(session, metric, now), points)


def _no_such(key: str, near: str | None) -> UserError:
    if near is not None:
        return UserError(
            "There is no {key}. Did you mean {name}? `/okr metric {near}` shows it, and `/okr"
            " metric {near} {example}` records a reading.",
            key=key,
            name=name_of(near),
            near=near,
            example=example_of(near),
        )
    return UserError(
        "Your team has no metric “{key}” yet. Its first reading makes one: type a number behind"
        " its name, like `/okr metric {key} {example}`.",
        key=key,
        example=example_of(key),
    )


async def _may_record(session: AsyncSession, reader: Reader, team: Team) -> None:
    members = (await teams.members_of(session, [team.id]))[team.id]
    if reader.id in {member.member_id for member in members}:
        return
    raise UserError(
        "Members of {team} record its readings. Send yours to {people}, or ask to be added with"
        " `/okr team`.",
        team=team.name,
        people=_asked_for_it(members),
    )


def _asked_for_it(members: Sequence[TeamMember]) -> list[Mrkdwn]:
    """The team's leads, or whoever is in it."""
    leads = [m.member_id for m in members if m.is_lead] or [m.member_id for m in members]
    return [mention(id_) for id_ in leads[:NAMED_LEADS]]


async def _kept_as(session: AsyncSession, team: Team, entry: Entry, now: datetime) -> Metric:
    """The metric, locked; made with its first reading. UserError for a reading in another unit."""
    await insert_once(
        session,
        Metric,
        key=entry.key,
        team_id=team.id,
        name=name_of(entry.key),
        kind="value" if entry.counts is None else "nps",
        unit=entry.unit,
        created_at=now,
    )
    metric = await metrics.metric(session, team.id, entry.key, lock=True)
    if metric is None:
        raise LookupError(entry.key)
    if entry.unit and metric.unit and entry.unit.lower() != metric.unit.lower():
        raise UserError(
            "{name} is kept in {kept}, not in {typed}. Type the number in {kept}, or give it"
            " another name.",
            name=metric.name,
            kept=metric.unit,
            typed=entry.unit,
        )
    metric.unit = metric.unit or entry.unit
    return metric


async def _repeated(
    session: AsyncSession, reader: Reader, team: Team, entry: Entry, now: datetime
) -> Reading | None:
    """The same reading, where this person has just made it."""
    last = await metrics.newest_by(session, team.id, entry.key, reader.id)
    if last is None or now - last.made_at >= REPEAT_WITHIN:
        return None
    same = (last.value, last.sample, _counts(last)) == (entry.value, entry.sample, entry.counts)
    return last if same else None


def _row(reader: Reader, team: Team, entry: Entry, now: datetime) -> Reading:
    counts = entry.counts
    return Reading(
        id=new_id(),
        metric_key=entry.key,
        team_id=team.id,
        value=entry.value,
        sample=entry.sample,
        promoters=None if counts is None else counts.promoters,
        passives=None if counts is None else counts.passives,
        detractors=None if counts is None else counts.detractors,
        author_id=reader.id,
        day=now.astimezone(ZoneInfo(team.zone)).date(),
        made_at=now,
    )


def _counts(row: Reading | Row[Any]) -> Counts | None:
    if row.promoters is None or row.passives is None or row.detractors is None:
        return None
    return Counts(row.promoters, row.passives, row.detractors)


def _point(row: Reading | Row[Any]) -> Point:
    return Point(row.value, row.day, row.made_at, row.sample, _counts(row))


async def _standing(session: AsyncSession, metric: Metric, now: datetime) -> Shown:
    """A metric with a reading, by its last one; that day's others it has replaced."""
    (last,) = await metrics.last_readings(session, metric.team_id, metric.key, 1)
    earlier = await metrics.last_readings(session, metric.team_id, metric.key, 1, before=last.day)
    return _shown(metric, [last, *earlier], now)


def _shown(
    metric: Metric | Row[Any], readings: Sequence[Reading | Row[Any]], now: datetime
) -> Shown:
    """The metric by the first of two readings, held against the second."""
    points = [_point(row) for row in readings]
    before = points[1] if len(points) > 1 else None
    return shown(metric.key, metric.name, metric.unit, points[0], before, now)
