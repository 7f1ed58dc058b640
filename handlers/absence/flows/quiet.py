"""Slack's do-not-disturb as we heard of it last."""

from collections.abc import Mapping
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence.rules import why
from handlers.absence.rules.quiet import NEVER, Quiet
from storage import schedule
from storage import team as teams
from storage.team import Member


async def learn_quiet(session: AsyncSession, heard: Mapping[str, Quiet], now: datetime) -> None:
    """Write it down, of people whom we know. What was held for somebody whose quiet ends sooner
    than we thought comes sooner, too.
    """
    known = await teams.members(session, heard)
    for id_, member in known.items():
        member.quiet_from, member.quiet_until = heard[id_].begins, heard[id_].ends
    await session.flush()
    held = await schedule.held(session, known, why.QUIET)
    for _, dues in groupby(held, key=attrgetter("kind")):
        for row in await schedule.get_all(session, list(dues)):
            quiet = heard[row.member_id]
            ends = quiet.ends if quiet.at(now) and quiet.ends else now
            if ends < row.due_at:
                schedule.put_off(row, ends, because=why.QUIET)


def quiet_of(member: Member | None) -> Quiet:
    return Quiet(member.quiet_from, member.quiet_until) if member else NEVER
