"""What an update means for a round: an answer, in time or late, and who has to see it."""

from collections import defaultdict
from datetime import UTC, date, datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import Key
from handlers.deps import Beside, Moved, MovedKr, Soon
from handlers.okr import flows as okr
from storage import checkin_answering
from storage.checkin_answering import answer, answer_first, answer_open

LATEST_ROUND: Final[Beside] = checkin_answering.LATEST_ROUND  # what an update wants to know first


async def note_answer(session: AsyncSession, moved: Moved) -> list[Soon]:
    """After any update: it answers its KR in the team's latest round, however it was made.

    One statement, however many KRs. Whose cards show it, and whether that was the last that was
    missing, is seen to when they are drawn anew.
    """
    since = moved.now.date() - cadence.REMEMBERED
    if moved.updates[0].beside and len(moved.updates) == 1:
        (kr,) = moved.updates
        day, is_closed = kr.beside
        if day is None or day < since:
            await answer_first(session, kr.team_id, kr.number, moved.author.id, moved.now, since)
            return []
        if not is_closed:
            return await _note_in_open(session, kr, day, moved)
    return await _note_in_latest(session, moved, since)


async def _note_in_open(session: AsyncSession, kr: MovedKr, day: date, moved: Moved) -> list[Soon]:
    """Nobody waits to hear that it was: only whose card shows it has to be known."""
    key, gone = (kr.team_id, day), okr.OvertakenError()
    await answer_open(session, key, kr.number, moved.author.id, moved.now, gone)
    return [soon(cadence.REFRESH, key, moved.now, kr.owner_id)]


async def _note_in_latest(session: AsyncSession, moved: Moved, since: date) -> list[Soon]:
    asked: dict[str, list[int]] = defaultdict(list)
    for kr in moved.updates:
        asked[kr.team_id].append(kr.number)
    answers = await answer(session, asked, moved.author.id, moved.now, since)
    owners = {kr.number: kr.owner_id for kr in moved.updates}
    late = {(a.team_id, a.day) for a in answers if a.is_late}
    cards = {((a.team_id, a.day), owners[a.kr_number]) for a in answers}
    again = [soon(cadence.SUMMARY, key, moved.now) for key in late]
    return again + [soon(cadence.REFRESH, key, moved.now, owner) for key, owner in cards]


def soon(kind: str, key: Key, now: datetime, member_id: str = "") -> Soon:
    """An occurrence of this round that is due now."""
    (team_id, day), wall = key, now.astimezone(UTC)
    return {
        "kind": kind,
        "team_id": team_id,
        "day": day,
        "member_id": member_id,
        "wall_day": wall.date(),
        "wall_time": wall.time(),
        "zone": "UTC",
        "due_at": now,
    }
