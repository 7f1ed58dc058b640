"""A team with three people in two languages, and ways to give it objectives."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from bot.sandbox.model import Payload
from handlers.kit.reader import Reader
from handlers.kit.text import Texts
from handlers.okr import flows
from handlers.okr.rules import Created, NewKr, NewObjective
from handlers.okr.rules.kinds import Reach
from storage import team as teams
from storage.db import Sessions
from storage.team import Team
from tests.world import HOME, NEIGHBOUR, NEIGHBOURS, PEOPLE, START

TEXTS = Texts()
ANNA, BEN, CHEN, EVE = "U0ANNA", "U0BEN", "U0CHEN", "U0EVE"
RESPONSE = ("First response time", "60", "4", "h")
SCORE = ("Raise NPS to 60", "40", "60", "")
Shape = tuple[str, str, str, str]  # title, start, target, unit
Make = Callable[..., Awaitable[Created]]


async def add_team(
    session: AsyncSession, name: str, channel: str, members: Sequence[str], *, zone: str
) -> str:
    """A team whose first member leads it; its id is its name."""
    session.add(
        Team(
            id=name,
            name=name,
            channel=channel,
            zone=zone,
            language="en-US",
            checkin_weekday=2,
            checkin_time=time(10),
            digest_weekday=4,
            digest_time=time(15),
            created_by=members[0],
            created_at=START,
        )
    )
    await session.flush()
    await teams.set_members(session, name, members, members[:1])
    return name


async def know_people(sessions: Sessions) -> None:
    """The directory, as Slack tells it."""
    for workspace, people in ((HOME, PEOPLE), (NEIGHBOUR, NEIGHBOURS)):
        facts = [
            {
                "id": p.id,
                "name": p.real_name,
                "zone": p.zone,
                "locale": p.locale,
                "is_admin": p.is_admin,
                "is_bot": p.is_bot,
                "is_guest": p.is_guest,
                "is_stranger": False,
                "deleted": p.deleted,
                "status_emoji": "",
                "status_text": "",
                "seen_at": START,
            }
            for p in people
        ]
        async with sessions.workspace(workspace) as session:
            await teams.remember(session, facts)


def reader(id_: str, *, admin: bool = False) -> Reader:
    return Reader(id_, id_, "Europe/Berlin", TEXTS.say("en-US"), is_admin=admin)


def filled(owner: str, *shapes: Shape, team: str = "Care", title: str = "Delight") -> NewObjective:
    krs = tuple(
        NewKr(row, name, Reach(Decimal(start), Decimal(target)), unit, owner)
        for row, (name, start, target, unit) in enumerate(shapes, 1)
    )
    return NewObjective(team, title, krs)


async def objective(
    session: AsyncSession,
    owner: str,
    *shapes: Shape,
    team: str = "Care",
    title: str = "Delight",
    now: datetime = START,
) -> Created:
    new = filled(owner, *(shapes or (RESPONSE,)), team=team, title=title)
    return await flows.create(session, reader(owner, admin=True), new, now)


def words(blocks: Sequence[Payload]) -> str:
    """Everything that a person can read in these blocks."""
    found: list[str] = []
    for block in blocks:
        parts = [block.get("text"), *block.get("fields", ()), *block.get("elements", ())]
        parts += [block.get("label"), block.get("hint"), block.get("accessory")]
        for part in parts:
            text = (part or {}).get("text", "")
            found.append(text if isinstance(text, str) else text["text"])
    return "\n".join(found)
