"""A team in which somebody asks for help, as a sent check-in does it."""

from bot.sandbox.model import Message
from handlers.blocker import listeners
from handlers.blocker.rules import About, Blocker
from storage import blocker as storage
from tests.checkin.stage import ANNA, BEN, CHEN, DAI, DAY, add_team, all_of
from tests.world import HOME, START, World

__all__ = ["ANNA", "BEN", "CHEN", "DAI", "DAY"]

KEY = ("care", DAY)
FIRST = About(kr_number=1)


async def team(world: World, *members: str) -> None:
    """Care, led by Anna, or by the first of these; its round is open."""
    await add_team(world, members or (ANNA, BEN, CHEN, DAI))
    await world.settle()


async def ask(world: World, text: str, who: str = BEN, *, about: About = FIRST) -> None:
    """In these words; in none it is taken back."""
    deps, now = world.bot.deps, world.clock.now()
    async with deps.sessions.workspace(HOME) as session:
        reader = await deps.reader(session, who)
        await listeners.ask_for_help(session, deps, reader, KEY, {about: text}, now)
    await world.settle()


async def still(world: World, told: dict[str, bool], who: str = BEN) -> None:
    deps, now = world.bot.deps, world.clock.now()
    async with deps.sessions.workspace(HOME) as session:
        reader = await deps.reader(session, who)
        await listeners.say_still(session, deps, reader, told, now)
    await world.settle()


async def rows(world: World) -> list[storage.Blocker]:
    return sorted(await all_of(world, storage.Blocker), key=lambda row: row.raised_at)


def mail(world: World, name: str) -> list[Message]:
    """What the bot has sent somebody directly, oldest first."""
    return [m for m in world.person(name).dms() if m.bot_id]


def blocker(**more: object) -> Blocker:
    values = {
        "id": "b1",
        "team_id": "care",
        "day": DAY,
        "member_id": BEN,
        "text": "No <access>",
        "raised_at": START,
    }
    return Blocker(**{**values, **more})  # type: ignore[arg-type]  # as the test says it
