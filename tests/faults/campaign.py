"""The whole campaign: stage, crew, traffic, weather, and the book that is judged afterwards."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.clock import RealClock
from bot.sandbox.delivery import Delivery
from storage.db import Sessions, make_engine
from tests.databases import Postgres
from tests.faults import ledger, stage
from tests.faults.crew import Crew, working
from tests.faults.ledger import Book, Done
from tests.faults.plan import Act, Plan
from tests.faults.stage import Stage
from tests.faults.traffic import Traffic
from tests.faults.weather import Weather
from tests.processes import environ_of

LOOK: Final = 1.0  # seconds between two looks whether it is quiet
IN_FLIGHT: Final = 4.0  # seconds; no call takes longer, once the weather is over
SOON: Final = (0.0, 0.0, 1.0, 4.0)  # in a hurry: before each attempt to bring an event
LATER: Final = (0.0, 0.0, 30.0, 60.0)  # Slack itself waits one minute, then five
FAR: Final = timedelta(seconds=90)  # a budget further away is stuck


@dataclass(frozen=True, slots=True)
class Standing:
    """How far it has come: shown while it runs."""

    enqueued: int
    delivered: int
    inputs: int
    strikes: int
    waits_for: str = ""


Show = Callable[[Standing], None]


@dataclass(slots=True)
class Campaign:
    """What belongs to one run."""

    plan: Plan
    stage: Stage
    sessions: Sessions
    crew: Crew
    traffic: Traffic
    weather: Weather
    show: Show
    hurry: bool = False  # leases are over at once, and Slack sends events again soon

    async def run(self, until: float) -> None:
        """Traffic and weather together, and then until it is quiet, or time is over."""
        begun = asyncio.get_running_loop().time()
        watching = asyncio.create_task(self._watch())
        try:
            async with asyncio.timeout_at(until), asyncio.TaskGroup() as group:
                group.create_task(self.traffic.run(begun))
                group.create_task(self.weather.run(self.plan, begun))
            async with asyncio.timeout_at(until):
                await self.sessions.close()  # connections that the restarts have broken
                await self._calm()
        except TimeoutError:
            self.show(self.standing("time is over"))
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            await self.sessions.close()  # also where time was over before it was calm

    async def _calm(self) -> None:
        """Return when Slack sends nothing again and nothing waits in the database."""
        delivery = self.stage.sandbox.delivery
        self._let_go()
        if self.hurry:
            await asyncio.sleep(IN_FLIGHT)
            await ledger.end_leases(self.sessions, self.stage.places, RealClock().now())
        while delivery.pending or await self.waiting():
            self.traffic.turn()
            await ledger.end_pauses(self.sessions, self.stage.places, RealClock().now())
            await asyncio.sleep(LOOK)

    def _let_go(self) -> None:
        """Another event in each workspace, after which held ones go."""
        self.traffic.wire = "http"
        self.traffic.turn()
        self.stage.sandbox.delivery.release_all()

    async def _watch(self) -> None:
        while True:
            self.show(self.standing())
            await asyncio.sleep(LOOK)

    def standing(self, waits_for: str = "") -> Standing:
        """How far it has come."""
        channels = (c for p in self.stage.places for c in p.workspace.channels.values())
        delivered = sum(len(channel.messages) for channel in channels)
        strikes = self.weather.struck.total()
        done = len(self.traffic.said)
        return Standing(self.traffic.enqueued, delivered, done, strikes, waits_for)

    async def waiting(self) -> list[str]:
        """What waits in the database though nothing keeps it."""
        found: list[str] = []
        for place in self.stage.places:
            now = RealClock().now()
            found += await ledger.stuck(self.sessions, place, now, now + FAR)
        return found

    async def book(self) -> Book:
        """Everything there is to judge."""
        posts, words = [], []
        for place in self.stage.places:
            posts += await ledger.posts(self.sessions, place)
            words += await ledger.effects(self.sessions, place)
        count = ledger.count(self.plan.acts, words)
        return Book(
            posts=posts,
            done=[self._done(act, count[act.mark]) for act in self.plan.acts],
            stuck=await self.waiting(),
            missing=await ledger.missing(self.sessions, self.stage, self.plan.messages),
            ended=tuple(self.crew.ended),
            weather=self.weather.seen(),
            told=self.traffic.told,
            under_way=self.weather.under_way,
        )

    def _done(self, act: Act, effects: int) -> Done:
        lost = _lost_events(self.stage.sandbox.delivery)
        return Done(
            mark=act.mark,
            kind=act.kind,
            said=self.traffic.said.get(act.mark, "nothing"),
            effects=effects,
            wanted=0 if act.kind == "wavering" else 1,
            arrived=self.traffic.reacted.get(act.mark) not in lost,
            is_shut_out=self.stage.places[act.workspace].id in self.weather.seen().revoked,
        )


def _lost_events(delivery: Delivery) -> set[str]:
    """The messages of reactions that the app did not take in all of Slack's attempts."""
    events = (envelope["event"] for envelope in delivery.given_up)
    return {str(event["item"]["ts"]) for event in events if "item" in event}


async def conduct(
    plan: Plan, postgres: Postgres, folder: Path, until: float, show: Show, *, hurry: bool = False
) -> Book:
    """Set everything up, let it happen, and write down what came of it."""
    stage_ = stage.built(plan.size)
    stage_.sandbox.delivery.pauses = SOON if hurry else LATER
    await stage_.sandbox.start()
    await postgres.prepare()
    with postgres.fresh() as database:
        sessions = Sessions(make_engine(database))
        try:
            await stage.furnish(sessions, stage_)
            token = stage_.sandbox.world.app.app_token
            environ = environ_of(stage_.sandbox, database, SLACK_APP_TOKEN=token)
            async with working(environ, folder) as crew:
                traffic = Traffic(stage_, sessions, plan, crew.addresses())
                weather = Weather(stage_, crew, postgres, traffic, sessions)
                campaign = Campaign(plan, stage_, sessions, crew, traffic, weather, show, hurry)
                await campaign.run(until)
                await crew.stop()
                return await campaign.book()
        finally:
            await sessions.close()
            await stage_.sandbox.stop()
