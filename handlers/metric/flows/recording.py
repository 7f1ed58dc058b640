"""Recording a reading, and taking it back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, mention
from handlers.metric.flows.reading import counts_of, is_kept, near_to, shown_by, standing
from handlers.metric.rules.figures import Shown
from handlers.metric.rules.kept import in_unit, lasts, plain_m
from handlers.metric.rules.names import KNOWN, Named
from handlers.metric.rules.typed import Entry, as_named, one_or_rate
from storage import metric as metrics
from storage import team as teams
from storage.db import TICK, insert_once, new_id
from storage.metric import Metric, Reading
from storage.team import Team, TeamMember

REPEAT_WITHIN: Final = timedelta(seconds=10)
NAMED_LEADS: Final = 3


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a reading says, by which id it is taken back, and whether it is the metric's first.

    `instead` is the reading of the same day in whose place it is, and `whose` its author, if that
    is somebody else.
    """

    shown: Shown
    reading_id: str
    is_first: bool
    instead: Shown | None = None
    whose: str | None = None


@dataclass(frozen=True, slots=True)
class Unheard:
    """A reading of a metric that the team does not have; `near` is one whose name is like it, and
    `fitting` the reading as it would be there, where that one takes such.
    """

    entry: Entry
    near: Named | None
    fitting: Entry | None


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
    entry = in_unit(entry, metric.name, metric.unit)
    metric.unit = metric.unit or entry.unit
    row = await _repeated(session, reader, team, entry, now)
    last = await metrics.last_readings(session, team.id, entry.key, 2)
    if row is None:
        row = _row(reader, team, entry, now, last)
        session.add(row)
        await session.flush()
    shown = await standing(session, metric, now)
    before = [one for one in last if one.id != row.id][:1]
    same_day = [one for one in before if one.day == row.day]
    instead = shown_by(metric, same_day, now) if same_day else None
    whose = next((one.author_id for one in same_day if one.author_id != reader.id), None)
    return Recorded(shown, row.id, not before, instead, whose)


async def unheard(
    session: AsyncSession, reader: Reader, team: Team, entry: Entry, now: datetime
) -> Unheard | None:
    """Whether it is to be asked first if a metric is to be made, as its name may be mistyped.

    UserError for calls a day, where calls are not kept in days.
    """
    if entry.is_rate and not await _lasts(session, team, entry.key):
        raise one_or_rate(entry)
    if entry.key in KNOWN or await is_kept(session, team.id, entry.key):
        return None
    await _may_record(session, reader, team)
    plain_m(entry, "")
    near = await near_to(session, team.id, entry.key, now)
    return Unheard(entry, near, None if near is None else as_named(near.key, entry.typed))


async def without_unit(
    session: AsyncSession, reader: Reader, team: Team, entry: Entry, now: datetime
) -> Shown | None:
    """The metric as it stands, where its readings have no unit and this one has: theirs may be
    another, and all of them would be read in this one.
    """
    if not entry.unit:
        return None
    metric = await metrics.metric(session, team.id, entry.key)
    if metric is None or metric.unit or not await is_kept(session, team.id, entry.key):
        return None
    await _may_record(session, reader, team)
    return await standing(session, metric, now)


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
    gone = shown_by(metric, [row], now)
    if not await metrics.forget(session, reading_id):
        return None
    if await metrics.last_readings(session, team_id, key, 1):
        return TakenBack(gone, await standing(session, metric, now))
    metric.unit = ""
    return TakenBack(gone, None)


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
    """The metric, locked; made with its first reading."""
    await insert_once(
        session,
        Metric,
        key=entry.key,
        team_id=team.id,
        name=entry.name,
        kind="value" if entry.counts is None else "nps",
        created_at=now,
    )
    metric = await metrics.metric(session, team.id, entry.key, lock=True)
    if metric is None:
        raise LookupError(entry.key)
    return metric


async def _lasts(session: AsyncSession, team: Team, key: str) -> bool:
    """Whether the metric of this name is a duration, as it is kept."""
    metric = await metrics.metric(session, team.id, key)
    return metric is not None and lasts(metric.unit)


async def _repeated(
    session: AsyncSession, reader: Reader, team: Team, entry: Entry, now: datetime
) -> Reading | None:
    """The same reading, where this person has just made it."""
    last = await metrics.newest_by(session, team.id, entry.key, reader.id)
    if last is None or now - last.made_at >= REPEAT_WITHIN:
        return None
    same = (last.value, last.sample, counts_of(last)) == (entry.value, entry.sample, entry.counts)
    return last if same else None


def _row(
    reader: Reader, team: Team, entry: Entry, now: datetime, before: Sequence[Reading]
) -> Reading:
    """Later than what was recorded before it on that day, though at the same moment."""
    counts, day = entry.counts, now.astimezone(ZoneInfo(team.zone)).date()
    is_first = not before or before[0].day != day
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
        day=day,
        made_at=now if is_first else max(now, before[0].made_at + TICK),
    )
