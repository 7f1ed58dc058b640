"""Who is not missed in rounds: as it is written down there, and, while they run, as it is now."""

from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from operator import attrgetter
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence import flows as absence
from handlers.checkin.rules import away, cadence
from storage import checkin as rounds
from storage import checkin_reading as reading
from storage import schedule
from storage.checkin import Key, Round
from storage.checkin_reading import Latest, Stands
from storage.schedule import Occurrence

_REMINDING: Final = (cadence.REMIND, cadence.LAST_CALL)

Place = tuple[Key, str]  # a round, and who is in it


async def standing(
    session: AsyncSession,
    told: Sequence[Round | Latest],
    people: Mapping[Key, Collection[str]],
    now: datetime,
) -> dict[Key, dict[str, Stands]]:
    """How these people, and whoever else is written down, stand in these rounds.

    In one that runs, whoever is away now or has the day off is left out for that, and who had it
    when they were to be reminded last; nobody who is back and will be asked in it yet.
    """
    found: dict[Key, dict[str, Stands]] = {(one.team_id, one.day): {} for one in told}
    for (key, who), row in (await reading.stand(list(found)).read(session)).items():
        found[key][who] = row
    running = {(one.team_id, one.day): one for one in told if one.closed_at is None}
    theirs = {key: {*people.get(key, ()), *found[key]} for key in running}
    gone = await _gone_now(session, theirs, now)
    asked = await _asked_in(session, theirs)
    yet = _asked_yet(asked, running)
    for key in running:
        for who, row in found[key].items():
            if (key, who) in yet - gone.keys() and _is_absence(row.skip_reason):
                found[key][who] = row._replace(skip_reason=None)
    off = {place: why for place, why in _had_off(asked).items() if place not in yet}
    for (key, who), why in (off | gone).items():
        if who in theirs.get(key, ()):
            found[key][who] = _left_out(key, who, found[key].get(who), why)
    return found


async def left_out(
    session: AsyncSession,
    told: Sequence[Round | Latest],
    people: Mapping[Key, Collection[str]],
    now: datetime,
) -> dict[Key, set[str]]:
    """Who of these rounds is not missed, for they are away or have the day off."""
    known = await standing(session, told, people, now)
    return {
        key: {who for who, row in of.items() if away.is_neutral(row.skip_reason)}
        for key, of in known.items()
    }


async def note_gone(session: AsyncSession, round_: Round, now: datetime) -> None:
    """A round is about to close: whoever is away now was away."""
    key = (round_.team_id, round_.day)
    prompts = await reading.prompts(session, cadence.PROMPT, round_.team_id, [round_.day])
    known = await standing(session, [round_], {key: [row.member_id for row in prompts]}, now)
    why = {who: row.skip_reason for who, row in known[key].items()}
    await rounds.note_skipped(
        session, {(key, who): reason for who, reason in why.items() if reason}
    )


async def _gone_now(
    session: AsyncSession, theirs: Mapping[Key, AbstractSet[str]], now: datetime
) -> dict[Place, str]:
    by_team = {team_id: ids for (team_id, _), ids in theirs.items()}
    found = await absence.gone_today(session, by_team, now)
    return {(key, who): found[key[0]][who] for key in theirs for who in found[key[0]]}


def _is_absence(reason: str | None) -> bool:
    """Whether they were away by their own word or their status: that is over once they are back."""
    return reason is not None and away.kind_of(reason) in (away.AWAY, away.STATUS)


async def _asked_in(
    session: AsyncSession, theirs: Mapping[Key, Collection[str]]
) -> list[Occurrence]:
    """What these people were sent in these rounds, and will be, in the order in which it comes."""
    people = set[str]().union(*theirs.values())
    if not people:
        return []
    first = min(day for _, day in theirs)
    known = await schedule.of_members(session, cadence.ASKING, people, first)
    return sorted((row for row in known if _place(row)[0] in theirs), key=attrgetter("due_at"))


def _asked_yet(asked: Collection[Occurrence], running: Mapping[Key, Round | Latest]) -> set[Place]:
    """For whom something is still to come before the close."""
    coming = (row for row in asked if row.state == "due")
    return {_place(row) for row in coming if row.due_at < running[_place(row)[0]].closes_at}


def _had_off(asked: Collection[Occurrence]) -> dict[Place, str]:
    """On whose day off what would have reminded them last fell, and which one that was."""
    last = {_place(row): row for row in asked if row.kind in _REMINDING and row.state != "due"}
    return {p: row.reason for p, row in last.items() if row.reason and away.is_day_off(row.reason)}


def _place(row: Occurrence) -> Place:
    return (row.team_id, row.day), row.member_id


def _left_out(key: Key, who: str, row: Stands | None, reason: str) -> Stands:
    if row is None:
        return Stands(*key, who, reason, "", None)
    return row if row.skip_reason else row._replace(skip_reason=reason)
