"""Each digest of a team once: due, told, and followed by the next."""

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.digest.flows.gathering import gather_all
from handlers.digest.flows.planning import plan_all, plan_charts
from handlers.digest.rules import due
from handlers.digest.rules.contents import Contents, figures
from handlers.quote import flows as quotes
from storage import digest as digests
from storage import schedule
from storage import team as teams
from storage.digest import Key
from storage.schedule import Occurrence
from storage.team import Team

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Told:
    """A digest to post, and when it should have been."""

    team: Team
    contents: Contents
    row: Occurrence

    @property
    def key(self) -> str:
        """The key of its message."""
        return due.message_key(self.team.id, self.row.day)

    @property
    def quote_key(self) -> str:
        """The quote is a message of its own, so that it can be recalled."""
        return f"{self.key}:quote"


async def settle_all(
    session: AsyncSession, rows: Sequence[Occurrence], now: datetime
) -> list[Told]:
    """Settle digests that are due and plan the next; those to post, others are skipped."""
    there = {team.id: team for team in await teams.lock(session, {row.team_id for row in rows})}
    posted = await digests.posted(session, [(row.team_id, row.day) for row in rows])
    due_now = _first_of_each(_not_skipped(rows, there, posted, now))
    asked = [there[row.team_id] for row in due_now]
    contents = await gather_all(session, asked, now, to_post=True)
    told = [Told(there[row.team_id], contents[row.team_id], row) for row in due_now]
    await digests.write_all(session, [_kept(one) for one in told])
    await schedule.settle_all(session, due_now, now)
    charted = [(one.team, one.row.day) for one in told if one.contents.running]
    await plan_charts(session, charted, now)
    await plan_all(session, there.values(), now)
    return told


def _not_skipped(
    rows: Iterable[Occurrence], there: Mapping[str, Team], posted: Collection[Key], now: datetime
) -> list[Occurrence]:
    """The rows to tell; the others are settled with the reason why not."""
    kept = []
    for row in rows:
        if row.team_id not in there:
            schedule.settle(row, now, skipped="the team is gone")
        elif now - row.first_due_at > due.TOO_LATE:
            log.warning("the digest of %s for %s came too late", row.day, row.team_id)
            schedule.settle(row, now, skipped="more than 3 days late")
        elif (row.team_id, row.day) in posted:
            schedule.settle(row, now, skipped="posted already")
        else:
            kept.append(row)
    return kept


def _first_of_each(rows: Iterable[Occurrence]) -> list[Occurrence]:
    """A team's second one stays due: it begins where the first ends."""
    first: dict[str, Occurrence] = {}
    for row in rows:
        if row.team_id in first:
            schedule.put_off(row, row.due_at)
        else:
            first[row.team_id] = row
    return list(first.values())


def _kept(told: Told) -> dict[str, Any]:
    return {
        "team_id": told.team.id,
        "day": told.row.day,
        "since": told.contents.since,
        "until": told.contents.until,
        "outgoing_key": told.key,
        "figures": figures(told.contents),
    }


async def keep_quotes(session: AsyncSession, told: Iterable[Told], now: datetime) -> set[str]:
    """Note that messages under these keys hold quotes; those of which one may be posted."""
    chosen = {one.quote_key: one.contents.quote for one in told}
    held = {key: quote for key, quote in chosen.items() if quote is not None}
    return await quotes.posted(session, held, now)
