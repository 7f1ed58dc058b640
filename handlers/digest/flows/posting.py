"""One digest of a team, once: due, told, and followed by the next."""

import logging
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.digest.flows.gathering import gather
from handlers.digest.flows.planning import plan_chart, plan_next
from handlers.digest.rules import due
from handlers.digest.rules.contents import Contents, figures
from handlers.quote import flows as quotes
from storage import digest as digests
from storage import schedule
from storage import team as teams
from storage.schedule import Occurrence
from storage.team import Team

log = logging.getLogger(__name__)


async def settle(
    session: AsyncSession, row: Occurrence, now: datetime
) -> tuple[Team, Contents] | None:
    """Settle a digest that is due and plan the next; what to post, unless it is skipped."""
    team = await teams.team(session, row.team_id, lock=True)
    if team is None:
        schedule.settle(row, now, skipped="the team is gone")
        return None
    contents = await _told(session, team, row, now)
    await plan_next(session, team, max(now, row.due_at))
    return None if contents is None else (team, contents)


async def _told(
    session: AsyncSession, team: Team, row: Occurrence, now: datetime
) -> Contents | None:
    if now - row.first_due_at > due.TOO_LATE:
        log.warning("the digest of %s for %s came too late", row.day, team.id)
        schedule.settle(row, now, skipped="more than 3 days late")
        return None
    contents = await gather(session, team, now)
    key = due.message_key(team.id, row.day)
    new = await digests.write(
        session,
        team_id=team.id,
        day=row.day,
        since=contents.since,
        until=contents.until,
        outgoing_key=key,
        figures=figures(contents),
    )
    schedule.settle(row, now, skipped=None if new else "posted already")
    if new and contents.running:
        await plan_chart(session, team, row, now)
    return contents if new else None


async def keep_quote(session: AsyncSession, contents: Contents, key: str, now: datetime) -> bool:
    """Note that the message under this key holds the quote; False when there is none to post."""
    return contents.quote is not None and await quotes.posted(session, contents.quote, key, now)
