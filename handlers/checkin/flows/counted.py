"""What counted in rounds that are closed: whatever was recorded since is not of them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.due import latest_of
from handlers.checkin.rules.asked import DueRound
from handlers.okr.rules import KrState, Status
from storage import checkin_reading as reading
from storage.checkin_reading import Latest
from storage.okr import Update


async def as_counted(
    session: AsyncSession, mine: Sequence[DueRound], now: datetime
) -> list[DueRound]:
    """These rounds, with what was said of each answered KR before its round was closed.

    A late answer stays as it is.
    """
    over = {part.team_id for part in mine if part.is_closed and part.answered}
    if not over:
        return list(mine)
    latest = await latest_of(over, now).read(session)
    numbers = [kr.number for part in mine if part.team_id in latest for kr in part.answered]
    since = min(one.opens_at for one in latest.values())
    until = max(one.closed_at or now for one in latest.values())
    said = await reading.said(session, numbers, since, until)
    return [
        replace(part, answered=[_then(kr, latest[part.team_id], said) for kr in part.answered])
        if part.team_id in latest
        else part
        for part in mine
    ]


def _then(kr: KrState, round_: Latest, said: Sequence[Update]) -> KrState:
    """The KR with the last that was said of it in time; as it is where nothing was."""
    last = next((u for u in reversed(said) if u.kr_number == kr.number and _is_of(u, round_)), None)
    if last is None:
        return kr
    status = Status(last.status) if last.status else kr.status
    return kr._replace(
        value=last.value,
        note=last.note,
        status=status,
        said=last.status is not None,
        author_id=last.author_id,
    )


def _is_of(update: Update, round_: Latest) -> bool:
    closed = round_.closed_at
    return round_.opens_at <= update.made_at and (closed is None or update.made_at < closed)
