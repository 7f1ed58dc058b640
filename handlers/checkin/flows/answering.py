"""What an update means for a round: an answer, in time or late, and who has to see it."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.due import answered_in
from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import Key, Line
from handlers.deps import Moved
from handlers.okr import flows as okr
from handlers.okr.rules import KrState
from storage import checkin as rounds
from storage import schedule
from storage.checkin import Round


async def note_answer(session: AsyncSession, moved: Moved) -> None:
    """After any update: it answers its KR in the team's latest round, however it was made."""
    found = await okr.key_results(session, moved.now, numbers=[moved.kr_number])
    if not found:
        return
    kr = found[0]
    since = moved.now.date() - cadence.REMEMBERED
    latest = await rounds.latest_rounds(session, [kr.team_id], since, lock=True)
    if kr.team_id not in latest:
        return
    round_ = latest[kr.team_id]
    if await _is_asked(session, kr, round_):
        await _answer(session, kr, round_, moved)
    await schedule.again(session, _now(cadence.REFRESH, round_, moved.now, kr.owner_id))


async def _is_asked(session: AsyncSession, kr: KrState, round_: Round) -> bool:
    """A KR that is younger than the round's end is nobody's late answer."""
    if round_.closed_at is None:
        return True
    born = await rounds.activated_at(session, kr.number)
    return born is not None and born < round_.closed_at


async def _answer(session: AsyncSession, kr: KrState, round_: Round, moved: Moved) -> None:
    key, late = (round_.team_id, round_.day), round_.closed_at is not None
    new = await rounds.answer(
        session,
        key,
        kr.number,
        update_id=moved.update_id,
        member_id=moved.author.id,
        now=moved.now,
        late=late,
    )
    if not new:
        return
    if await _has_all(session, key, kr, moved.now):
        await rounds.note_answered(session, key, kr.owner_id, moved.now, late=late)
    if late:
        await schedule.again(session, _now(cadence.LATE_ANSWER, round_, moved.now))


async def _has_all(session: AsyncSession, key: Key, kr: KrState, now: datetime) -> bool:
    theirs = await okr.key_results(session, now, team_ids=[kr.team_id], owner_id=kr.owner_id)
    done = await answered_in(session, [key])
    return all((one.team_id, one.number) in done for one in theirs)


def _now(kind: str, round_: Round, now: datetime, member_id: str = "") -> dict[str, Any]:
    wall = now.astimezone(ZoneInfo("UTC"))
    return {
        "kind": kind,
        "team_id": round_.team_id,
        "day": round_.day,
        "member_id": member_id,
        "wall_day": wall.date(),
        "wall_time": wall.time(),
        "zone": "UTC",
        "due_at": now,
    }


async def late_lines(session: AsyncSession, key: Key, now: datetime) -> list[Line]:
    """What was answered after the round's close, oldest first."""
    late = {a.kr_number: a for a in await rounds.answers(session, [key]) if a.is_late}
    krs = await okr.key_results(session, now, numbers=list(late))
    by_number = {kr.number: kr for kr in krs}
    return [
        Line(
            kr=by_number[number],
            author_id=answer.member_id,
            before=by_number[number].start if previous is None else previous,
            after=by_number[number].value,
        )
        for number, answer in late.items()
        if number in by_number
        for previous in (by_number[number].previous,)
    ]
