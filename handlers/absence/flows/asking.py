"""Who is away now, and why; and who stands in for them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence.rules import why
from handlers.absence.rules.country import place_of
from handlers.absence.rules.leave import Leave
from handlers.kit.holidays import Where, holidays
from handlers.kit.reader import Reader
from storage import absence as rows
from storage import team as teams
from storage.absence import Around
from storage.team import Member


@dataclass(frozen=True, slots=True)
class Absences:
    """Of some people: why each is away now (None: they are there), and who stands in.

    `instead`: whoever is away -> their stand-in. `named`: everybody who was named as one, also
    while there is nobody to stand in for.
    """

    why: Mapping[str, str | None]
    instead: Mapping[str, str]
    named: frozenset[str]


async def absences(
    session: AsyncSession,
    readers: Mapping[str, Reader],
    people: Mapping[str, Member],
    owners: Collection[str],
    now: datetime,
) -> Absences:
    """In as many statements for a thousand people as for one.

    `people` is what the directory knows of `readers`; `owners` are those whose work may need a
    stand-in. A team's pause and the workspace's days off are `days_off`.
    """
    named = await rows.owners_with_stand_in(session, owners)
    gone = [member for member in named if is_away(member, now)]
    theirs = {member.stand_in for member in gone if member.stand_in}
    stand_ins = await teams.members(session, theirs) if theirs else {}
    failed = {m.id: _unfit(m, stand_ins.get(m.stand_in or ""), now) for m in gone}
    reasons = await _reasons(readers, people, now)
    # Others than those asked for may be gone as well: of them only who stands in is told.
    alone = {
        i: why.named(reasons[i] or why.AWAY, f) for i, f in failed.items() if f and i in reasons
    }
    return Absences(
        why=reasons | alone,
        instead={m.id: m.stand_in for m in gone if m.stand_in and not failed[m.id]},
        named=frozenset(member.stand_in for member in named if member.stand_in),
    )


async def _reasons(
    readers: Mapping[str, Reader], people: Mapping[str, Member], now: datetime
) -> dict[str, str | None]:
    where = {id_: _place(reader, people.get(id_), now) for id_, reader in readers.items()}
    names = await holidays(set(where.values()))
    found = {id_: is_away(people[id_], now) for id_ in readers if id_ in people}
    return {id_: found.get(id_) or _holiday(names[where[id_]]) for id_ in readers}


def _place(reader: Reader, member: Member | None, now: datetime) -> Where:
    """The day and the country of somebody whom the directory may not know, and their language."""
    country = place_of(member.country if member else None, reader.zone)
    return reader.day(now), country, reader.say.language


def _holiday(name: str | None) -> str | None:
    return why.named(why.HOLIDAY, name) if name else None


def is_away(member: Member | Row[Any], now: datetime) -> str | None:
    """Whether somebody is away by their own word or their status, without holidays; the reason."""
    status = (member.status_emoji, member.status_text, member.status_until)
    return why.away_now(now, (member.away_from, member.away_until), status)


def _unfit(member: Member, stand_in: Member | None, now: datetime) -> str | None:
    """Why nobody stands in for this member; stand-ins of stand-ins are not looked for."""
    if stand_in is None:  # the directory has not heard of them yet
        return why.STAND_IN_LEFT if member.stand_in == member.id else None
    return _unfit_one(stand_in, now)


def _unfit_one(stand_in: Member, now: datetime) -> str | None:
    if stand_in.deleted or stand_in.is_bot:
        return why.STAND_IN_LEFT
    return why.STAND_IN_AWAY if is_away(stand_in, now) else None


async def lacking(session: AsyncSession, leave: Leave, now: datetime) -> Leave:
    """An absence with why nobody stands in when it begins, where somebody was named."""
    if leave.stand_in is None:
        return leave
    known = (await teams.members(session, [leave.stand_in])).get(leave.stand_in)
    if known is None:  # the directory has not heard of them yet
        return leave
    unfit = _unfit_one(known, leave.begins or now)
    by_status = is_away(known, now) == why.STATUS  # which may be another one by then
    if leave.begins and by_status:
        return leave
    return replace(leave, lacking=unfit, stands_from=_back_in_time(known, leave, unfit))


def _back_in_time(stand_in: Member, leave: Leave, unfit: str | None) -> date | None:
    """The day on which a stand-in is back who is away only for the beginning of this absence."""
    until = stand_in.away_until
    if unfit != why.STAND_IN_AWAY or until is None or until >= leave.ends:
        return None
    if is_away(stand_in, until):  # by their status, of which nobody knows when it ends
        return None
    return until.astimezone(ZoneInfo(stand_in.zone or "UTC")).date()


async def stood_in_for(session: AsyncSession, member_id: str, now: datetime) -> list[str]:
    """The people whom this one stands in for now."""
    return theirs_now(await rows.around(member_id).read(session), now)


def theirs_now(around: Around, now: datetime) -> list[str]:
    """The same, where they and those who named them have been read."""
    me, named_by = around
    if me is not None and is_away(me, now):
        return []
    return [one.id for one in named_by if is_away(one, now) and not (me and one.id == me.id)]


async def stand_ins_of(session: AsyncSession, owners: Collection[str]) -> set[str]:
    """Whoever may have to stand in for one of these people, now or some time."""
    named = await rows.owners_with_stand_in(session, owners)
    return {member.stand_in for member in named if member.stand_in}
