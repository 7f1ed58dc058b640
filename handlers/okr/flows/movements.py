"""What the key results of teams did in a while, in a constant number of statements."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr.flows.states import day_in, state_of
from handlers.okr.rules import Movement
from storage.okr_reading import Span, moves, updates

_DAY = timedelta(days=1)


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
    first = min(since for since, _ in spans.values()).astimezone(UTC).date() - _DAY
    last = max(until for _, until in spans.values()).astimezone(UTC).date() + _DAY
    rows = [
        row for row in await moves(session, spans, first, last) if _runs(row, spans[row.team.id])
    ]
    current = await updates(session, [row.current for row in rows if row.current])
    for row in rows:
        found[row.team.id].append(_movement(row, current.get(row.current), now))
    return found


def _runs(row: Row[Any], span: Span) -> bool:
    """Whether the KR's cycle runs within the span, on its team's wall."""
    since, until = span
    zone, cycle = row.team.zone, row.cycle
    return bool(cycle.starts <= day_in(zone, until) and cycle.ends >= day_in(zone, since))


def _movement(row: Row[Any], current: Row[Any] | None, now: datetime) -> Movement:
    return Movement(
        kr=state_of((row.kr, row.objective, row.cycle, row.team), current, row.previous, now),
        before=row.before,
        after=row.after,
        updates=row.updates,
    )
