"""Whoever comes back while a round is open, and has not been asked in it, is asked once."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.absence.rules.quiet import TO_ANSWER
from handlers.absence.rules.why import AWAY, STATUS
from handlers.checkin.flows.due import rounds_of
from handlers.checkin.rules import away, cadence
from handlers.checkin.rules.asked import DueRound, Key
from handlers.schedule.rules import working_moment
from storage import checkin as rounds
from storage import schedule
from storage import team as teams
from storage.schedule import Occurrence


async def ask(session: AsyncSession, member_id: str, now: datetime) -> None:
    """Their card comes after all, if they are back too late for any reminder, and in time to
    answer. At night it waits for the morning.
    """
    since = now.date() - cadence.REMEMBERED
    rows = await schedule.of_members(session, cadence.ASKING, [member_id], since)
    unasked = _unasked(rows)
    if not unasked:
        return
    known = (await teams.members(session, [member_id])).get(member_id)
    if known is not None and absence.is_away(known, now):
        return
    zone = (await teams.profiles(session, [member_id]))[member_id].zone
    at = working_moment(now, zone, cadence.WORK_OPENS, cadence.WORK_CLOSES)
    parts = [p for p in await rounds_of(session, member_id, now) if p.key in unasked]
    for part in sorted(parts, key=lambda part: part.key):
        if _is_left_alone(part, rows, at):
            await _ask(session, member_id, part.key, at)


def _place(row: Occurrence) -> Key:
    return (row.team_id, row.day)


def _unasked(rows: Iterable[Occurrence]) -> set[Key]:
    """The rounds in which they were away when their card was due, and got none since."""
    rows = list(rows)
    prompts = [r for r in rows if r.kind == cadence.PROMPT and r.state == "skipped"]
    gone = {_place(r) for r in prompts if away.kind_of(r.reason or "") in (AWAY, STATUS)}
    return gone - {_place(row) for row in rows if row.state == "done"}


def _is_left_alone(part: DueRound, rows: Iterable[Occurrence], at: datetime) -> bool:
    """Whether nothing else asks them in this round, which takes their answer for some time yet."""
    coming = [r for r in rows if r.state == "due" and _place(r) == part.key]
    is_reminded = any(row.due_at < part.closes_at for row in coming)
    has_time = part.runs(at) and part.closes_at - at >= TO_ANSWER
    return part.waits and not is_reminded and has_time


async def _ask(session: AsyncSession, member_id: str, key: Key, at: datetime) -> None:
    """They count as asked again."""
    for row in await schedule.of_day(session, [cadence.PROMPT], *key):
        if row.member_id == member_id and row.state == "skipped":
            schedule.take_up(row, at)
            await rounds.note_asked(session, key, [member_id], but=away.SKIPPED)
