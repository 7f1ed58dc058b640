"""`/okr pause`: days on which a team, or the whole workspace, is not asked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.absence.flows.days_off import as_off
from handlers.absence.rules import RESUME
from handlers.absence.rules.days import read_span
from handlers.absence.rules.left_out import LeftOut, left_out
from handlers.absence.rules.off import Off, off_on
from handlers.kit.errors import UserError
from handlers.kit.mrkdwn import readable
from handlers.kit.reader import Reader
from handlers.schedule.flows import errand
from handlers.schedule.rules import rhythm
from handlers.schedule.rules.rhythm import OPENS, Rhythm
from handlers.team.flows import is_lead, the_team
from storage import absence as rows
from storage import schedule
from storage import team as teams
from storage.absence import DayOff
from storage.db import new_id
from storage.team import Team

LONGEST_NAME: Final = 80
_END: Final = frozenset({"end", "stop", "off", "结束", "結束"})
_EVERYONE: Final = re.compile(r"(everyone|everybody|all)\b|所有人|全员|全員|大家", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Pause:
    """What was typed: whose days, from when to when, and why."""

    everyone: bool
    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class Paused:
    """A pause, and the teams whose channels hear of it.

    `left_out`: the rounds that do not come, by team. `still`: where it is taken back, what holds
    some of its days all the same.
    """

    off: Off
    teams: list[Team]
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)
    still: tuple[Off, ...] = ()

    def still_of(self, team_id: str) -> list[Off]:
        """That of this team; of no team: that of everybody."""
        return [off for off in self.still if off.team_id in ("", team_id)]


def read_end(text: str) -> tuple[bool, bool]:
    """Whether this ends what is off, and whether that is everybody's: end, everyone end, 结束."""
    everyone, typed = _whose(text)
    return typed.casefold() in _END, everyone


def _whose(text: str) -> tuple[bool, str]:
    """Whether everybody is meant, and what follows that."""
    found = _EVERYONE.match(text.strip())
    return found is not None, text.strip()[found.end() :].strip() if found else text.strip()


def read_pause(text: str, reader: Reader, now: datetime) -> Pause:
    """`until Monday`, `from 21 Dec until 4 Jan Winter break`, `everyone on 2026-12-31 Company day`.

    UserError as `read_span`.
    """
    everyone, typed = _whose(text)
    verb = "pause everyone" if everyone else "pause"
    span = read_span(typed, reader.day(now), reader.say.locale, verb=verb)
    name = " ".join(readable(span.rest, {}).split())
    if len(name) > LONGEST_NAME:
        raise UserError(
            "The name of a pause is {most} characters long at most. Shorten “{name}”.",
            most=LONGEST_NAME,
            name=name,
        )
    first = span.first or reader.day(now)
    return Pause(everyone, first, span.back - timedelta(days=1), name)


async def pause(
    session: AsyncSession, reader: Reader, typed: Pause, channel: str | None, now: datetime
) -> Paused:
    """Write it down. UserError for who may not, and where these days are off already."""
    team = None if typed.everyone else await the_team(session, reader, channel)
    await _refuse_others(session, reader, team)
    team_id = team.id if team else ""
    for row in await rows.days_off(typed.first).read(session):
        off = as_off(row)
        if off.holds(team_id, typed.first) and off.holds(team_id, typed.last):
            raise UserError(
                "These days are off already, from {first} to {last}. `/okr pause` lists what is"
                " planned.",
                first=off.first,
                last=off.last,
            )
    made = DayOff(
        id=new_id(),
        team_id=team_id,
        first=typed.first,
        last=typed.last,
        name=typed.name,
        made_by=reader.id,
        made_at=now,
    )
    session.add(made)
    await session.flush()
    concerned = [team] if team else await teams.every_team(session)
    return Paused(as_off(made), concerned, await _left_out(session, as_off(made), concerned))


async def _left_out(
    session: AsyncSession, off: Off, concerned: Iterable[Team]
) -> dict[str, LeftOut]:
    """The rounds that these teams do not have; those that have all of theirs are not there."""
    by_id = {team.id: team for team in concerned}
    first = await schedule.next_days(session, OPENS, by_id)
    offs = await _since(session, off.first)
    found = {id_: left_out(_made(by_id[id_]), day, off, offs, id_) for id_, day in first.items()}
    return {id_: left for id_, left in found.items() if left is not None}


def _made(team: Team) -> tuple[Rhythm, int]:
    return rhythm.parse(team.checkin_rhythm), team.checkin_weekday


async def _refuse_others(session: AsyncSession, reader: Reader, team: Team | None) -> None:
    if team is None and not reader.is_admin:
        raise UserError(
            "Only this workspace's admins give everybody a day off. For your own team type"
            " `/okr pause until Monday` in its channel."
        )
    if team is not None and not await is_lead(session, team.id, reader):
        raise UserError(
            "The check-ins of {team} are paused by its leads and this workspace's admins. Ask one"
            " of them; for yourself type `/okr away until Monday`.",
            team=team.name,
        )


async def planned(
    session: AsyncSession, reader: Reader, channel: str | None, now: datetime
) -> tuple[Team | None, list[Off]]:
    """The team that is meant here, if there is one, and what it has off today or later."""
    try:
        team: Team | None = await the_team(session, reader, channel)
    except UserError:  # in no team, or in several: what everybody has off is shown
        team = None
    mine = ("", team.id) if team else ("",)
    return team, [off for off in await _since(session, reader.day(now)) if off.team_id in mine]


async def end(
    session: AsyncSession, reader: Reader, channel: str | None, now: datetime, *, everyone: bool
) -> Paused | None:
    """What the team, or everybody, has off today is off no more; None where the team has nothing
    off but what everybody has. UserError when nothing is off.
    """
    team = None if everyone else await the_team(session, reader, channel)
    if everyone:
        await _refuse_others(session, reader, None)
    today = reader.day(now)
    known = await _since(session, today)
    here = [off for off in known if off.team_id == (team.id if team else "") and off.first <= today]
    if not here:
        if team is not None and off_on(known, team.id, today):
            return None
        raise _nothing_off(team)
    taken = [await take_back(session, reader, off.id, now) for off in here]
    longest = max((one for one in taken if one is not None), key=_last)
    ended = {off.id for off in here}
    return replace(longest, still=tuple(off for off in longest.still if off.id not in ended))


def _last(paused: Paused) -> date:
    return paused.off.last


def _nothing_off(team: Team | None) -> UserError:
    if team is None:
        return UserError("Today is no day off for everybody. `/okr pause` lists what is planned.")
    return UserError(
        "{team} is in no pause now. `/okr pause` lists what is planned.", team=team.name
    )


async def _since(session: AsyncSession, day: date) -> list[Off]:
    return [as_off(row) for row in await rows.days_off(day).read(session)]


async def take_back(
    session: AsyncSession, reader: Reader, id_: str, now: datetime
) -> Paused | None:
    """What is left of a pause is off no more; None if it is over, or somebody was faster."""
    row = await rows.day_off(session, id_)
    if row is None:
        return None
    team = await teams.team(session, row.team_id) if row.team_id else None
    await _refuse_others(session, reader, team)
    off, today = as_off(row), reader.day(now)
    if off.last < today:
        return None
    if off.first < today:
        row.last = today - timedelta(days=1)
    else:
        await rows.forget_day_off(session, id_)
    concerned = [team] if team else await teams.every_team(session)
    await _resume(session, concerned, now)
    left = replace(off, first=max(off.first, today))
    others = (one for one in await _since(session, left.first) if one.id != id_)
    still = tuple(one for one in others if one.first <= left.last)
    return Paused(left, concerned, still=still)


async def _resume(session: AsyncSession, concerned: Iterable[Team], now: datetime) -> None:
    """Each team's rounds come back by themselves: many teams are too many for one answer."""
    await schedule.plan(session, [errand(RESUME, now, about=team.id) for team in concerned])
