"""`/okr checkin report`: which round somebody means, and whether they may read it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.checkin.flows.closing import told_of
from handlers.checkin.rules.summary import Told
from handlers.kit.dates import day_at
from handlers.kit.errors import UserError
from handlers.kit.reader import Reader
from handlers.kit.text import Mrkdwn, mention
from handlers.team import flows as team_flows
from storage import checkin_reading as reading
from storage import team as teams
from storage.checkin import Key
from storage.team import Team

_YEAR: Final = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class Report:
    """A round in full; `asked_for` is the day that was named, where the round is of another."""

    told: Told
    asked_for: date | None = None


async def report(
    session: AsyncSession, reader: Reader, channel: str | None, typed: str, now: datetime
) -> Report:
    """The round of the day that was typed, else the nearest before it; without one the latest.

    UserError for who may not read it, and for a team that had no round yet.
    """
    day = read_day(typed, reader.day(now)) if typed else None
    team = await team_flows.the_team(session, reader, channel)
    await _may_read(session, team, reader)
    round_ = await reading.nearest(session, team.id, day)
    if round_ is None:
        raise UserError(
            "{team} has had no check-in round yet. `/okr team` in its channel says when the first"
            " one comes.",
            team=team.name,
        )
    told = await told_of(session, team, round_, now)
    return Report(told, None if day in (None, round_.day) else day)


async def report_of(session: AsyncSession, reader: Reader, key: Key, now: datetime) -> Report:
    """The round whose page is turned. UserError when it is gone, or not this person's to read."""
    team, round_ = await teams.team(session, key[0]), await reading.round_of(session, key)
    if team is None or round_ is None:
        raise UserError("This round is gone. Type `/okr checkin report` to see the latest one.")
    await _may_read(session, team, reader)
    return Report(await told_of(session, team, round_, now))


async def _may_read(session: AsyncSession, team: Team, reader: Reader) -> None:
    """Members, leads and admins."""
    there = (await teams.members_of(session, [team.id]))[team.id]
    if reader.is_admin or any(member.member_id == reader.id for member in there):
        return
    raise UserError(
        "What {team} said in its check-ins is for its members and this workspace's admins. Ask"
        " {leads} to add you, or to tell you.",
        team=team.name,
        leads=await _leads(session, team, [m.member_id for m in there if m.is_lead]),
    )


async def _leads(session: AsyncSession, team: Team, leads: list[str]) -> list[Mrkdwn]:
    """Who can help: leads who are still here, else whoever hears for the team."""
    gone = await teams.have_left(session, leads) if leads else set()
    here = [mention(id_) for id_ in leads if id_ not in gone]
    return here or [mention((await team_flows.who_hears(session, [team]))[team.id])]


def read_day(typed: str, today: date) -> date:
    """2026-11-18, 18 Nov, 11月18日: one without a year is the last of its kind. Else UserError."""
    found = day_at(typed.strip(), today - _YEAR)
    if found is None or found[1].strip():
        raise UserError(
            "“{text}” is not a date that I can read. Write it like {day}.",
            text=typed[:40],
            day=today.isoformat(),
        )
    return found[0]
