"""What was due for somebody, and what became of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin import flows as checkin
from handlers.checkin.rules import away, cadence
from handlers.kit.reader import Reader
from handlers.okr import flows as okr
from handlers.why.flows.coming import coming, dropped
from handlers.why.flows.unopened import unopened
from handlers.why.rules import Asked, Told, Whole, last
from storage import checkin as rounds
from storage import schedule
from storage import team as teams
from storage.schedule import Occurrence

LOOKED_BACK: Final = timedelta(days=130)  # three rounds of a monthly rhythm


async def whole(
    session: AsyncSession,
    reader: Reader,
    person: Reader,
    visible: Collection[str] | None,
    now: datetime,
) -> Whole:
    """All about this person, of the teams that the reader may see (None: all of them)."""
    rows = await schedule.of_members(session, cadence.ASKING, [person.id], now.date() - LOOKED_BACK)
    krs = await okr.key_results(session, now, owner_id=person.id)
    ids = {row.team_id for row in rows} | {kr.team_id for kr in krs}
    own = {kr.team_id for kr in krs} | set(await teams.teams_with(session, [person.id]))
    ids |= own
    ids = ids if visible is None else ids & set(visible)
    seen = [row for row in rows if row.team_id in ids]
    there = [team for team in await teams.every_team(session) if team.id in ids]
    owned = {kr.team_id for kr in krs}
    theirs = [team for team in there if team.id in own]
    left_out = await unopened(session, person, theirs, seen, now.date() - LOOKED_BACK)
    ahead = [told for told in left_out if told.due > now]
    soon = await coming(session, person, there, owned, (seen, ahead), now)
    settings = await checkin.settings_of(session, person.id)
    return Whole(
        person_id=person.id,
        own=reader.id == person.id,
        last=await _last(
            session,
            person.id,
            seen,
            await dropped(session, person, seen, now),
            [told for told in left_out if told.due <= now],
        ),
        soon=soon,
        names={team.id: team.name for team in there},
        reminders=settings.reminders,
    )


async def _last(
    session: AsyncSession,
    person_id: str,
    rows: Sequence[Occurrence],
    dropped: Mapping[Occurrence, str | None],
    left_out: Sequence[Told],
) -> list[Asked]:
    told = [*left_out, *(replace(told_of(row), dropped=dropped.get(row)) for row in rows)]
    shown = last(told, {})
    keys = [(id_, one.prompt.day) for one in shown for id_ in one.team_ids]
    if not keys:
        return shown
    mine = [row for row in await rounds.checkins(session, keys) if row.member_id == person_id]
    times = {(row.team_id, row.day): row.answered_at or row.replied_at for row in mine}
    answered = {key: at for key, at in times.items() if at is not None}
    skipped = {(row.team_id, row.day) for row in mine if row.skip_reason == away.SKIPPED}
    return last(told, answered, skipped)


def told_of(row: Occurrence) -> Told:
    return Told(
        kind=row.kind,
        team_id=row.team_id,
        day=row.day,
        due=row.first_due_at,
        zone=row.zone,
        state=row.state,
        at=row.settled_at or row.due_at,
        reason=row.reason,
    )
