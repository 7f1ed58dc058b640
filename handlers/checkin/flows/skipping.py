"""Leaving a round out, with a reason or without; and taking that back by answering."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.answering import soon
from handlers.checkin.flows.due import latest_of, open_for
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.asked import DueRound, Key, Skipped
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
) -> Skipped:
    """Skip what waits for this person in open rounds: they are not reminded, and not missed.

    Where nothing does, a reason is that of what they have skipped already: the last one counts.
    `only` these rounds, where they have seen which. UserError when nothing waits, when those rounds
    are over, or the reason is a book.
    """
    if len(why) > away.LONGEST_WHY:
        raise UserError(
            "This is {n} characters long; {most} fit.", n=len(why), most=away.LONGEST_WHY
        )
    over = await _over(session, only or (), now)
    parts = await _skippable(session, reader, now, only, says_why=bool(why))
    told = await _named(session, parts, only or (), over)
    _refuse_nothing(told)
    keys = [part.key for part in parts]
    again = [soon(cadence.REFRESH, key, now, reader.id) for key in keys]
    await schedule.again(session, again)  # first, as whoever draws their cards anew locks it first
    await rounds.skip(session, keys, reader.id, away.SKIPPED, why)
    return told


async def _over(session: AsyncSession, keys: Collection[Key], now: datetime) -> set[Key]:
    """Those of these rounds that run no more: a form may lie open for days. UserError: all do."""
    if not keys:
        return set()
    latest = (await latest_of({id_ for id_, _ in keys}, now).read(session)).values()
    running = {(one.team_id, one.day) for one in latest if one.closed_at is None}
    over = set(keys) - running
    if over == set(keys):
        raise UserError(
            "The round of {day}, which this form was opened for, is over: nothing was skipped."
            " `/okr checkin` shows what is open now.",
            day=max(day for _, day in keys),
        )
    return over


async def _named(
    session: AsyncSession, parts: Collection[DueRound], meant: Collection[Key], over: set[Key]
) -> Skipped:
    skipped = {part.key for part in parts}
    rest = set(meant) - skipped
    names = await teams.names(session, {id_ for id_, _ in rest}) if rest else {}

    def of(keys: set[Key]) -> list[str]:
        found = {id_: names[id_] for id_, _ in keys if id_ in names}
        return [found[id_] for id_ in sorted(found, key=lambda id_: teams.by_name(found[id_], id_))]

    return Skipped([part.team_name for part in parts], of(rest & over), of(rest - over))


def _refuse_nothing(told: Skipped) -> None:
    """UserError where nothing is skipped, with what has become of each."""
    if told.teams:
        return
    if told.over:
        raise UserError(
            "Nothing was skipped: the round of {over} is over, and in that of {rest} nothing waits"
            " for you any more. `/okr checkin` shows where you stand.",
            over=told.over,
            rest=told.rest,
        )
    raise _nothing()


def _nothing() -> UserError:
    return UserError(
        "There is nothing to skip: no round asks you just now, or you have answered or skipped"
        " it already. `/okr checkin` shows where you stand."
    )


async def skippable(session: AsyncSession, reader: Reader, now: datetime) -> list[DueRound]:
    """Their part of each round that they would skip now. UserError when nothing waits."""
    parts = await _skippable(session, reader, now)
    if not parts:
        raise _nothing()
    return parts


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
    return sorted(parts, key=lambda part: teams.by_name(part.team_name, part.team_id))


async def take_skip_back(session: AsyncSession, member_id: str, keys: Collection[Key]) -> None:
    """Who answers takes part after all."""
    if keys:
        await rounds.take_skip_back(session, list(keys), member_id, away.SKIPPED)
