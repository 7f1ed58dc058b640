"""Grades, lessons and what goes on, as owners and leads fill them in; never over one unseen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.cycle.flows.asking import posted
from handlers.cycle.flows.carrying import carry
from handlers.cycle.flows.noting import Noted, note
from handlers.cycle.flows.reading import ended
from handlers.cycle.rules.ended import Ended, written
from handlers.cycle.rules.filled import Filled
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.okr.rules.audit import What
from handlers.okr.rules.life import Actor, Level, Stage, may_change
from storage import cycle as cycles
from storage import cycle_end
from storage import team as teams
from storage.okr import KeyResult, Objective


@dataclass(frozen=True, slots=True)
class Saved:
    """What came of it. `overtaken`: KRs that somebody else graded meanwhile; nothing was saved."""

    ended: list[Ended] = field(default_factory=list)  # all of the teams and cycles concerned
    overtaken: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()  # KRs that are not to be graded any more
    carried: frozenset[int] = frozenset()  # KRs that were carried over with it


async def save(session: AsyncSession, author: Reader, filled: Filled, now: datetime) -> Saved:
    """Record all of it, or nothing. UserError for what is not theirs.

    Where the result is posted already, it changes, and what is to go on is carried over at once.
    """
    numbers = {*filled.grades, *filled.carries}
    places = await cycle_end.places_of(session, numbers, filled.lessons)
    objectives = await cycle_end.lock(session, places)
    rows = await cycle_end.lock_krs(session, numbers)
    asked = await _asked(session, objectives, places, now)
    krs = {n: row for n, row in rows.items() if _is_there(row, asked)}
    await _refuse(session, author, krs.values(), asked)
    overtaken = tuple(sorted(n for n, row in krs.items() if _overtaken(row, filled)))
    if overtaken:
        return Saved(overtaken=overtaken)
    changes = [*_graded(krs, filled), *_learned(author, asked, filled)]
    await session.flush()
    note(session, author.id, changes, now)
    found = [one for one in await _all(session, places, now) if one.place in places]
    late = await posted(session, found)
    carried = frozenset(kr.kr.number for one in late for kr in one.goes_on)
    if carried:
        await carry(session, late, now)
        found = [one for one in await _all(session, places, now) if one.place in places]
    return Saved(found, gone=tuple(sorted(numbers - set(krs))), carried=carried)


async def _asked(
    session: AsyncSession,
    objectives: Mapping[int, Objective],
    places: Collection[cycle_end.Place],
    now: datetime,
) -> Mapping[int, Objective]:
    """Without what somebody has closed meanwhile by hand: that stands as it is."""
    if all(row.stage != Stage.CLOSED for row in objectives.values()):
        return objectives
    by_hand = {one.number for one in await _all(session, places, now) if one.by_hand}
    return {number: row for number, row in objectives.items() if number not in by_hand}


async def _all(
    session: AsyncSession, places: Collection[cycle_end.Place], now: datetime
) -> list[Ended]:
    ids = {cycle_id for _, cycle_id in places}
    return [
        one
        for cycle_id in sorted(ids)
        for one in await ended(session, now, team_ids={t for t, _ in places}, cycle_id=cycle_id)
    ]


def _is_there(row: KeyResult, objectives: Mapping[int, Objective]) -> bool:
    objective = objectives.get(row.objective_number)
    began = objective is not None and objective.stage in (Stage.ACTIVE, Stage.CLOSED)
    return began and row.closed_at is None


async def _refuse(
    session: AsyncSession,
    author: Reader,
    rows: Collection[KeyResult],
    objectives: Mapping[int, Objective],
) -> None:
    led = await cycles.led_by(session, author.id)
    for row in rows:
        objective = objectives[row.objective_number]
        leads = objective.team_id in led
        actor = Actor(row.owner_id == author.id, leads, author.is_admin)
        if not may_change(actor, Level(objective.level)):
            raise await _not_theirs(session, row)


async def _not_theirs(session: AsyncSession, row: KeyResult) -> UserError:
    owner = (await teams.profiles(session, [row.owner_id]))[row.owner_id]
    return UserError(
        "{kr} is graded by its owner {owner}. Nothing was saved; empty its fields to send the"
        " rest.",
        kr=f"KR-{row.number}",
        owner=owner.name or row.owner_id,
        field=f"cycle.grade.{row.number}",
    )


def _overtaken(row: KeyResult, filled: Filled) -> bool:
    """Somebody else said another grade than this person saw, and than they say now."""
    grade = filled.grades.get(row.number)
    return grade is not None and row.grade != grade and _moved(row, filled)


def _moved(row: KeyResult, filled: Filled) -> bool:
    """Somebody else has graded it since: whoever leaves its grade open says nothing of it."""
    return written(row.grade) != filled.seen.get(row.number, "")


def _graded(krs: Mapping[int, KeyResult], filled: Filled) -> list[Noted]:
    changes = []
    for number, row in krs.items():
        grade = filled.grades.get(number)
        if grade is not None and grade != row.grade:
            was = written(row.grade)
            changes.append(Noted(row.objective_number, number, What.GRADE, was, written(grade)))
            row.grade = grade
        if grade is not None or not _moved(row, filled):
            row.carries = filled.carries.get(number, row.carries)
    return changes


def _learned(author: Reader, objectives: Mapping[int, Objective], filled: Filled) -> list[Noted]:
    """A lesson is its objective's owner's."""
    changes = []
    for number, lesson in filled.lessons.items():
        row = objectives.get(number)
        if row is None or row.owner_id != author.id or not lesson or lesson == row.lesson:
            continue
        changes.append(Noted(number, None, What.LESSON, row.lesson, lesson))
        row.lesson = lesson
    return changes
