"""What was said of the key results of a round, and by how many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.people import asked_now, count, in_it
from handlers.checkin.rules.summary import Line, Summary, status_then
from handlers.okr import flows as okr
from handlers.okr.rules import KrState, Movement, Status
from handlers.question import flows as questions
from handlers.question.rules import Asked
from storage import checkin as rounds
from storage import checkin_reading as reading
from storage.checkin import Answer, Round
from storage.checkin_reading import Around
from storage.okr import Update

_TICK: Final = timedelta(microseconds=1)  # what happens at this very moment is told, too


@dataclass(frozen=True, slots=True)
class Found:
    """A round in figures, the team's KRs, its neighbours, and the team's own questions."""

    summary: Summary
    krs: Sequence[KrState]
    around: Around
    questions: Sequence[Asked]
    people: frozenset[str]  # whom it asks now


@dataclass(frozen=True, slots=True)
class _Heard:
    """What was said of a KR in the round."""

    answer: Answer
    last: Update | None


async def summed(session: AsyncSession, round_: Round, now: datetime) -> Found:
    """What a round came to by now: late answers are marked, those withdrawn are not there."""
    key, by_now = (round_.team_id, round_.day), now + _TICK
    closed = round_.closed_at or by_now
    around = await reading.around(session, key)
    end = min(by_now, around.after.opens_at) if around.after else by_now
    answers = {a.kr_number: a for a in await rounds.answers(session, [key])}
    moves = await _moves(session, round_, answers, closed, end)
    if closed < now:
        moves = await okr.as_then(session, moves, closed)
    updates = await reading.said(session, list(answers), round_.opens_at, end)
    heard = {n: _heard(a, updates, end if a.is_late else closed) for n, a in answers.items()}
    asked = (await questions.asked_in(session, {key[0]: key[1]}))[key[0]]
    fit = await asked_now(session, {key[0]: _owners(moves)}, [key[0]] if asked else [])
    people = (await count(session, [round_], {key: in_it(round_, fit[key[0]])}, by_now))[key]
    lines = [_line(m, heard[m.kr.number]) for m in moves if m.kr.number in heard]
    summary = Summary(
        team_id=key[0],
        day=key[1],
        lines=lines,
        silent=sum(m.kr.number not in answers for m in moves),
        asked=people.asked,
        answered=people.answered,
        away=people.away + people.holiday,
        paused=people.paused,
        skipped=people.skipped,
        closed=len(answers.keys() - {m.kr.number for m in moves}),
    )
    return Found(summary, [m.kr for m in moves], around, asked, frozenset(fit[key[0]]))


async def _moves(
    session: AsyncSession,
    round_: Round,
    answers: Mapping[int, Answer],
    closed: datetime,
    end: datetime,
) -> list[Movement]:
    """What each KR did until the close; those that were answered later, until the next round.

    Each as it stood then: what is closed since was of this round, what has begun since was not.
    """
    id_ = round_.team_id
    moves = (await okr.movements(session, {id_: (round_.opens_at, closed)}, closed))[id_]
    late = {number for number, answer in answers.items() if answer.is_late}
    if not late:
        return moves
    whole = {id_: (round_.opens_at, end)}
    later = (await okr.movements(session, whole, end, counting=closed))[id_]
    told_late = {m.kr.number: m for m in later if m.kr.number in late}
    return [told_late.get(m.kr.number, m) for m in moves]


def _heard(answer: Answer, updates: Sequence[Update], until: datetime) -> _Heard:
    mine = [u for u in updates if u.kr_number == answer.kr_number and u.made_at < until]
    return _Heard(answer, mine[-1] if mine else None)


def _line(move: Movement, heard: _Heard) -> Line:
    """The KR as it was when this was said: what came after the round is not of it."""
    kr, last = move.kr, heard.last
    said = Status(last.status) if last is not None and last.status else None
    then = kr._replace(
        value=move.after,
        note=last.note if last is not None else "",
        status=status_then(kr, move.after, said),
    )
    return Line(
        kr=then,
        author_id=last.author_id if last is not None else heard.answer.member_id,
        before=kr.aim.begins if move.before is None else move.before,
        after=move.after,
        is_late=heard.answer.is_late,
    )


def _owners(moves: Sequence[Movement]) -> set[str]:
    return {one.kr.owner_id for one in moves}
