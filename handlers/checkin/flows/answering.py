"""What an update means for a round: an answer, in time or late, and who has to see it."""

from collections import defaultdict
from datetime import UTC, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import Key
from handlers.deps import Moved, Soon
from storage.checkin_answering import answer


async def note_answer(session: AsyncSession, moved: Moved) -> list[Soon]:
    """After any update: it answers its KR in the team's latest round, however it was made.

    One statement, however many KRs. Whose cards show it, and whether that was the last that was
    missing, is seen to when they are drawn anew.
    """
    asked: dict[str, list[int]] = defaultdict(list)
    for kr in moved.updates:
        asked[kr.team_id].append(kr.number)
    since = moved.now.date() - cadence.REMEMBERED
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
