"""One quote a week goes to each team's channel."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.kit.routing import Job
from handlers.outbox import flows as outbox
from handlers.quote import flows, rules, views
from handlers.schedule.jobs import Batch, never, work_off
from handlers.team.flows import who_hears
from storage import schedule
from storage import team as teams


async def post(deps: Deps, now: datetime) -> datetime | None:
    """Post what is due."""
    return await work_off(
        deps, {rules.POST: _due}, now, first=_lock_teams, given_up={rules.POST: never}
    )


async def _lock_teams(session: AsyncSession, dues: Sequence[schedule.Due]) -> None:
    """As whoever saves a team, which moves its posts: the next is planned in the zone it has."""
    await teams.lock(session, {due.team_id for due in dues})


async def _due(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    """Each team's week: post or skip, and plan the next."""
    there = {team.id: team for team in await teams.lock(session, {row.team_id for row in batch})}
    why = {row: _why_not(row, there, now) for row in batch}
    asked: dict[str, schedule.Occurrence] = {}
    for row in [row for row in batch if why[row] is None]:
        if asked.setdefault(row.team_id, row) is not row:  # it is to be another quote
            schedule.put_off(row, row.due_at)
            del why[row]
    posted = await _post(session, deps, [(there[id_], row) for id_, row in asked.items()], now)
    why |= {row: None if row in posted else "no quote to post" for row in asked.values()}
    for reason in set(why.values()):
        rows = [row for row in why if why[row] == reason]
        await schedule.settle_all(session, rows, now, skipped=reason)
    await flows.plan_next(session, there.values(), now)


def _why_not(
    row: schedule.Occurrence, there: Mapping[str, teams.Team], now: datetime
) -> str | None:
    if row.team_id not in there:
        return "the team is gone"
    return "missed" if now - row.first_due_at > rules.TOO_LATE else None


async def _post(
    session: AsyncSession,
    deps: Deps,
    asked: Sequence[tuple[teams.Team, schedule.Occurrence]],
    now: datetime,
) -> set[schedule.Occurrence]:
    """Post each team a quote; those that had one."""
    found = await flows.pick([team.id for team, _ in asked], now).read(session)
    shown = {_key(row): found[row.team_id] for _, row in asked if row.team_id in found}
    kept = await flows.posted(session, shown, now)
    ready = [(team, row) for team, row in asked if _key(row) in kept]
    hears = await who_hears(session, [team for team, _ in ready])
    messages = [
        outbox.Message(
            key := _key(row),
            team.channel,
            views.post(deps.texts.say(team.language), shown[key]),
            hears[team.id],
        )
        for team, row in ready
    ]
    await outbox.post_all(session, messages, now, bulk=True)
    return {row for _, row in ready}


def _key(row: schedule.Occurrence) -> str:
    return f"{rules.POST}:{row.team_id}:{row.day}"


POST: Final = Job("quote.post", post, kinds=frozenset({rules.POST}))
