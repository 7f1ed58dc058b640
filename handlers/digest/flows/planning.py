"""The teams' chains of digests, planned ahead and moved with a team's settings."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.digest.rules import due
from storage import digest as digests
from storage import schedule
from storage import team as teams
from storage.team import Team

AHEAD: Final = 2  # should one fail for good, the next is there already


async def plan_team(session: AsyncSession, team_id: str, now: datetime) -> None:
    """A team was saved: what is still to come follows its weekday, time and zone."""
    team = await teams.team(session, team_id)
    if team is not None:
        await schedule.drop(session, due.POST, team_id, after=now)
        await plan_all(session, [team], now)


async def plan_all(session: AsyncSession, planned: Collection[Team], after: datetime) -> None:
    """The next digests of these teams after this moment."""
    last = await digests.last(session, [team.id for team in planned])
    rows: list[dict[str, Any]] = []
    for team in planned:
        day = last[team.id].day if team.id in last else None
        rows += _next(team, after, day)
    await schedule.plan(session, rows)


def _next(team: Team, after: datetime, day: date | None) -> Iterable[dict[str, Any]]:
    """`day` is that of the digest before."""
    for _ in range(AHEAD):
        day, after = due.next_due(after, team.digest_weekday, team.digest_time, team.zone, day)
        yield _row(due.POST, team, day, after)


async def plan_charts(
    session: AsyncSession, posted: Iterable[tuple[Team, date]], now: datetime
) -> None:
    """The charts of digests that are on their way, to be drawn at once."""
    await schedule.plan(session, [_row(due.CHART, team, day, now) for team, day in posted])


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
