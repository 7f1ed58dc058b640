"""What the key results of teams did in a while, in a constant number of statements."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr.flows.states import days, runs, state_of, tally_of
from handlers.okr.rules import Movement
from storage.okr_reading import Move, Span, moves


async def movements(
    session: AsyncSession,
    spans: Mapping[str, Span],
    now: datetime,
    *,
    counting: datetime | None = None,
) -> dict[str, list[Movement]]:
    """What each KR of these teams did from one moment until another; also those that stood still.

    `spans` has each team's two moments. A KR whose cycle ended between them is among its team's,
    one that had not begun or was closed when it was `counting` (now, unless it is said) is not.
    `kr` has its latest update, and what was expected `now`, which may be a moment that is past.
    """
    found: dict[str, list[Movement]] = {team_id: [] for team_id in spans}
    if not spans:
        return found
    first, last = days(min(since for since, _ in spans.values()), max(u for _, u in spans.values()))
    for move in await moves(session, spans, first, last, counting or now):
        team = move.whole[-1].id
        if runs(move.whole, *spans[team]):
            found[team].append(_movement(move, now))
    return found


def _movement(move: Move, now: datetime) -> Movement:
    return Movement(
        kr=state_of(move.whole, move.current, tally_of(move.inside, move.all_), now),
        before=move.before,
        after=move.after,
        updates=move.updates,
    )
