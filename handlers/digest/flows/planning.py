"""A team's chain of digests, planned ahead and moved with the team's settings."""

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.digest.rules import due
from storage import digest as digests
from storage import schedule
from storage import team as teams
from storage.schedule import Occurrence
from storage.team import Team

AHEAD: Final = 2  # should one fail for good, the next is there already


async def plan_team(session: AsyncSession, team_id: str, now: datetime) -> None:
    """A team was saved: what is still to come follows its weekday, time and zone."""
    team = await teams.team(session, team_id)
    if team is not None:
        await schedule.drop(session, due.POST, team_id, after=now)
        await plan_next(session, team, now)


async def plan_next(session: AsyncSession, team: Team, after: datetime) -> None:
    """The team's next digests after this moment."""
    last = await digests.last(session, team.id)
    day = None if last is None else last.day
    rows = []
    for _ in range(AHEAD):
        day, at = due.next_due(after, team.digest_weekday, team.digest_time, team.zone, day)
        after = at
        rows.append(_row(due.POST, team, day, at))
    await schedule.plan(session, rows)


async def plan_chart(session: AsyncSession, team: Team, post: Occurrence, now: datetime) -> None:
    """The chart of a digest that is on its way, to be drawn at once."""
    await schedule.plan(session, [_row(due.CHART, team, post.day, now)])


def _row(kind: str, team: Team, day: date, at: datetime) -> dict[str, Any]:
    return {
        "kind": kind,
        "team_id": team.id,
        "day": day,
        "wall_day": day,
        "wall_time": team.digest_time,
        "zone": team.zone,
        "due_at": at,
    }
