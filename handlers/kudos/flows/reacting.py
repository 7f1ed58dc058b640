"""Kudos by reaction: the end is what Slack says of the reaction, in whatever order we heard."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.errors import UserError
from handlers.kit.mrkdwn import mentioned, readable
from handlers.kit.reader import Reader
from handlers.kudos import rules
from handlers.kudos.flows.giving import tagged, taken_back, write
from handlers.kudos.rules import Found, Given, Look
from storage import kudos as rows
from storage import team as teams
from storage.db import new_id


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look at a reaction came to; all None when there was nothing to do.

    `problem` is why nothing was given, where the giver can do better; told once per `once`.
    """

    given: Given | None = None
    kr_title: str | None = None
    taken_back: Given | None = None
    problem: UserError | None = None
    once: str = ""


async def ask_to_look(session: AsyncSession, look: Look, now: datetime) -> None:
    """A reaction came or went; if it was in a team's channel, a job looks at it."""
    team = await teams.home_of(session, look.channel)
    if team is None:
        return
    local = now.astimezone(ZoneInfo(team.zone))
    row = {"kind": rules.LOOK, "team_id": team.id, "day": look.day, "member_id": look.key}
    row |= {"wall_day": local.date(), "wall_time": local.time(), "zone": team.zone}
    await rows.ask_to_look(session, row | {"due_at": now})


async def looked(
    session: AsyncSession, giver: Reader, look: Look, found: Found, team_id: str, at: datetime
) -> Seen:
    """Make the kudos equal to what was found; `at` is when we last heard of the reaction."""
    standing = await rows.by_reaction(session, look.giver, look.channel, look.ts)
    if standing is not None:
        gone = not found.reacted
        return Seen(taken_back=await taken_back(session, standing, at) if gone else None)
    people = [look.giver, found.author, *mentioned(found.text)]
    known = await teams.members(session, people)
    if not rules.may_become(look, found, known):
        return Seen()
    reason = readable(found.text, {m.id: m.name for m in known.values()})
    return await _give(session, giver, look, found, reason, team_id, at)


async def _give(
    session: AsyncSession,
    giver: Reader,
    look: Look,
    found: Found,
    reason: str,
    team_id: str,
    at: datetime,
) -> Seen:
    day = giver.day(at)
    spent = [recipients for _, recipients in await rows.given_on(session, giver.id, day)]
    try:
        rules.check_quoted(reason)
    except UserError as problem:
        return Seen(problem=problem, once=look.key)
    try:
        rules.check_day(spent, 1)
    except UserError as problem:
        return Seen(problem=problem, once=f"{giver.id} {day}")
    kr = await tagged(session, rules.kr_in(reason), at)
    given = Given(
        id=new_id(),
        team_id=team_id,
        giver=giver.id,
        recipients=(found.author,),
        reason=reason,
        kr_number=kr.number if kr else None,
        permalink=found.permalink,
        came_by="reaction",
        given_at=at,
    )
    await write(session, given, giver, look.channel, look.ts)
    return Seen(given=given, kr_title=kr.title if kr else None)
