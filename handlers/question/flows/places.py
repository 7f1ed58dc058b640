"""Where a round stands among its team's, as far as a question needs to know."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.okr.flows import cycles
from handlers.question.rules import Asked, Place, Rounds
from handlers.schedule.rules.rhythm import OPENS
from storage import checkin as rounds
from storage import schedule


async def places(
    session: AsyncSession, days: Mapping[str, date], asked: Collection[Asked]
) -> dict[str, Place]:
    """The place of each team's round of this day; as many statements for one team as for all."""
    if not days:
        return {}
    known = await rounds.neighbours(session, days)
    planned = await schedule.next_days(session, OPENS, days)
    cyclic = any(one.rounds is Rounds.CYCLE_END for one in asked)
    ends = await cycles.ends_of(session, set(days.values())) if cyclic else {}
    found = {}
    for team_id, day in days.items():
        earlier, before, after = known.get(team_id, (0, None, None))
        coming = [one for one in (after, planned.get(team_id)) if one is not None and one > day]
        found[team_id] = Place(
            day, earlier + 1, before, min(coming, default=None), cycle_ends=ends.get(day)
        )
    return found
