"""A team with three people in two languages, and ways to give it objectives."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time
from decimal import Decimal

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.kit.reader import Reader
from handlers.kit.text import Texts
from handlers.okr import flows
from handlers.okr.rules import Created, NewKr, NewObjective
from storage import team as teams
from storage.db import Sessions
from storage.team import Team
from tests.world import HOME, NEIGHBOUR, NEIGHBOURS, PEOPLE, START, World

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
        NewKr(row, name, Decimal(start), Decimal(target), unit, owner)
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


@pytest.fixture
async def home(sessions: Sessions) -> Sessions:
    """The directory and the team Care: Ben leads it, Chen and Anna, an admin, are in it."""
    await know_people(sessions)
    async with sessions.workspace(HOME) as session:
        await add_team(session, "Care", "C0CARE", [BEN, CHEN, ANNA], zone="Europe/Berlin")
    return sessions


@pytest.fixture
async def care(world: World) -> World:
    """The same in the simulated Slack, with the team at home in #care; nothing made yet."""
    sessions = world.bot.deps.sessions
    await know_people(sessions)
    async with sessions.workspace(HOME) as session:
        channel = world.channel("care")
        await add_team(session, "Care", channel, [BEN, CHEN, ANNA], zone="Europe/Berlin")
    return world


@pytest.fixture
def make(care: World) -> Make:
    """Makes an objective of Care without anybody typing it."""

    async def made(owner: str, *shapes: Shape, title: str = "Delight") -> Created:
        async with care.bot.deps.sessions.workspace(HOME) as session:
            return await objective(session, owner, *shapes, title=title, now=care.clock.now())

    return made
