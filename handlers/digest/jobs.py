"""Posting digests when they are due, and drawing their charts after."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.deps import Deps
from handlers.digest.flows import charting, posting
from handlers.digest.flows.posting import Told
from handlers.digest.rules import due as rules
from handlers.digest.views import chart as charts
from handlers.digest.views import post as views
from handlers.kit.routing import Job
from handlers.outbox import flows as outbox
from handlers.schedule.jobs import Batch, never, work_off
from handlers.team.flows import who_hears
from storage import schedule
from storage import team as teams
from storage.db import Why
from storage.schedule import Due

LEASE: Final = timedelta(minutes=5)  # some pictures, at half a minute each at worst
AT_ONCE: Final = 4

log = logging.getLogger(__name__)


async def post(deps: Deps, now: datetime) -> datetime | None:
    """Every digest that is due goes to its channel."""
    return await work_off(
        deps, {rules.POST: _post}, now, first=_lock_teams, given_up={rules.POST: never}
    )


async def _lock_teams(session: AsyncSession, dues: Sequence[Due]) -> None:
    """As whoever saves a team, which moves its digests."""
    await teams.lock(session, {due.team_id for due in dues})


async def _post(session: AsyncSession, deps: Deps, batch: Batch, now: datetime) -> None:
    """Each digest with its quote below it."""
    told = await posting.settle_all(session, batch, now)
    hears = await who_hears(session, [one.team for one in told])
    posts = [_digest(deps, one, hears[one.team.id], now) for one in told]
    await outbox.post_all(session, posts, now, bulk=True)
    quoted = await posting.keep_quotes(session, told, now)
    quotes = [_quote(deps, one) for one in told if one.quote_key in quoted]
    await outbox.post_all(session, quotes, now, bulk=True)


def _digest(deps: Deps, told: Told, tell: str, now: datetime) -> outbox.Message:
    say, due_at = deps.texts.say(told.team.language), told.row.first_due_at
    since = say.moment(due_at, told.team.zone) if now - due_at > rules.LATE else None
    shown = views.message(say, told.contents, late_since=since)
    return outbox.Message(told.key, told.team.channel, shown, tell)


def _quote(deps: Deps, told: Told) -> outbox.Message:
    shown = views.quote_message(deps.texts.say(told.team.language), told.contents)
    return outbox.Message(told.quote_key, told.team.channel, shown)


async def chart(deps: Deps, now: datetime) -> datetime | None:
    """Draw the charts of digests that were posted. No transaction is open meanwhile."""
    async with deps.sessions.system(Why.CLAIM_OCCURRENCES) as session:
        claimed = await schedule.claim(session, [rules.CHART], now, lease=LEASE, limit=AT_ONCE)
    for due in claimed:
        await _chart_one(deps, due, now)
    return now if claimed else None


async def _chart_one(deps: Deps, due: Due, now: datetime) -> None:
    """The boundary of one chart: without it the digest stands all the same."""
    picture: dict[str, Any] | None = None
    try:
        picture = await _picture(deps, due, now)
    except Exception:
        log.exception("no chart for team %s on %s", due.team_id, due.day)
    key = rules.message_key(due.team_id, due.day)
    async with deps.sessions.workspace(due.workspace_id) as session:
        await charting.hand_over(session, due, key, picture, now)


async def _picture(deps: Deps, due: Due, now: datetime) -> dict[str, Any] | None:
    async with deps.sessions.workspace(due.workspace_id, reading=True) as session:
        team = await teams.team(session, due.team_id)
        lines = None if team is None else await charting.gather(session, team, due, now)
    if team is None or lines is None:
        return None
    say = deps.texts.say(team.language)
    picture = await deps.charts.draw(charts.chart(say, lines))
    return None if picture is None else charts.file(say, lines, picture)


POST: Final = Job("digest.post", post, kinds=frozenset({rules.POST}))
CHART: Final = Job("digest.chart", chart, kinds=frozenset({rules.CHART}))
