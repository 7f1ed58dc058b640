"""Helping, and closing what is no longer in the way."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker.flows.finding import value_of
from handlers.blocker.rules import Blocker, may_close
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.kit.text import mention
from handlers.team.flows import is_lead
from storage import blocker as storage
from storage import team as teams


async def help_with(session: AsyncSession, reader: Reader, id_: str, now: datetime) -> Blocker:
    """Somebody helps; UserError for whoever comes second, and for what is over."""
    row = await _open(session, reader, id_, lock=True)
    if row.member_id == reader.id:
        raise UserError("This is in your own way. Press “Solved” once it is not any more.")
    if row.helper_id == reader.id:
        raise UserError(
            "You help with this already, thank you! Press “Solved” once it is out of the way."
        )
    if row.helper_id and not await teams.have_left(session, [row.helper_id]):
        raise UserError(
            "Thank you! {helper} was faster and helps already. If you know something, write it to"
            " {asker}.",
            helper=await _name(session, row.helper_id),
            asker=await _name(session, row.member_id),
        )
    row.helper_id, row.helped_at = reader.id, now
    await session.flush()
    return value_of(row)


async def closable(session: AsyncSession, reader: Reader, id_: str) -> Blocker:
    """A blocker that this person may close; UserError for others, and for what is over."""
    return value_of(await _closable(session, reader, id_, lock=False))


async def close(session: AsyncSession, reader: Reader, id_: str, now: datetime) -> Blocker:
    """It is out of the way. UserError as in `closable`."""
    row = await _closable(session, reader, id_, lock=True)
    row.closed_at, row.closed_by = now, reader.id
    await session.flush()
    return value_of(row)


async def say_still(
    session: AsyncSession, member_id: str, told: Mapping[str, bool], now: datetime
) -> list[Blocker]:
    """Which of this person's blockers are still in the way; those that are closed by this."""
    over = [id_ for id_, is_still in told.items() if not is_still]
    rows = await storage.theirs_by_id(session, member_id, over) if over else []
    for row in rows:
        row.closed_at, row.closed_by = now, member_id
    await session.flush()
    return [value_of(row) for row in rows]


async def _open(session: AsyncSession, reader: Reader, id_: str, *, lock: bool) -> storage.Blocker:
    row = await storage.blocker(session, id_, lock=lock)
    if row is None:
        raise UserError(
            "This is not in the way any more: whoever asked for help took it back."
            " `/okr blockers` shows what is."
        )
    if row.closed_at is not None:
        raise UserError(
            "This is solved already, on {day}. `/okr blockers` shows what is still in the way.",
            day=reader.day(row.closed_at),
        )
    return row


async def _closable(
    session: AsyncSession, reader: Reader, id_: str, *, lock: bool
) -> storage.Blocker:
    row = await _open(session, reader, id_, lock=lock)
    leads = await is_lead(session, row.team_id, reader)
    if not may_close(value_of(row), reader.id, is_lead=leads):
        raise UserError(
            "Only {asker}, whoever helps, and the team's leads can close this. Can you help? Press"
            " “I can help”.",
            asker=await _name(session, row.member_id),
        )
    return row


async def _name(session: AsyncSession, id_: str) -> str:
    """Not a mention: it is told in forms as well, whose errors are plain text."""
    known = await teams.members(session, [id_])
    return known[id_].name if id_ in known and known[id_].name else mention(id_)
