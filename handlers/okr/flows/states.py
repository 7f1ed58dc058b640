"""How KRs stand: rows to values, in a constant number of statements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr import rules
from handlers.okr.rules import KrState, Past, Status, spark
from handlers.okr.rules.kinds import NONE_YET, Keep, Kind, Measured, Reach, Tally, status_of
from handlers.okr.rules.life import Level
from handlers.okr.rules.tree import own_progress
from handlers.schedule.rules import moment, rhythm
from storage import okr_history, okr_standing
from storage.db import Query
from storage.okr import KeyResult, Update
from storage.okr_standing import Whole
from storage.okr_updating import Made

LATELY: Final = timedelta(days=30)  # so long after its cycle a KR may wait for its result
FORETELLING: Final = 200  # updates: enough for the days that a forecast looks at
# To ask the class for each of a list of KRs takes twenty times as long.
_KINDS: Final = {one.value: one for one in Kind}
_LEVELS: Final = {one.value: one for one in Level}
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Which:
    """Filters; each narrows."""

    team_ids: Collection[str] | None = None
    owner_id: str | Collection[str] | None = None
    numbers: Collection[int] | None = None
    objectives: Collection[int] | None = None
    owned_too: str | None = None
    shared_too: bool = False
    reached_too: bool = False


async def key_results(
    session: AsyncSession,
    now: datetime,
    *,
    team_ids: Collection[str] | None = None,
    owner_id: str | Collection[str] | None = None,
    numbers: Collection[int] | None = None,
    owned_too: str | None = None,
    shared_too: bool = False,
    reached_too: bool = False,
) -> list[KrState]:
    """Open KRs of the cycles that run now, by objective and position; each filter narrows.

    `owner_id` may be those of several.

    By number, also one whose cycle has ended and whose result is not posted yet: it takes values.
    Those of the owner `owned_too` count as if they were of the teams, and with `shared_too` those
    that one of the teams has a share in. Rounds leave that out: a KR is asked for once, in the
    team where it lives. With `reached_too` also those that were closed at their target: they count
    for their objective.
    """
    if numbers is not None:
        numbers = [n for n in numbers if n <= rules.LARGEST_NUMBER]
    which = _Which(team_ids, owner_id, numbers, None, owned_too, shared_too, reached_too)
    return await _states(now, which).read(session)


async def roll_up(
    session: AsyncSession, krs: Iterable[KrState], now: datetime
) -> dict[int, Decimal | None]:
    """The progress of the objectives of these KRs, by number: of all their KRs, not only these."""
    which = _Which(objectives={kr.objective_number for kr in krs}, reached_too=True)
    whole = await _states(now, which).read(session)
    parts: dict[int, list[tuple[Decimal | None, Decimal]]] = {}
    for kr in whole:
        parts.setdefault(kr.objective_number, []).append((kr.progress, kr.weight))
    return {number: own_progress(of) for number, of in parts.items()}


def _states(now: datetime, which: _Which) -> Query[list[KrState]]:
    since = now if which.numbers is None else now - LATELY
    found = okr_standing.open_krs(
        *days(since, now),
        team_ids=which.team_ids,
        owner_id=which.owner_id,
        numbers=which.numbers,
        objectives=which.objectives,
        owned_too=which.owned_too,
        shared_too=which.shared_too,
        closed_too=which.reached_too,
    )
    return found.then(
        lambda rows: [
            kr
            for whole, last, inside, all_ in rows
            if runs(whole, since, now)
            if not (kr := state_of(whole, last, tally_of(inside, all_), now)).is_closed
            or kr.is_reached
        ]
    )


def tally_of(inside: int | None, all_: int | None) -> Tally:
    """Of a KR to keep; of the others nothing is counted."""
    return Tally(inside or 0, all_) if all_ else NONE_YET


async def history(session: AsyncSession, kr_number: int, most: int = FORETELLING) -> list[Past]:
    """The latest updates of a KR, newest first; also what was withdrawn."""
    return [past(row) for row in await okr_history.history(session, kr_number, most)]


async def these(session: AsyncSession, ids: Collection[str]) -> dict[str, Past]:
    """These updates, by their ids; "" is none."""
    known = await okr_history.updates(session, [id_ for id_ in ids if id_])
    return {id_: past(row) for id_, row in known.items()}


async def recent_values(
    session: AsyncSession, kr_numbers: Collection[int]
) -> dict[int, tuple[Decimal, ...]]:
    """The last values of each of these KRs, as many as a sparkline shows, oldest first."""
    found: dict[int, list[Decimal]] = defaultdict(list)
    rows = await okr_history.latest_values(session, kr_numbers, spark.MOST) if kr_numbers else ()
    for number, value in rows:
        found[number].append(value)
    return {number: tuple(values) for number, values in found.items()}


async def moved_since(session: AsyncSession, people: Collection[str], since: datetime) -> set[str]:
    """Those of these people who have updated any KR after that moment."""
    return await okr_history.moved_since(session, people, since)


def past(row: Update) -> Past:
    """An update as its history shows it."""
    return Past(
        id=row.id,
        value=row.value,
        confidence=row.confidence,
        status=Status(row.status) if row.status else None,
        note=row.note,
        author_id=row.author_id,
        day=row.day,
        made_at=row.made_at,
        withdrawn_by=(row.withdrawn_by or row.author_id) if row.withdrawn_at else None,
        reason=row.reason,
        link=row.link,
        quote_number=row.quote_number,
    )


def days(since: datetime, until: datetime) -> tuple[date, date]:
    """Every zone's day lies within one of UTC's."""
    return since.astimezone(UTC).date() - _DAY, until.astimezone(UTC).date() + _DAY


def runs(row: Whole, since: datetime, until: datetime) -> bool:
    _, _, cycle, team = row
    return overlaps(cycle.starts, cycle.ends, team.zone, since, until)


@lru_cache(maxsize=256)  # the key results of a team ask for the same, one after the other
def overlaps(starts: date, ends: date, zone: str, since: datetime, until: datetime) -> bool:
    """Whether a cycle runs at some moment between the two, on this zone's walls."""
    return bool(starts <= day_in(zone, until) and ends >= day_in(zone, since))


@lru_cache(maxsize=256)  # as above
def day_in(zone: str, now: datetime) -> date:
    """The date on this zone's walls."""
    return now.astimezone(ZoneInfo(zone)).date()


@lru_cache(maxsize=256)  # as above
def _runs(first: date, last: date, zone: str, every: str) -> tuple[datetime, datetime, timedelta]:
    """When a cycle begins and ends on these walls, and the longest between two check-ins in it."""
    starts, ends = moment(first, time(0), zone), moment(last + _DAY, time(0), zone)
    return starts, ends, rhythm.longest(rhythm.parse(every))


def state(row: Whole, updates: Sequence[Row[Any] | Made], tally: Tally, now: datetime) -> KrState:
    """The KR by its latest updates, the current one first."""
    return state_of(row, updates[0] if updates else None, tally, now)


def measured_by(kr: KeyResult | Row[Any]) -> Measured:
    """What the values of a KR are held against."""
    if kr.kind == Kind.KEEP:
        return Keep(kr.low, kr.high)
    return Reach(kr.start, kr.target)


def state_of(
    row: Whole, last: Row[Any] | Update | Made | None, tally: Tally, now: datetime
) -> KrState:
    """The KR by its current update and its tally."""
    kr, objective, cycle, team = row
    starts, ends, cadence = _runs(cycle.starts, cycle.ends, team.zone, team.checkin_rhythm)
    aim, value = measured_by(kr), last.value if last else None
    expected = rules.expected_progress(starts, kr.activated_at, ends, now)
    said = Status(last.status) if last and last.status else None
    heard = last.made_at if last else max(starts, kr.activated_at)
    if kr.kind == Kind.MILESTONE and value is not None and aim.is_met(value):
        heard = now  # all steps are done: nobody is asked for more
    heard = rules.heard_at_work(heard, getattr(team, "off", None), team.zone, now, cadence)
    return KrState(
        number=kr.number,
        title=kr.title,
        unit=kr.unit,
        kind=_KINDS[kr.kind],
        aim=aim,
        owner_id=kr.owner_id,
        objective_number=objective.number,
        objective_title=objective.title,
        team_id=team.id,
        cycle_id=cycle.id,
        cycle_ends=cycle.ends,
        weight=kr.weight,
        position=kr.position,
        value=value,
        update_id=last.id if last else None,
        day=last.day if last else None,
        made_at=last.made_at if last else None,
        confidence=last.confidence if last else None,
        note=last.note if last else "",
        progress=aim.progress(value, tally),
        status=status_of(aim, value, expected, said=said, heard=heard, now=now, cadence=cadence),
        cadence=cadence,
        expected=expected,
        author_id=last.author_id if last else None,
        said=said is not None,
        team_name=team.name,
        team_zone=team.zone,
        level=_LEVELS[objective.level],
        tally=tally,
        is_closed=kr.closed_at is not None,
    )
