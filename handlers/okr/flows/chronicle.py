"""What became of a KR or an objective, also of one that is over: a page in a few statements."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.okr import rules
from handlers.okr.flows.auditing import changes
from handlers.okr.flows.finding import best_of
from handlers.okr.flows.states import day_in, days, past, state_of, tally_of
from handlers.okr.rules import KrState, objective_number
from handlers.okr.rules.chronicle import SIZE, Chronicle, Course, Move, Subject, merged
from handlers.okr.rules.forecast import forecast
from handlers.okr.rules.paging import part_of
from storage import okr_life, okr_listing
from storage import team as teams
from storage.okr_standing import Current

_About = tuple[str, int, list[Current]]
Called = tuple[Subject, str]  # with its title


async def subjects_meant(session: AsyncSession, words: str) -> list[Called]:
    """The KR or objective that KR-3, 3, O-3 or words of a title mean, open or not.

    Several where several fit alike; those that are open come before those that are over. Empty
    titles for numbers: nobody has looked them up.
    """
    number = objective_number(words)
    if number is not None:
        return [(Subject(number, is_objective=True), "")]
    numbered = rules.split_number(words)
    if numbered is not None and not numbered[1]:
        return [(Subject(numbered[0]), "")]
    for are_open in (True, False):
        known = [
            (Subject(n, is_objective=is_objective), title)
            for n, title, is_objective in await okr_listing.titles(session, are_open=are_open)
        ]
        if found := best_of(words, known, lambda one: one[1]):
            return found
    raise UserError(
        "No key result and no objective is called anything like “{words}”. Name it by its number,"
        " like KR-3 or O-3; `/okr list` lists those that are open.",
        words=words[:60],
    )


async def chronicle(
    session: AsyncSession, subject: Subject, first: int, now: datetime
) -> Chronicle:
    """The page that begins at `first`. UserError when there is nothing of this number."""
    title, objective, rows = await _about(session, subject, now)
    states = {state.number: state for state in (_state(row, now) for row in rows)}
    of_kr = None if subject.is_objective else subject.number
    count = await okr_listing.how_many(session, list(states), objective, of_kr)
    most = max(first, 0) + SIZE if first < count else count
    found = await okr_listing.updates(session, list(states), most)
    moves = [Move(row.kr_number, past(row), before) for row, before in found]
    changed = await changes(
        session, objective_number=None if of_kr else objective, kr_number=of_kr, most=most
    )
    course = await _course(session, rows[0], now) if of_kr else None
    return Chronicle(
        subject=subject,
        title=title,
        page=part_of(merged(moves, changed), first, SIZE, count),
        krs=states,
        team_names={team.id: team.name for team in await teams.every_team(session)},
        course=course,
    )


async def _about(session: AsyncSession, subject: Subject, now: datetime) -> _About:
    """Its title, the objective that it belongs to, and the KRs that it is about."""
    number = subject.number
    if number > rules.LARGEST_NUMBER:
        raise _nothing_of(subject)
    if subject.is_objective:
        rows = await okr_life.krs(session, objectives=[number])
        found = await okr_listing.objectives(session, *days(now, now), numbers=[number])
        if found:
            return found[0].title, number, rows
    else:
        rows = await okr_life.krs(session, numbers=[number])
        if rows:
            kr, above, _, _ = rows[0][0]
            return kr.title, above.number, rows
    raise _nothing_of(subject)


async def the_course(session: AsyncSession, kr_number: int, now: datetime) -> Course | None:
    """What a chart of this KR draws; None where there is none."""
    rows = await okr_life.krs(session, numbers=[kr_number])
    return await _course(session, rows[0], now) if rows else None


async def _course(session: AsyncSession, row: Current, now: datetime) -> Course:
    (kr, objective, cycle, team), *_ = row
    state = _state(row, now)
    steps = await okr_listing.steps(session, [kr.number])
    points = sorted({day: value for _, day, value in steps}.items())  # the last one of a day counts
    begins = max(cycle.starts, day_in(team.zone, kr.activated_at))
    today = day_in(team.zone, now)
    is_closed = kr.closed_at is not None or objective.closed_at is not None
    ahead = None if is_closed else forecast(points, cycle.ends, state.aim, state.unit, today)
    first = min([begins, *(day for day, _ in points)])
    return Course(state, first, tuple(points), ahead, is_closed=is_closed)


def _state(row: Current, now: datetime) -> KrState:
    whole, last, inside, all_ = row
    return state_of(whole, last, tally_of(inside, all_), now)


def _nothing_of(subject: Subject) -> UserError:
    return UserError(
        "{name} was never here. `/okr list` lists the key results that are open, `/okr"
        " tree` their objectives.",
        name=subject.name,
    )
