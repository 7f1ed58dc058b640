"""Asking for help, and what is still in the way."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker.rules import Blocker
from handlers.kit.reader import Reader
from storage import blocker as storage
from storage.checkin import Key
from storage.db import new_id


async def ask_for_help(
    session: AsyncSession,
    key: Key,
    reader: Reader,
    text: str,
    now: datetime,
    *,
    kr_number: int | None = None,
    question_id: str | None = None,
) -> Blocker:
    """Somebody needs help; asked about the same thing in the same round, the words are new."""
    known = await storage.theirs(session, key, reader.id)
    for row in known:
        if (row.kr_number, row.question_id) == (kr_number, question_id):
            row.text = text
            return value_of(row)
    team_id, day = key
    row = storage.Blocker(
        id=new_id(),
        team_id=team_id,
        day=day,
        member_id=reader.id,
        kr_number=kr_number,
        question_id=question_id,
        text=text,
        raised_at=now,
    )
    session.add(row)
    await session.flush()
    return value_of(row)


async def open_in(session: AsyncSession, team_ids: Collection[str]) -> dict[str, list[Blocker]]:
    """What is still in the way of each of these teams, oldest first."""
    found: dict[str, list[Blocker]] = {team_id: [] for team_id in team_ids}
    for row in await storage.open_blockers(session, team_ids):
        found[row.team_id].append(value_of(row))
    return found


def value_of(row: storage.Blocker) -> Blocker:
    return Blocker(
        id=row.id,
        team_id=row.team_id,
        day=row.day,
        member_id=row.member_id,
        text=row.text,
        raised_at=row.raised_at,
        kr_number=row.kr_number,
        question_id=row.question_id,
        helper_id=row.helper_id,
        closed_at=row.closed_at,
    )
