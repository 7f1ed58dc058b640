"""The simulated Slack with its workspaces, and what stands in the database before it begins."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from bot.clock import RealClock
from bot.manifest import make_manifest
from bot.sandbox.hands import Hands
from bot.sandbox.model import Person, Workspace, World
from bot.sandbox.server import Sandbox
from bot.sandbox.shapes import user_json
from handlers.kit.reader import Reader
from handlers.kit.text import Texts
from handlers.routes import FEATURES
from handlers.team.flows import learn, save
from handlers.team.rules import Draft, first_setup
from storage.db import Sessions, insert_once
from storage.okr import Cycle, KeyResult, Objective
from tests.faults.calls import Calls
from tests.faults.plan import HOME, SIDE, Size

READING: Final = "channels:history"  # what every other workspace lets the bot do
TITLES = ("Shared calls answered", "Shared mails answered")  # a word that fits both


@dataclass(frozen=True, slots=True)
class Place:
    """One workspace as the campaign knows it."""

    number: int
    workspace: Workspace
    people: tuple[str, ...]
    home: str
    side: str

    @property
    def id(self) -> str:
        return self.workspace.id

    def target(self, number: int) -> str:
        """A person or a channel, as the plan numbers them."""
        return {HOME: self.home, SIDE: self.side}.get(number) or self.people[number]


@dataclass(frozen=True, slots=True)
class Stage:
    """The sandbox, its workspaces, and what it is asked to post."""

    sandbox: Sandbox
    places: tuple[Place, ...]
    calls: Calls = field(default_factory=Calls)

    def __post_init__(self) -> None:
        self.sandbox._app.middlewares.append(self.calls.watch)

    def hands(self, place: int, person: int) -> Hands:
        there = self.places[place]
        return self.sandbox.person(there.id, there.people[person])


def built(size: Size) -> Stage:
    """A Slack with that many workspaces, not served yet."""
    sandbox = Sandbox(RealClock(), make_manifest(FEATURES, "socket"))
    return Stage(sandbox, tuple(_place(sandbox, n, size.people) for n in range(size.workspaces)))


def _place(sandbox: Sandbox, number: int, people: int) -> Place:
    id_ = f"T0F{number:03d}"
    workspace = sandbox.add_workspace(id_, f"Firm {number}", f"f{number}", token=f"xoxb-f{number}")
    workspace.scopes |= {READING} if number % 2 else set()
    ids = tuple(f"U0F{number:03d}P{n}" for n in range(people))
    for n, user in enumerate(ids):
        name = f"p{number}x{n}"
        sandbox.add_person(id_, Person(user, name, f"Person {n}", "Europe/Berlin", is_admin=True))
    home = sandbox.add_channel(id_, "team", members=ids)
    side = sandbox.add_channel(id_, "side", members=ids)
    return Place(number, workspace, ids, home.id, side.id)


async def furnish(sessions: Sessions, stage: Stage) -> None:
    """A team with two key results in every workspace, whose people are known."""
    say = Texts().say("en-US")
    for place in stage.places:
        leader = Reader(place.people[0], "Person 0", "Europe/Berlin", say, is_admin=True)
        await _furnish(sessions, stage.sandbox.world, place, leader)


async def _furnish(sessions: Sessions, world: World, place: Place, leader: Reader) -> None:
    now = RealClock().now()
    setup = first_setup("team", leader.id, leader.zone, "en-US")
    setup = replace(setup, members=place.people)
    people = [user_json(world, place.workspace, p) for p in place.workspace.people.values()]
    async with sessions.workspace(place.id) as session:
        await learn(session, people, now)
        saved = await save(session, leader, Draft(place.home, setup), now)
        starts, ends = now.date() - timedelta(days=30), now.date() + timedelta(days=60)
        await insert_once(session, Cycle, id="campaign", starts=starts, ends=ends)
        session.add(_objective(saved.team_id, place, now))
        await session.flush()
        session.add_all(_kr(n, title, place, now) for n, title in enumerate(TITLES, start=1))


def _objective(team: str, place: Place, now: datetime) -> Objective:
    return Objective(
        number=1,
        team_id=team,
        cycle_id="campaign",
        title="Answer everybody",
        owner_id=place.people[0],
        created_at=now,
    )


def _kr(number: int, title: str, place: Place, now: datetime) -> KeyResult:
    return KeyResult(
        number=number,
        objective_number=1,
        position=number,
        title=title,
        owner_id=place.people[0],
        start=Decimal(0),
        target=Decimal(100_000),
        activated_at=now,
    )
