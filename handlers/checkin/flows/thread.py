"""What stands in the thread of a round's summary."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.blocker import flows as blockers
from handlers.blocker.rules import Blocker
from handlers.checkin.flows.summing import Found
from handlers.checkin.rules.summary import Key, Spoken, Told
from handlers.kudos import flows as kudos
from handlers.question import flows as questions
from handlers.question.rules import Asked, Promise, Replied
from handlers.quote import flows as quotes
from handlers.vote import flows as votes
from storage.checkin import Round
from storage.team import Team

WEEK: Final = timedelta(days=7)
LONGEST: Final = timedelta(days=35)  # between two rounds: what came before is no news


async def gathered(
    session: AsyncSession, team: Team, round_: Round, found: Found, now: datetime
) -> Told:
    """What people said, what is in the way, what was promised, and the good of these days."""
    key, before = (round_.team_id, round_.day), found.around.before
    replies = (await questions.replies_in(session, [key]))[key]
    asked = await _asked(session, found, replies)
    numbers = [kr.number for kr in found.krs]
    span, closed = _days(round_, before, now), round_.closed_at is not None
    return Told(
        team_name=team.name,
        summary=found.summary,
        spoken=_spoken(asked, replies),
        blockers=await _in_the_way(session, key),
        promised=await _promised(session, before),
        kudos=await kudos.touching(session, team.id, numbers, span),
        quotes=await quotes.touching(session, team.id, numbers, span),
        outcomes=await votes.outcomes(session, key, found.krs) if closed else (),
        is_open=not closed,
        closes_at=round_.closes_at,
    )


async def _asked(
    session: AsyncSession, found: Found, replies: Sequence[Replied]
) -> dict[str, Asked]:
    """The team's questions in their order, and those it has given up and that were replied to."""
    asked = {one.id: one for one in found.questions}
    others = sorted({one.question_id for one in replies} - asked.keys())
    retired = await questions.in_form(session, others) if others else []
    return asked | {one.id: one for one in retired}


def _spoken(asked: Mapping[str, Asked], replies: Sequence[Replied]) -> list[Spoken]:
    """By question; one that nobody replied to is left out."""
    of = {id_: [one for one in replies if one.question_id == id_] for id_ in asked}
    return [Spoken(one, of[id_]) for id_, one in asked.items() if of[id_]]


async def _promised(session: AsyncSession, before: Round | None) -> list[Promise]:
    """What people said in the round before that they would do, and whether it happened."""
    if before is None:
        return []
    key = (before.team_id, before.day)
    return (await questions.promised_in(session, [key]))[key]


async def _in_the_way(session: AsyncSession, key: Key) -> list[Blocker]:
    """What is open of this round and of those before it."""
    team_id, day = key
    return [b for b in (await blockers.open_in(session, [team_id]))[team_id] if b.day <= day]


def _days(round_: Round, before: Round | None, now: datetime) -> tuple[datetime, datetime]:
    """From the close of the round before to that of this one."""
    end = round_.closed_at or now
    since = before.closed_at if before and before.closed_at else round_.closes_at - WEEK
    return max(since, end - LONGEST), end
