"""Noting what asks somebody for something, and whether one more may."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.nudge import rules
from handlers.nudge.rules import Ask, Sent
from storage import nudge as storage


async def note(session: AsyncSession, asks: Sequence[Ask], now: datetime) -> None:
    """Write down that these are sent, in the transaction that sends them; one statement.

    Also what nobody refuses: a card that was planned or wished for counts against what follows.
    """
    rows = [
        {
            "member_id": sent.member_id,
            "key": sent.key,
            "kr_number": sent.kr_number,
            "kind": ask.kind,
            "sent_at": sent.sent_at,
        }
        for ask in asks
        for sent in rules.entries(ask, now)
    ]
    await storage.note(session, rows)


async def may_nudge(
    session: AsyncSession, asks: Sequence[Ask], now: datetime
) -> Mapping[tuple[str, str], str | None]:
    """Why each of these (person and key) may not be sent: write it down; None: it may.

    In as many statements for a thousand as for one. Nobody else is told meanwhile that they may:
    what is due is locked before this is asked, and everything else is written after it.
    """
    if not asks:
        return {}
    await storage.lock(session)
    people = {ask.member_id for ask in asks}
    past = await storage.sent_since(session, people, now - rules.WEEK)
    sent = [Sent(row.member_id, row.key, row.kr_number, row.sent_at) for row in past]
    return rules.refusals(asks, sent, now)


async def foreseen(
    session: AsyncSession, asks: Sequence[tuple[Ask, datetime]], now: datetime
) -> list[str | None]:
    """Why each of these could not be sent at its moment, by what was sent until now; None: it
    could. It only reads, and keeps nobody waiting.
    """
    people = {ask.member_id for ask, _ in asks}
    past = await storage.sent_since(session, people, now - rules.WEEK) if people else []
    sent = [Sent(row.member_id, row.key, row.kr_number, row.sent_at) for row in past]
    return [
        rules.refusal(ask, [one for one in sent if one.member_id == ask.member_id], at)
        for ask, at in asks
    ]
