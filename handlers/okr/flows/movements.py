"""What the key results of teams did in a while, in a constant number of statements."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr.flows.states import days, runs, state_of, tally_of
from handlers.okr.rules import Movement
from storage.okr_reading import Span, moves, updates
from storage.okr_standing import Whole


async def movements(
    session: AsyncSession, spans: Mapping[str, Span], now: datetime
) -> dict[str, list[Movement]]:
    """What each KR of these teams did from one moment until another; also those that stood still.

    `spans` has each team's two moments. A KR whose cycle ended between them is among its team's.
    `kr` is as it stands now.
    """
    found: dict[str, list[Movement]] = {team_id: [] for team_id in spans}
    if not spans:
        return found
    first, last = days(min(since for since, _ in spans.values()), max(u for _, u in spans.values()))
    rows = [
        row
        for row in await moves(session, spans, first, last)
        if runs(_whole(row), *spans[row.team.id])
    ]
    current = await updates(session, [row.current for row in rows if row.current])
    for row in rows:
        found[row.team.id].append(_movement(row, current.get(row.current), now))
    return found


def _whole(row: Row[Any]) -> Whole:
    return row.kr, row.objective, row.cycle, row.team


def _movement(row: Row[Any], current: Row[Any] | None, now: datetime) -> Movement:
    return Movement(
        kr=state_of(_whole(row), current, row.previous, tally_of(row.inside, row.all_), now),
        before=row.before,
        after=row.after,
        updates=row.updates,
    )
