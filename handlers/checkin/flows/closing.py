"""Closing a round, and what it is told as: at the close, and whenever that is new."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.checkin.flows.gone import note_gone
from handlers.checkin.flows.summing import Found, summed
from handlers.checkin.flows.thread import gathered
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.summary import Told
from handlers.vote import flows as votes
from handlers.vote.flows import Odd
from storage import checkin as rounds
from storage.checkin import Round
from storage.team import Team


@dataclass(frozen=True, slots=True)
class Closed:
    """What to post, or the reason why nothing is; and who has voted far from the others."""

    told: Told | None = None
    skipped: str | None = None
    odd: tuple[tuple[str, list[Odd]], ...] = ()


async def close_round(
    session: AsyncSession, team: Team | None, key: tuple[str, date], now: datetime
) -> Closed:
    """Close the round; from here on answers are late, and votes are not taken."""
    round_ = await rounds.round_of(session, key)
    if round_ is None or round_.closed_at is not None:
        return Closed(skipped=away.ROUND_OVER)
    await note_gone(session, round_, now)
    round_.closed_at = now
    if team is None:
        return Closed(skipped=away.NO_TEAM)
    found = await summed(session, round_, now)
    round_.people = sorted(found.people)
    if now - round_.closes_at > cadence.SUMMARY_WITHIN:
        return Closed(skipped=away.MISSED)
    if reason := await _nothing(session, found):
        return Closed(skipped=reason)
    told = await gathered(session, team, round_, found, now)
    odd = await votes.odd_ones(session, key, told.outcomes)
    return Closed(told, odd=tuple(odd.items()))


async def _nothing(session: AsyncSession, found: Found) -> str | None:
    """Why there is nothing to tell, if so."""
    told = found.summary
    if told.asked or told.skipped or told.answered or told.lines:
        return None
    if told.away or told.paused:
        off = await absence.off_on(session, *told.key)
        return off.reason if off else away.EVERYBODY_AWAY
    return away.NOBODY if told.silent or found.questions else away.NO_KEY_RESULTS


async def told_of(session: AsyncSession, team: Team, round_: Round, now: datetime) -> Told:
    """Everything there is to tell of a round, closed or not, in a constant number of statements.

    Without what was withdrawn since; what came late is marked.
    """
    return await gathered(session, team, round_, await summed(session, round_, now), now)
