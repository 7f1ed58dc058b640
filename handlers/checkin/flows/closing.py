"""What a round comes to when it closes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.asked import Key, Line, Summary
from handlers.okr import flows as okr
from handlers.okr.rules import Movement
from handlers.question import flows as questions
from storage import checkin as rounds
from storage import team as teams
from storage.checkin import Answer, Checkin


@dataclass(frozen=True, slots=True)
class Closed:
    """The summary to post, or the reason why there is none."""

    summary: Summary | None = None
    skipped: str | None = None


async def close_round(session: AsyncSession, team_id: str, day: date, now: datetime) -> Closed:
    """Close the round; from here on answers are late."""
    key = (team_id, day)
    round_ = await rounds.round_of(session, key)
    if round_ is None or round_.closed_at is not None:
        return Closed(skipped=away.ROUND_OVER)
    round_.closed_at = now
    if now - round_.closes_at > cadence.SUMMARY_WITHIN:
        return Closed(skipped=away.MISSED)
    moves = (await okr.movements(session, {team_id: (round_.opens_at, now)}, now))[team_id]
    if not moves and not await _questioned(session, key):
        return Closed(skipped=away.NO_KEY_RESULTS)
    summary = await _summary(session, key, moves)
    if summary.lines or summary.answered or summary.asked:
        return Closed(summary)
    off = await absence.off_on(session, team_id, day)
    return Closed(skipped=off.reason if off else away.EVERYBODY_AWAY)


async def summary_of(
    session: AsyncSession, team_id: str, day: date, now: datetime
) -> Summary | None:
    """What a round that is over came to, without what was withdrawn since and what came late."""
    key = (team_id, day)
    round_ = await rounds.round_of(session, key)
    if round_ is None or round_.closed_at is None:
        return None
    span = (round_.opens_at, round_.closed_at)
    return await _summary(
        session, key, (await okr.movements(session, {team_id: span}, now))[team_id]
    )


async def _summary(session: AsyncSession, key: Key, moves: Sequence[Movement]) -> Summary:
    answers = {a.kr_number: a for a in await rounds.answers(session, [key]) if not a.is_late}
    known = await rounds.checkins(session, [key])
    left_out = _away(known)
    spoke = {m.kr.owner_id for m in moves if _spoke(m, answers, left_out)}
    spoke |= {row.member_id for row in known if row.replied_at and not row.is_late}
    fit = await _fit(session, {m.kr.owner_id for m in moves} | await _questioned(session, key))
    away_ids = (left_out & fit) - spoke
    return Summary(
        team_id=key[0],
        day=key[1],
        lines=[_line(m, answers) for m in moves if m.kr.number in answers],
        silent=sum(m.kr.number not in answers for m in moves),
        asked=len(fit - away_ids),
        answered=len(fit & spoke),
        away=len(away_ids),
    )


def _spoke(move: Movement, answers: Mapping[int, Answer], left_out: Collection[str]) -> bool:
    """Whether the KR's owner is heard in its answer: not when who was away was stood in for."""
    answer = answers.get(move.kr.number)
    if answer is None:
        return False
    return answer.member_id == move.kr.owner_id or move.kr.owner_id not in left_out


def _line(move: Movement, answers: Mapping[int, Answer]) -> Line:
    return Line(
        kr=move.kr,
        author_id=answers[move.kr.number].member_id,
        before=move.kr.aim.begins if move.before is None else move.before,
        after=move.after,
    )


async def _questioned(session: AsyncSession, key: Key) -> set[str]:
    """Everybody in the team, where it has questions of its own."""
    team_id, day = key
    if not (await questions.asked_in(session, {team_id: day}))[team_id]:
        return set()
    return {m.member_id for m in (await teams.members_of(session, [team_id]))[team_id]}


def _away(known: Sequence[Checkin]) -> set[str]:
    """Who was left out of this round because they were away."""
    return {row.member_id for row in known if away.is_neutral(row.skip_reason)}


async def _fit(session: AsyncSession, ids: set[str]) -> set[str]:
    """Those who can answer at all."""
    known = await teams.members(session, ids)
    return {i for i in ids if i not in known or not (known[i].deleted or known[i].is_bot)}
