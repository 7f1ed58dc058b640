"""Saving, choosing, posting and recalling quotes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.kit.text import mention
from handlers.okr import flows as okr
from handlers.outbox import flows as outbox
from handlers.quote import rules
from handlers.quote.rules import Draft, Quote, Recalled
from handlers.team import flows as team_flows
from storage import quote as quotes
from storage import schedule
from storage import team as teams
from storage.db import Query
from storage.workspace import next_numbers


async def check(session: AsyncSession, draft: Draft, now: datetime) -> teams.Team:
    """The draft's team; UserError where the team or KR has gone while the form was open."""
    team = await teams.team(session, draft.team_id)
    if team is None:
        raise UserError("This team is gone. Choose another one.", field=rules.TEAM)
    if draft.kr_number is not None:
        numbers = [draft.kr_number]
        if not await okr.key_results(session, now, numbers=numbers):
            raise UserError(
                "This key result has been closed. Choose another one, or none.", field=rules.KR
            )
    return team


async def save(session: AsyncSession, draft: Draft, author: Reader, now: datetime) -> Quote:
    """Write a quote down under the next number."""
    (number,) = await next_numbers(session, "quote")
    row = quotes.Quote(
        number=number,
        team_id=draft.team_id,
        text=draft.text,
        customer=draft.customer,
        touchpoint=draft.touchpoint,
        moment=draft.moment,
        consent=draft.consent,
        kr_number=draft.kr_number,
        saved_by=author.id,
        saved_at=now,
        source_channel=draft.source_channel,
        source_ts=draft.source_ts,
    )
    session.add(row)
    await session.flush()
    return _value(row)


def pick(team_ids: Collection[str], now: datetime) -> Query[dict[str, Quote]]:
    """The quote that each of these teams is shown next, where it has one: the newest not yet
    posted, else the one posted longest ago.

    Never one posted within 90 days, read in a round's thread this week, recalled, or whose
    customer said no.
    """
    since = (now - rules.NOT_WITHIN, rules.week_of(now))
    found = quotes.candidates(team_ids, rules.POSTABLE, *since)
    return found.then(lambda rows: {team_id: _value(row) for team_id, row in rows.items()})


async def have_listened(session: AsyncSession, since: Mapping[str, datetime]) -> set[str]:
    """Of these teams those that have saved a quote since their moment."""
    last = await quotes.last_saved(session, since, min(since.values())) if since else {}
    return {team_id for team_id, at in last.items() if at >= since[team_id]}


async def posted(session: AsyncSession, shown: Mapping[str, Quote], now: datetime) -> set[str]:
    """Remember which message, by its key, holds which quote: call it before posting.

    The keys of those that may be posted: none was recalled meanwhile, nor did its customer say
    no. A recall deletes the message, so it must hold nothing that is worth keeping.
    """
    rows = await quotes.lock(session, {quote.number for quote in shown.values()})
    held = {key: rows[quote.number] for key, quote in shown.items() if quote.number in rows}
    kept = {
        key: row
        for key, row in held.items()
        if row.recalled_at is None and row.consent in rules.POSTABLE
    }
    await quotes.note_posts(session, kept, now)
    return set(kept)


async def touching(
    session: AsyncSession,
    team_id: str,
    kr_numbers: Collection[int],
    span: tuple[datetime, datetime],
) -> list[Quote]:
    """What delighted customers of a team, or of one of these KRs, as saved within a span.

    Nothing that was recalled, or whose customer said no.
    """
    found = await quotes.touching(session, team_id, kr_numbers, rules.POSTABLE, *span)
    return [_value(row) for row in found]


async def not_read_yet(
    session: AsyncSession, team: teams.Team, found: Sequence[Quote], now: datetime
) -> list[Quote]:
    """Those of these quotes that the team's channel was not shown this week, by its own wall."""
    if not found:
        return []
    numbers = [quote.number for quote in found]
    since = rules.week_of(now, ZoneInfo(team.zone))
    read = await quotes.posted_since(session, team.id, numbers, since)
    return [quote for quote in found if quote.number not in read]


async def about_kr(session: AsyncSession, kr_number: int, limit: int = 3) -> list[Quote]:
    """The latest quotes about a KR, newest first."""
    return [_value(row) for row in await quotes.of_kr(session, kr_number, limit)]


async def named(session: AsyncSession, numbers: Collection[int]) -> list[Quote]:
    """The quotes with these numbers that may be shown; numbers that there are not are left out."""
    if not numbers:
        return []
    return [_value(row) for row in await quotes.named(session, numbers)]


async def recall(session: AsyncSession, number: int, reader: Reader, now: datetime) -> Recalled:
    """Take a quote and every posted copy back. By who saved it, a lead of its team or an admin."""
    row = (await quotes.lock(session, [number])).get(number)
    if row is None:
        raise UserError(
            "There is no Q-{number} here. Look for its number below the quote and try again.",
            number=_as_typed(number),
        )
    if row.saved_by != reader.id and not await _leads(session, row.team_id, reader):
        raise UserError(
            "Q-{number} was saved by {saver}. They can recall it, and so can a lead of the team or"
            " an admin: please ask one of them.",
            number=_as_typed(number),
            saver=mention(row.saved_by),
        )
    if row.recalled_at is not None:
        raise UserError("Q-{number} has been recalled already.", number=_as_typed(number))
    row.recalled_at = now
    copies = await quotes.copies(session, number)
    for key in copies:
        await outbox.delete(session, key, now)
    return Recalled(number, len(copies))


async def _leads(session: AsyncSession, team_id: str | None, reader: Reader) -> bool:
    if team_id is None:
        return reader.is_admin
    return await team_flows.is_lead(session, team_id, reader)


def _as_typed(number: int) -> str:
    """A number people type is never grouped: Q-1200."""
    return str(number)


async def plan_posts(session: AsyncSession, team_id: str, now: datetime) -> None:
    """After a team was saved: its next quote is due on Monday 15:00 of its zone."""
    team = await teams.team(session, team_id)
    if team is not None:
        await schedule.drop(session, rules.POST, team_id, after=now)
        await plan_next(session, [team], now)


async def plan_next(session: AsyncSession, planned: Iterable[teams.Team], after: datetime) -> None:
    """The first quote.post of each of these teams after this moment."""
    await schedule.plan(session, [_next(team, after) for team in planned])


def _next(team: teams.Team, after: datetime) -> dict[str, Any]:
    day, due_at = rules.next_post(after, team.zone)
    row = {"kind": rules.POST, "team_id": team.id, "day": day, "wall_day": day}
    return row | {"wall_time": rules.WALL, "zone": team.zone, "due_at": due_at}


async def teams_for(
    session: AsyncSession, reader: Reader, channel: str | None
) -> Sequence[teams.Team]:
    """The teams that a quote may be saved for, the likeliest first; UserError if there is none."""
    here = await teams.team_of_channel(session, channel) if channel else None
    mine = await teams.teams_of(session, reader.id)
    if here is None and not mine:
        return [await team_flows.the_team(session, reader, channel)]
    return [*([here] if here else []), *(t for t in mine if here is None or t.id != here.id)]


def _value(row: quotes.Quote | Row[Any]) -> Quote:
    return Quote(
        number=row.number,
        team_id=row.team_id,
        text=row.text,
        customer=row.customer,
        touchpoint=row.touchpoint,
        moment=rules.Moment(row.moment),
        consent=rules.Consent(row.consent),
        kr_number=row.kr_number,
        saved_by=row.saved_by,
        saved_at=row.saved_at,
    )
