"""A check-in over Socket Mode whose connection is renewed and cut in the middle of it."""

import asyncio

from bot.sandbox.faults import Fault
from storage.kudos import Kudos
from storage.okr import Update
from tests.checkin.stage import all_of, words
from tests.journeys.stage import company, typed
from tests.world import World, built

TWICE = 1.0  # seconds in which Slack's client has connected for both that it heard


async def back(world: World) -> None:
    """The bot is connected again, for good.

    Its client hears of the end twice, by the goodbye and by the line itself, and connects for
    each, closing what it had. A clock that jumps between has the second one's ticket run out.
    """
    for pause in (TWICE, 0):
        await asyncio.wait_for(world.sandbox.sockets.connected(), timeout=30)
        await asyncio.sleep(pause)


async def test_a_week_survives_a_renewed_and_a_cut_connection(database: str) -> None:
    async with built(database, mode="socket") as world:
        await company(world)
        await typed(world, "ben", "/okr")
        await world.sandbox.sockets.disconnect()
        await back(world)
        await world.go_to(world.moment("Wed 16:30"))
        (card,) = [m for m in world.person("ben").dms() if m.bot_id]
        await world.person("ben").click(card, "checkin.no_change")
        assert "Check-in done" in words(card)
        await react_while_the_line_breaks(world)
        await world.go_to(world.moment("Fri 13:00"))
        assert len([m for m in world.posted("care") if "check-in" in words(m).lower()]) == 1
        assert len(await all_of(world, Kudos)) == 1
        made = [u for u in await all_of(world, Update) if u.kr_number == 1]
        assert len(made) == 2


async def react_while_the_line_breaks(world: World) -> None:
    anna, ben = world.person("anna"), world.person("ben")
    said = await ben.say(world.channel("care"), "I stayed with them until it worked")
    await world.settle()
    world.sandbox.faults.add(Fault("disconnect", "reaction_added"))
    await anna.react(said.channel, said.ts, "raised_hands")
    await world.sandbox.settle()
    await back(world)
    world.clock.advance(61)  # Slack sends the event again after a minute at the latest
