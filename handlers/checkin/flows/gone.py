"""Who is not missed in rounds: as it is written down there, and, while they run, as it is now."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.checkin.rules import away, cadence
from storage import checkin as rounds
from storage import checkin_reading as reading
from storage import schedule
from storage import team as teams
from storage.checkin import Key, Round
from storage.checkin_reading import Latest, Stands

Place = tuple[Key, str]  # a round, and who is in it


async def standing(
    session: AsyncSession,
    told: Sequence[Round | Latest],
    people: Mapping[Key, Collection[str]],
    now: datetime,
) -> dict[Key, dict[str, Stands]]:
    """How these people, and whoever else is written down, stand in these rounds.

    In one that runs, whoever is away now is left out for that, and nobody who is back and will be
    asked in it yet.
    """
    found: dict[Key, dict[str, Stands]] = {(one.team_id, one.day): {} for one in told}
    for (key, who), row in (await reading.stand(list(found)).read(session)).items():
        found[key][who] = row
    running = {(one.team_id, one.day): one for one in told if one.closed_at is None}
    theirs = {key: {*people.get(key, ()), *found[key]} for key in running}
    gone = await _away_now(session, set[str]().union(*theirs.values()), now)
    absent = [
        (key, who)
        for key in running
        for who, row in found[key].items()
        if who not in gone and _is_absence(row.skip_reason)
    ]
    for key, who in await _asked_yet(session, absent, running):
        found[key][who] = found[key][who]._replace(skip_reason=None)
    for key, ids in theirs.items():
        for who in ids & gone.keys():
            found[key][who] = _left_out(key, who, found[key].get(who), gone[who])
    return found


async def note_gone(session: AsyncSession, round_: Round, now: datetime) -> None:
    """A round is about to close: whoever is away now was away."""
    key = (round_.team_id, round_.day)
    prompts = await reading.prompts(session, cadence.PROMPT, round_.team_id, [round_.day])
    known = await standing(session, [round_], {key: [row.member_id for row in prompts]}, now)
    why = {who: row.skip_reason for who, row in known[key].items()}
    await rounds.note_skipped(
        session, {(key, who): reason for who, reason in why.items() if reason}
    )


async def _away_now(session: AsyncSession, ids: Collection[str], now: datetime) -> dict[str, str]:
    known = (await teams.members(session, ids)).values() if ids else ()
    found = {one.id: absence.is_away(one, now) for one in known}
    return {who: reason for who, reason in found.items() if reason}


def _is_absence(reason: str | None) -> bool:
    """Whether they were away by their own word or their status: that is over once they are back."""
    return reason is not None and away.kind_of(reason) in (away.AWAY, away.STATUS)


async def _asked_yet(
    session: AsyncSession, absent: Collection[Place], running: Mapping[Key, Round | Latest]
) -> list[Place]:
    """Those of them for whom something is still to come before the close."""
    if not absent:
        return []
    first = min(day for (_, day), _ in absent)
    known = await schedule.of_members(session, cadence.ASKING, {who for _, who in absent}, first)
    coming = {((r.team_id, r.day), r.member_id, r.due_at) for r in known if r.state == "due"}
    in_time = {
        (key, who) for key, who, at in coming if key in running and at < running[key].closes_at
    }
    return [one for one in absent if one in in_time]


def _left_out(key: Key, who: str, row: Stands | None, reason: str) -> Stands:
    if row is None:
        return Stands(*key, who, reason, "", None)
    return row if row.skip_reason else row._replace(skip_reason=reason)
