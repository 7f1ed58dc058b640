"""What a withdrawal means for a round: an answer that counts no more, and who has to see it."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.answering import soon
from handlers.checkin.rules import cadence
from handlers.deps import Soon, TakenBack
from handlers.okr import flows as okr
from storage import checkin as rounds
from storage.checkin import Answer, Round


async def note_withdrawal(session: AsyncSession, taken: TakenBack) -> list[Soon]:
    """Its KR waits for an answer again, unless an earlier update of the round is one.

    The cards of its owner follow, and of a round that is over its summary.
    """
    kr, since = taken.kr, taken.now.date() - cadence.REMEMBERED
    latest = await rounds.recent(session, kr.team_id, since)
    if not latest:
        return []
    round_ = latest[-1]
    key = (round_.team_id, round_.day)
    again = [soon(cadence.REFRESH, key, taken.now, kr.owner_id)]
    await _undo(session, round_, taken)
    if round_.closed_at is not None:
        again.append(soon(cadence.SUMMARY, key, taken.now))
    return again


async def _undo(session: AsyncSession, round_: Round, taken: TakenBack) -> None:
    """An answer that was withdrawn is none; what was said before it in the round may be."""
    key = (round_.team_id, round_.day)
    answers = await rounds.answers(session, [key])
    theirs = next((a for a in answers if a.kr_number == taken.kr.number), None)
    if theirs is None or theirs.update_id != taken.kr.update_id:
        return
    if not await _replaced(session, round_, theirs, taken.now):
        await session.delete(theirs)
        await rounds.note_unanswered(session, key, taken.kr.owner_id)
    await session.flush()


async def _replaced(session: AsyncSession, round_: Round, answer: Answer, now: datetime) -> bool:
    """What was said before it in this round answers its KR now."""
    last = await okr.said_since(session, answer.kr_number, round_.opens_at)
    if last is None:
        return False
    answer.update_id, answer.member_id = last.id, last.author_id
    is_late = round_.closed_at is not None and last.made_at >= round_.closed_at
    answer.is_late, answer.answered_at = is_late, now if is_late else last.made_at
    return True
