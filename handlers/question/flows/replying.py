"""What was replied."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.question.rules import Replied
from storage import question as storage
from storage.question import Key, Reply

LATELY: Final = timedelta(days=62)  # two months: some questions come once in one


async def reply(
    session: AsyncSession,
    key: Key,
    member_id: str,
    replies: Mapping[str, str],
    now: datetime,
    *,
    is_late: bool,
) -> None:
    """Write down what this person replied, by question; "" takes back what they had replied."""
    team_id, day = key
    told = [
        {
            "team_id": team_id,
            "day": day,
            "member_id": member_id,
            "question_id": question_id,
            "text": text,
            "replied_at": now,
            "is_late": is_late,
        }
        for question_id, text in sorted(replies.items())
        if text
    ]
    if told:
        await storage.set_replies(session, told)
    emptied = [question_id for question_id, text in replies.items() if not text]
    if emptied:
        await storage.forget_replies(session, key, member_id, emptied)


async def replies_in(
    session: AsyncSession, keys: Collection[Key], member_ids: Collection[str] | None = None
) -> dict[Key, list[Replied]]:
    """What was replied in these rounds, oldest first; by these people only, where given."""
    found: dict[Key, list[Replied]] = {key: [] for key in keys}
    for row in await storage.replies(session, keys, member_ids) if keys else ():
        found[row.team_id, row.day].append(_replied(row))
    return found


async def last_replies(
    session: AsyncSession, member_id: str, days: Mapping[str, date], ids: Collection[str]
) -> dict[str, str]:
    """What this person replied to these questions before the rounds of these days, by question."""
    if not ids or not days:
        return {}
    since = min(days.values()) - LATELY
    before = await storage.replies_since(session, member_id, ids, since)
    return {row.question_id: row.text for row in before if row.day < days.get(row.team_id, since)}


def _replied(row: Reply) -> Replied:
    return Replied(row.question_id, row.member_id, row.text, row.is_late, row.kept)
