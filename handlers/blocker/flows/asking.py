"""Asking for help in a check-in, changing one's words, and taking it back."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker.flows.finding import value_of
from handlers.blocker.rules import About, Asked, Blocker, Key, is_said_again
from storage import blocker as storage
from storage.db import new_id


async def ask_for_help(
    session: AsyncSession,
    key: Key,
    member_id: str,
    wanted: Mapping[About, str],
    now: datetime,
) -> Asked:
    """What a sent form says of each thing: the words with which help is asked for, or "".

    "" takes back what was asked for in this round; where somebody helps already, it is solved.
    """
    known = await storage.theirs(session, key, member_id)
    rows = {_about(row): row for row in known if row.closed_at is None}
    raised, changed, gone = [], [], []
    for about, text in wanted.items():
        row = rows.get(about)
        if row is None:
            if text and not is_said_again(text, _solved(known, about)):
                raised.append(_raise(session, key, member_id, about, text, now))
        elif not text and row.helper_id is None:
            gone.append(value_of(row))
            await session.delete(row)
        elif row.text != text:
            changed.append(_say(row, text, member_id, now))
    await session.flush()
    return Asked(tuple(raised), tuple(changed), tuple(gone))


def _about(row: storage.Blocker) -> About:
    return About(row.kr_number, row.question_id)


def _solved(known: list[storage.Blocker], about: About) -> list[str]:
    return [row.text for row in known if row.closed_at is not None and _about(row) == about]


def _raise(
    session: AsyncSession, key: Key, member_id: str, about: About, text: str, now: datetime
) -> Blocker:
    row = storage.Blocker(
        id=new_id(),
        team_id=key[0],
        day=key[1],
        member_id=member_id,
        kr_number=about.kr_number,
        question_id=about.question_id,
        text=text,
        raised_at=now,
    )
    session.add(row)
    return value_of(row)


def _say(row: storage.Blocker, text: str, member_id: str, now: datetime) -> Blocker:
    """In other words; in none it is solved."""
    if text:
        row.text = text
    else:
        row.closed_at, row.closed_by = now, member_id
    return value_of(row)
