"""What a digest tells, in a constant number of statements; nothing here writes."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.digest.rules import due
from handlers.digest.rules.contents import Contents, Participation
from handlers.kudos import flows as kudos
from handlers.metric import flows as metrics
from handlers.okr import flows as okr
from handlers.okr.rules import Movement
from handlers.quote import flows as quotes
from storage import checkin as checkins
from storage import digest as digests
from storage.team import Team

_TICK: Final = timedelta(microseconds=1)  # what happens at this very moment is told, too


async def gather(session: AsyncSession, team: Team, now: datetime) -> Contents:
    """All that happened in a team since its last digest, and how it stands."""
    last = await digests.last(session, team.id)
    until = now + _TICK
    since = due.begins(until, None if last is None else last.until)
    start, end = due.days(since, until, team.zone)
    krs = await okr.movements(session, team.id, since, until, now)
    return Contents(
        team_id=team.id,
        team_name=team.name,
        channel=team.channel,
        start=start,
        end=end,
        since=since,
        until=until,
        krs=krs,
        kudos=await kudos.given(session, team.id, since, until),
        quote=await quotes.pick(session, team.id, now),
        metrics=await metrics.latest(session, team.id, now),
        participation=await _participation(session, team, krs, since, until),
    )


async def _participation(
    session: AsyncSession, team: Team, krs: Sequence[Movement], since: datetime, until: datetime
) -> Participation | None:
    """Of the latest round; who was away was not asked. None where there was no round."""
    round_ = await digests.round_between(session, team.id, since, until)
    if round_ is None:
        return None
    known = await checkins.checkins(session, (team.id, round_.day))
    skipped = {c.member_id for c in known if c.skip_reason and c.answered_at is None}
    answered = {c.member_id for c in known if c.answered_at is not None}
    asked = {m.kr.owner_id for m in krs} - skipped | answered
    return Participation(len(answered), len(asked)) if asked else None
