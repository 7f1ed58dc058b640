"""Kudos by command, and what every giving and taking back has in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.mrkdwn import mentioned
from handlers.kit.reader import Reader
from handlers.kudos import rules
from handlers.kudos.flows.reading import value
from handlers.kudos.rules import Given
from handlers.okr import flows as okr
from handlers.okr.rules import KrState
from handlers.outbox import flows as outbox
from storage import kudos as rows
from storage import team as teams
from storage.db import new_id


@dataclass(frozen=True, slots=True)
class Place:
    """The team's channel in which kudos are posted, and the language that it speaks."""

    team_id: str
    channel: str
    language: str


@dataclass(frozen=True, slots=True)
class Thanked:
    """What a command did. `repeated`: it came twice, and nothing was written again."""

    given: Given
    place: Place | None
    kr: KrState | None
    repeated: bool = False


async def thank(
    session: AsyncSession, giver: Reader, typed: str, channel: str | None, now: datetime
) -> Thanked:
    """Give kudos as typed behind /kudos; UserError says what to type instead."""
    known = await teams.members(session, mentioned(typed))
    thanks = rules.read_thanks(typed, {m.id: m.name for m in known.values()})
    rules.check_thanks(giver.id, thanks, known)
    spent = await rows.given_on(session, giver.id, giver.day(now))
    kr = await tagged(session, thanks.kr_number, now)
    if thanks.kr_number is not None and kr is None:
        raise rules.no_such_kr(thanks.kr_number)
    place = await _place(session, channel, thanks.recipients)
    given = Given(
        id=new_id(),
        team_id=place.team_id if place else None,
        giver=giver.id,
        recipients=thanks.recipients,
        reason=rules.untagged(thanks.reason),
        kr_number=kr.number if kr else None,
        permalink=None,
        came_by="command",
        given_at=now,
    )
    if (before := _same(given, spent)) is not None:
        return Thanked(before, place, kr, repeated=True)
    rules.check_day((r for _, r in spent), len(thanks.recipients))
    await write(session, given, giver, channel)
    return Thanked(given, place, kr)


def _same(given: Given, spent: Sequence[rows.Row]) -> Given | None:
    """The same thanks of a moment ago: a command that was sent twice."""
    for before in (value(*row) for row in spent):
        recent = given.given_at - before.given_at <= rules.REPEAT
        to_same = set(before.recipients) == set(given.recipients)
        if recent and to_same and before.reason == given.reason:
            return before
    return None


async def _place(
    session: AsyncSession, channel: str | None, recipients: Sequence[str]
) -> Place | None:
    """Here, if this is a team's channel, else with the first recipient who has a team."""
    team = await teams.team_of_channel(session, channel) if channel else None
    if team is None:
        homes = await rows.homes(session, recipients)
        team = next((homes[id_] for id_ in recipients if id_ in homes), None)
    return Place(team.id, team.channel, team.language) if team else None


async def tagged(session: AsyncSession, number: int | None, now: datetime) -> KrState | None:
    """The open KR under this number."""
    found = [] if number is None else await okr.key_results(session, now, numbers=[number])
    return found[0] if found else None


async def write(
    session: AsyncSession, given: Given, giver: Reader, channel: str | None, ts: str | None = None
) -> None:
    """Remember these kudos, and the message that they came from."""
    row = rows.Kudos(
        id=given.id,
        team_id=given.team_id,
        giver_id=given.giver,
        reason=given.reason,
        kr_number=given.kr_number,
        came_by=given.came_by,
        source_channel=channel,
        source_ts=ts,
        permalink=given.permalink,
        day=giver.day(given.given_at),
        given_at=given.given_at,
    )
    await rows.add(session, row, given.recipients)


async def take_back(session: AsyncSession, giver: Reader, kudos_id: str, now: datetime) -> Given:
    """Take one's own kudos back, wherever they were told."""
    found = await rows.find(session, kudos_id)
    if found is None or found[0].giver_id != giver.id:
        raise UserError("These kudos have been taken back already.")
    return await taken_back(session, found, now)


async def taken_back(session: AsyncSession, found: rows.Row, now: datetime) -> Given:
    """Mark kudos as taken back, and delete every message that told of them."""
    given = value(*found)
    found[0].taken_back_at = now
    for key in rules.messages(given):
        await outbox.delete(session, key, now)
    return given
