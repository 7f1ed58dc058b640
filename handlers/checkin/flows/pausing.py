"""What a pause that was taken back means for rounds: they come back, and none comes twice."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.rules.off import Off, off_on
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.cadence import Walls
from handlers.schedule.rules import working_moment
from storage import checkin as rounds
from storage import schedule
from storage.checkin import Key
from storage.schedule import Occurrence


async def resume(
    session: AsyncSession, team_id: str, zone: str, walls: Walls, now: datetime
) -> None:
    """Rounds whose day lies ahead, and prompts of the open one, are due after all.

    Only those that were skipped for a pause, or a day off, that is not any more.
    """
    since = now.date() - cadence.REMEMBERED
    kinds = (cadence.OPEN, cadence.PROMPT)
    skipped = await schedule.skipped(session, kinds, team_id, since)
    paused = [row for row in skipped if away.kind_of(row.reason or "") in away.OF_TEAM]
    if not paused:
        return
    off = await absence.off_since(min(row.day for row in paused)).read(session)
    free = [row for row in paused if _is_free(row, off, walls, now)]
    today = now.astimezone(ZoneInfo(zone)).date()
    again = [row for row in free if row.kind == cadence.OPEN and row.day >= today]
    again += await _prompts(session, team_id, [r for r in free if r.kind == cadence.PROMPT])
    for row in again:
        schedule.take_up(row, _when(row, walls, now))


async def hold(session: AsyncSession, key: Key, reason: str, walls: Walls, now: datetime) -> None:
    """A round that opens only now, after a pause: whose moment has gone by is asked for its sake
    later than planned, and not for ours.
    """
    for row in await schedule.of_day(session, [cadence.PROMPT], *key):
        if row.state == "due" and row.due_at < now:
            schedule.put_off(row, _when(row, walls, now), because=reason)


def _is_free(row: Occurrence, off: Sequence[Off], walls: Walls, now: datetime) -> bool:
    """Whether nothing is in its way any more: neither on its round's day nor today, over there."""
    if row.kind == cadence.OPEN:
        return off_on(off, row.team_id, row.day) is None
    wall = walls.get(row.member_id)
    here = now.astimezone(ZoneInfo(wall.zone if wall else row.zone)).date()
    return off_on(off, row.team_id, row.day, here) is None


async def _prompts(
    session: AsyncSession, team_id: str, skipped: Sequence[Occurrence]
) -> list[Occurrence]:
    """Those of a round that is still open, of whom nothing has asked in it meanwhile."""
    if not skipped:
        return []
    day = max(row.day for row in skipped)
    round_ = await rounds.round_of(session, (team_id, day))
    if round_ is None or round_.closed_at is not None:
        return []
    had = await schedule.of_day(session, cadence.ASKING, team_id, day)
    reminded = {row.member_id for row in had if row.state == "done"}
    asked = [row for row in skipped if row.day == day and row.member_id not in reminded]
    theirs = [row.member_id for row in asked]
    await rounds.note_asked(session, (team_id, day), theirs, but=away.SKIPPED)
    return asked


def _when(row: Occurrence, walls: Walls, now: datetime) -> datetime:
    """Nobody is asked at night because somebody else ends a pause by day."""
    if row.due_at >= now:
        return row.due_at
    wall = walls.get(row.member_id)
    if wall is None:
        return now
    return working_moment(now, wall.zone, cadence.WORK_OPENS, cadence.WORK_CLOSES)
