"""One quote a week goes to each team's channel."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.routing import Job
from handlers.outbox import flows as outbox
from handlers.quote import flows, rules, views
from handlers.schedule.jobs import Batch, work_off
from handlers.team.flows import who_hears
from storage import schedule
from storage import team as teams


async def post(deps: Deps, now: datetime) -> datetime | None:
    """Post what is due."""
    return await work_off(deps, {rules.POST: _due}, now, first=_lock_teams)


async def _lock_teams(session: AsyncSession, dues: Sequence[schedule.Due]) -> None:
    """As whoever saves a team, which moves its posts: the next is planned in the zone it has."""
    await teams.lock(session, {due.team_id for due in dues})


async def _due(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    for row in batch:
        await _due_one(session, deps, row, now)


async def _due_one(
    session: AsyncSession, deps: Deps, row: schedule.Occurrence, now: datetime
) -> None:
    """One team's week: post or skip, and plan the next."""
    team = await teams.team(session, row.team_id)
    if team is None:
        schedule.settle(row, now, skipped="the team is gone")
        return
    late = now - row.first_due_at > rules.TOO_LATE
    skipped = "missed" if late else await _post(session, deps, team, row, now)
    schedule.settle(row, now, skipped=skipped)
    await flows.plan_next(session, team, now)


async def _post(
    session: AsyncSession, deps: Deps, team: teams.Team, row: schedule.Occurrence, now: datetime
) -> str | None:
    """Post a quote; why not, if there was none."""
    quote = (await flows.pick(session, [team.id], now)).get(team.id)
    key = f"{rules.POST}:{team.id}:{row.day}"
    if quote is None or not await flows.posted(session, {key: quote}, now):
        return "no quote to post"
    shown = views.post(deps.texts.say(team.language), quote)
    tell = (await who_hears(session, [team]))[team.id]
    await outbox.post(session, key, team.channel, shown, now, bulk=True, tell=tell)
    return None


POST: Final = Job("quote.post", post, kinds=frozenset({rules.POST}))
