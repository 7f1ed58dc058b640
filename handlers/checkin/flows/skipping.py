"""Leaving a round out, with a reason or without; and taking that back by answering."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.answering import soon
from handlers.checkin.flows.due import latest_of, open_for
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.asked import DueRound, Key
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from storage import checkin as rounds
from storage import schedule
from storage import team as teams


async def skip(
    session: AsyncSession,
    reader: Reader,
    why: str,
    now: datetime,
    only: Collection[Key] | None = None,
) -> list[str]:
    """Skip what waits for this person in open rounds: they are not reminded, and not missed.

    Where nothing does, a reason is that of what they have skipped already: the last one counts.
    The names of the teams whose rounds they are. `only` these rounds, where they have seen which.
    UserError when nothing waits, when those rounds are over, or the reason is a book.
    """
    if len(why) > away.LONGEST_WHY:
        raise UserError(
            "This is {n} characters long; {most} fit.", n=len(why), most=away.LONGEST_WHY
        )
    if only is not None:
        await _refuse_over(session, only, now)
    parts = await _skippable(session, reader, now, only, says_why=bool(why))
    keys = [part.key for part in parts]
    again = [soon(cadence.REFRESH, key, now, reader.id) for key in keys]
    await schedule.again(session, again)  # first, as whoever draws their cards anew locks it first
    await rounds.skip(session, keys, reader.id, away.SKIPPED, why)
    return [part.team_name for part in parts]


async def _refuse_over(session: AsyncSession, keys: Collection[Key], now: datetime) -> None:
    """A form may lie open for days: the round that runs by then is another."""
    latest = (await latest_of({id_ for id_, _ in keys}, now).read(session)).values()
    running = {(one.team_id, one.day) for one in latest if one.closed_at is None}
    if running.isdisjoint(keys):
        raise UserError(
            "The round of {day}, which this form was opened for, is over: nothing was skipped."
            " `/okr checkin` shows what is open now.",
            day=max(day for _, day in keys),
        )


async def skippable(session: AsyncSession, reader: Reader, now: datetime) -> list[DueRound]:
    """Their part of each round that they would skip now. UserError when nothing waits."""
    return await _skippable(session, reader, now)


async def _skippable(
    session: AsyncSession,
    reader: Reader,
    now: datetime,
    only: Collection[Key] | None = None,
    *,
    says_why: bool = False,
) -> list[DueRound]:
    mine = await open_for(session, reader, now)
    if only is not None:
        mine = [part for part in mine if part.key in only]
    parts = [part for part in mine if part.waits]
    if says_why and not parts:
        parts = [part for part in mine if part.is_skipped]
    if not parts:
        raise UserError(
            "There is nothing to skip: no round asks you just now, or you have answered or skipped"
            " it already. `/okr checkin` shows where you stand."
        )
    return sorted(parts, key=lambda part: teams.by_name(part.team_name, part.team_id))


async def take_skip_back(session: AsyncSession, member_id: str, keys: Collection[Key]) -> None:
    """Who answers takes part after all."""
    if keys:
        await rounds.take_skip_back(session, list(keys), member_id, away.SKIPPED)
