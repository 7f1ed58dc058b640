"""Two workspaces in the simulated Slack and the real bot beside them, on a clock that we move."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.clock import ManualClock
from bot.dispatch import Limits
from bot.drive import Driver
from bot.manifest import Mode, make_manifest
from bot.process import Process, running
from bot.sandbox.faults import Fault
from bot.sandbox.hands import Hands
from bot.sandbox.model import Channel, Message, Person, Workspace
from bot.sandbox.server import Sandbox
from bot.settings import read_settings
from handlers import routes
from handlers.schedule.rules import moment
from tests.drawn import command

START = moment(date(2026, 11, 16), time(9, 0), "Europe/Berlin")  # a Monday
UNHURRIED = Limits(
    enters=35, begins=40, ends=45, told=50, events=55
)  # a busy machine is no fault of what is tested
HOME, NEIGHBOUR = "T0HOME", "T0NEXT"
PEOPLE = (
    Person("U0ANNA", "anna", "Anna Berg", "Europe/Berlin", "en-US", is_admin=True),
    Person("U0BEN", "ben", "Ben Ortiz", "America/New_York", "en-US"),
    Person("U0CHEN", "chen", "陈晓", "Asia/Shanghai", "zh-CN"),
    Person("U0DAI", "dai", "戴怡君", "Asia/Taipei", "zh-TW"),
    Person("U0EVE", "eve", "Eve Long", "Pacific/Auckland", "en-US"),
    Person("U0GUS", "gus", "Gus Guest", "Europe/Berlin", "en-US", is_guest=True),
    Person("U0LEO", "leo", "Leo Left", "Europe/Berlin", "en-US", deleted=True),
)
NEIGHBOURS = (
    Person("U0NIA", "nia", "Nia Next", "Europe/Lisbon", "en-US", is_admin=True),
    Person("U0OLA", "ola", "Ola Next", "Europe/Oslo", "en-US"),
)


class World(Driver):
    """What a test holds: people, channels, the clock, the bot."""

    def __init__(self, clock: ManualClock, sandbox: Sandbox, process: Process) -> None:
        super().__init__(clock, sandbox, process)
        self.clock: ManualClock = clock
        self.bot = process

    @property
    def home(self) -> Workspace:
        return self.sandbox.world.workspaces[HOME]

    @property
    def neighbour(self) -> Workspace:
        return self.sandbox.world.workspaces[NEIGHBOUR]

    def person(self, name: str) -> Hands:
        """Someone of either workspace, by first name."""
        for workspace in (self.home, self.neighbour):
            for person in workspace.people.values():
                if person.name == name:
                    return self.sandbox.person(workspace.id, person.id)
        raise LookupError(name)

    def place(self, name: str) -> Channel:
        """A channel of either workspace, by name."""
        for workspace in (self.home, self.neighbour):
            for channel in workspace.channels.values():
                if channel.name == name:
                    return channel
        raise LookupError(name)

    def channel(self, name: str) -> str:
        """A channel's id."""
        return self.place(name).id

    def posted(self, name: str) -> list[Message]:
        """What the bot has posted in a channel for everyone, threads included, oldest first."""
        return [m for m in self.place(name).messages.values() if m.bot_id and not m.seen_by]

    def moment(self, when: str, zone: str = "Europe/Berlin") -> datetime:
        """The next "Wed 10:00" on this zone's walls, from now on."""
        weekday, _, clock = when.partition(" ")
        number = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun").index(weekday)
        day = self.clock.now().date() - timedelta(days=1)
        while (
            day.weekday() != number
            or moment(day, time.fromisoformat(clock), zone) < self.clock.now()
        ):
            day += timedelta(days=1)
        return moment(day, time.fromisoformat(clock), zone)


def furnish(sandbox: Sandbox) -> None:
    """Two companies: one with two channels for its teams, and the neighbour."""
    sandbox.add_workspace(HOME, "Home", "home", token="xoxb-home")
    sandbox.add_workspace(NEIGHBOUR, "Next door", "next", token="xoxb-next")
    for person in PEOPLE:
        sandbox.add_person(HOME, replace(person))
    for person in NEIGHBOURS:
        sandbox.add_person(NEIGHBOUR, replace(person))
    everyone = [p.id for p in PEOPLE if not p.deleted]
    sandbox.add_channel(HOME, "care", members=everyone)
    sandbox.add_channel(HOME, "product", members=["U0ANNA", "U0BEN", "U0CHEN"])
    sandbox.add_channel(HOME, "far", members=["U0ANNA", "U0BEN"], with_bot=False)
    sandbox.add_channel(NEIGHBOUR, "nextdoor", members=["U0NIA", "U0OLA"])


@asynccontextmanager
async def built(
    database: str,
    *,
    start: datetime = START,
    mode: Mode = "http",
    faults: Iterable[Fault] = (),
    limits: Limits = UNHURRIED,
) -> AsyncIterator[World]:
    """The world, with the bot reached over signed HTTP or over Socket Mode.

    `faults` are switched on before the bot starts.
    """
    clock = ManualClock(start)
    sandbox = Sandbox(clock, make_manifest(routes.FEATURES, mode))
    furnish(sandbox)
    for fault in faults:
        sandbox.faults.add(fault)
    await sandbox.start()
    app = sandbox.world.app
    environ = {
        "SLACK_BOT_TOKEN": "xoxb-home,xoxb-next",
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": database,
        "PORT": "0",
    }
    environ |= (
        {"SLACK_SIGNING_SECRET": app.signing_secret}
        if mode == "http"
        else {"SLACK_APP_TOKEN": app.app_token}
    )
    try:
        settings = read_settings(environ)
        async with running(
            settings, clock, beating=False, limits=limits, drawing=command()
        ) as process:
            if mode == "http":
                app.request_url = f"http://127.0.0.1:{process.port}/slack/events"
            world = World(clock, sandbox, process)
            await world.settle()
            yield world
    finally:
        await sandbox.stop()
