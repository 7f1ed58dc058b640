"""What an update means for a round: an answer, in time or late, and who has to see it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.due import answered_in
from handlers.checkin.rules import cadence
from handlers.checkin.rules.asked import Key, Line
from handlers.deps import Moved, MovedKr, Soon
from handlers.okr import flows as okr
from storage import checkin as rounds
from storage.checkin import Answer, Round


async def note_answer(session: AsyncSession, moved: Moved) -> list[Soon]:
    """After any update: it answers its KR in the team's latest round, however it was made.

    The rounds stay locked until the end: nobody else answers or closes them meanwhile. The number
    of statements does not grow with that of the KRs.
    """
    since = moved.now.date() - cadence.REMEMBERED
    teams = {kr.team_id for kr in moved.updates}
    numbers = [kr.number for kr in moved.updates]
    found = await rounds.to_answer(session, teams, numbers, since)
    latest = {team_id: round_ for team_id, (round_, _) in found.items()}
    krs = [kr for kr in moved.updates if kr.team_id in latest]
    new = [kr for kr in krs if kr.number not in found[kr.team_id][1]]
    answered = await _answer(session, await _asked(session, new, latest), latest, moved)
    late = [round_ for round_ in answered if round_.closed_at is not None]
    owners = {(latest[kr.team_id], kr.owner_id) for kr in krs}
    again = [soon(cadence.LATE_ANSWER, round_, moved.now) for round_ in late]
    return again + [soon(cadence.REFRESH, round_, moved.now, owner) for round_, owner in owners]


async def _asked(
    session: AsyncSession, krs: Sequence[MovedKr], latest: Mapping[str, Round]
) -> list[MovedKr]:
    """A KR that is younger than the round's end is nobody's late answer."""
    ends = {kr.number: latest[kr.team_id].closed_at for kr in krs}
    late = [number for number, end in ends.items() if end is not None]
    born = await rounds.activated_at(session, late) if late else {}
    return [kr for kr in krs if (end := ends[kr.number]) is None or born.get(kr.number, end) < end]


async def _answer(
    session: AsyncSession, new: Sequence[MovedKr], latest: Mapping[str, Round], moved: Moved
) -> set[Round]:
    """Note these answers; the rounds that they belong to."""
    if not new:
        return set()
    session.add_all(_row(latest[kr.team_id], kr, moved) for kr in new)
    await session.flush()
    answered = {latest[kr.team_id] for kr in new}
    done = await answered_in(session, [(round_.team_id, round_.day) for round_ in answered])
    await _note_answered(session, new, latest, done, moved.now)
    return answered


def _row(round_: Round, kr: MovedKr, moved: Moved) -> Answer:
    return Answer(
        team_id=round_.team_id,
        day=round_.day,
        kr_number=kr.number,
        update_id=kr.update_id,
        member_id=moved.author.id,
        answered_at=moved.now,
        is_late=round_.closed_at is not None,
    )


async def _note_answered(
    session: AsyncSession,
    new: Sequence[MovedKr],
    latest: Mapping[str, Round],
    done: Collection[tuple[str, int]],
    now: datetime,
) -> None:
    """Whoever owns one of the new answers, and has no KR left without one."""
    theirs = await okr.key_results(session, now, team_ids={kr.team_id for kr in new})
    missing = {(kr.team_id, kr.owner_id) for kr in theirs if (kr.team_id, kr.number) not in done}
    whole = {(kr.team_id, kr.owner_id) for kr in new} - missing
    rows = [(latest[team_id], owner) for team_id, owner in sorted(whole)]
    await rounds.note_answered(session, rows, now)


def soon(kind: str, round_: Round, now: datetime, member_id: str = "") -> Soon:
    """An occurrence of this round that is due now."""
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
            before=by_number[number].aim.begins if previous is None else previous,
            after=by_number[number].value,
            update_id=answer.update_id,
            at=answer.answered_at,
        )
        for number, answer in late.items()
        if number in by_number
        for previous in (by_number[number].previous,)
    ]
