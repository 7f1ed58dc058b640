"""What a withdrawal means for a round: an answer that counts no more, and who has to see it."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.answering import soon
from handlers.checkin.rules import cadence
from handlers.deps import Soon, TakenBack
from storage import checkin as rounds
from storage import checkin_reading as reading
from storage import schedule
from storage.checkin import Answer, Round

LOOK_BACK: Final = timedelta(days=70)  # further than any round lies before the next


async def note_withdrawal(session: AsyncSession, taken: TakenBack) -> list[Soon]:
    """Its KR waits for an answer again, unless another update of its round is one.

    The cards of its owner follow, and the summaries of its round and of the latest, once over.
    """
    kr, first = taken.kr, min(taken.made_at.date(), taken.now.date())
    known = await rounds.recent(session, kr.team_id, first - LOOK_BACK)
    if not known:
        return []
    latest = known[-1]
    card = soon(cadence.REFRESH, (latest.team_id, latest.day), taken.now, kr.owner_id)
    await schedule.again(session, [card])  # first, as whoever draws their cards anew locks it first
    begun = [one for one in known if one.opens_at <= taken.made_at]
    if begun:
        following = known[len(begun)] if latest is not begun[-1] else None
        await _undo(session, begun[-1], following, taken)
    over = {(one.team_id, one.day) for one in (*begun[-1:], latest) if one.closed_at is not None}
    return [soon(cadence.SUMMARY, key, taken.now) for key in sorted(over)]


async def _undo(
    session: AsyncSession, round_: Round, following: Round | None, taken: TakenBack
) -> None:
    """An answer that was withdrawn is none; what else was said in its round may be."""
    key = (round_.team_id, round_.day)
    answers = await rounds.answers(session, [key])
    theirs = next((a for a in answers if a.kr_number == taken.kr.number), None)
    if theirs is None:
        return
    until = following.opens_at if following else taken.now
    if not await _replaced(session, round_, theirs, until):
        await session.delete(theirs)
        await rounds.note_unanswered(session, key, taken.kr.owner_id)
    await session.flush()


async def _replaced(session: AsyncSession, round_: Round, answer: Answer, until: datetime) -> bool:
    """What was said last in this round answers its KR now; what came in time goes first."""
    tick = timedelta(microseconds=1)  # what was said at this very moment counts, too
    said = await reading.said(session, [answer.kr_number], round_.opens_at, until + tick)
    closed_at = round_.closed_at
    in_time = [one for one in said if closed_at is None or one.made_at < closed_at]
    if not said:
        return False
    last = (in_time or said)[-1]
    answer.update_id, answer.member_id = last.id, last.author_id
    answer.is_late, answer.answered_at = not in_time, last.made_at
    return True
