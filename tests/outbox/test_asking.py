"""Before a message in doubt is sent again Slack is asked whether it is there."""

import asyncio
from datetime import timedelta
from typing import Literal

import pytest

from bot.sandbox.faults import Fault
from handlers.kit import blocks
from handlers.outbox import flows, jobs, rules
from handlers.outbox.jobs.asking import LIMIT, PAGES
from handlers.outbox.jobs.calling import calls
from handlers.outbox.jobs.claiming import claim, look
from tests.outbox.stage import post, reclaimed, row_of, texts
from tests.world import HOME, World

Cut = Literal["cut_before", "cut_after"]
POSTING = "chat.postMessage"
READING = "conversations.history"
SCOPES = frozenset({"channels:history"})


def told(world: World, person: str) -> list[str]:
    """What the bot says to somebody."""
    channel = world.home.im(person)
    assert channel is not None
    return [m.text for m in channel.messages.values() if m.bot_id]


async def pass_time(world: World, **much: float) -> None:
    await world.go_to(world.clock.now() + timedelta(**much))


@pytest.mark.parametrize("cut", ["cut_before", "cut_after"])
@pytest.mark.parametrize("times", [1, 3])
async def test_a_direct_message_whose_answer_was_lost_is_there_once(
    world: World, cut: Cut, times: int
) -> None:
    world.sandbox.faults.add(Fault(cut, POSTING, times=times))
    await post(world, "a", "U0ANNA")
    await pass_time(world, minutes=10)
    assert told(world, "U0ANNA") == ["text of a"]
    assert (await row_of(world, "a")).state == "sent"


async def test_what_a_worker_had_sent_when_it_was_killed_is_not_sent_again_and_can_be_changed(
    world: World,
) -> None:
    deps, now = world.bot.deps, world.clock.now()
    await post(world, "a", "U0ANNA")
    found = await claim(deps, await look(deps, now), now, room=1)
    await asyncio.gather(*calls(deps, found.mine, now))  # and nobody writes down how it ended
    await reclaimed(world)
    await pass_time(world, seconds=5)
    assert told(world, "U0ANNA") == ["text of a"]
    async with deps.sessions.workspace(HOME) as session:
        await flows.update(session, "a", blocks.message("new"), world.clock.now())
    await world.settle()
    assert told(world, "U0ANNA") == ["new"]


@pytest.mark.parametrize(("scopes", "there"), [(SCOPES, 1), (frozenset(), 2)])
async def test_a_channel_is_read_where_that_was_granted(
    world: World, scopes: frozenset[str], there: int
) -> None:
    world.home.scopes |= scopes
    world.sandbox.faults.add(Fault("cut_after", POSTING))
    await post(world, "a", world.channel("care"))
    await pass_time(world, minutes=1)
    assert texts(world, "care") == ["text of a"] * there
    assert (await row_of(world, "a")).state == "sent"


@pytest.mark.parametrize("cut", ["cut_before", "cut_after"])
async def test_a_reply_in_doubt_is_looked_for_in_its_thread(world: World, cut: Cut) -> None:
    world.home.scopes |= SCOPES
    await post(world, "a", world.channel("care"))
    await world.settle()
    world.sandbox.faults.add(Fault(cut, POSTING))
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await flows.reply(session, "b", "a", blocks.message("so"), world.clock.now())
    await pass_time(world, minutes=1)
    first, reply = world.posted("care")
    assert (reply.text, reply.thread_ts) == ("so", first.ts)
    assert (await row_of(world, "b")).ts == reply.ts


async def test_a_message_is_found_behind_what_others_said_since(world: World) -> None:
    world.home.scopes |= SCOPES
    world.sandbox.limits.on = False
    world.sandbox.faults.add(Fault("cut_after", POSTING))
    await post(world, "a", world.channel("care"))
    await jobs.send(world.bot.deps, world.clock.now())
    await world.bot.deps.flights.wait_for(rules.AT_ONCE)
    for number in range(LIMIT + 1):
        await world.person("anna").say(world.channel("care"), f"{number}")
    await pass_time(world, minutes=1)
    assert LIMIT * PAGES > LIMIT + 1
    assert texts(world, "care") == ["text of a"]


@pytest.mark.parametrize("trouble", ["ratelimited", "server_error", "cut_before", "cut_after"])
async def test_while_slack_does_not_say_whether_it_is_there_a_message_waits(
    world: World, trouble: str
) -> None:
    fault = Fault(trouble, READING, times=1000, seconds=5)  # type: ignore[arg-type]  # one of the kinds
    world.sandbox.faults.add(fault)
    world.sandbox.faults.add(Fault("cut_after", POSTING))
    await post(world, "a", "U0ANNA")
    await pass_time(world, minutes=20)
    assert (await row_of(world, "a")).state == "due"
    world.sandbox.faults.clear()
    await pass_time(world, minutes=20)
    assert told(world, "U0ANNA") == ["text of a"]
    assert (await row_of(world, "a")).state == "sent"


async def test_a_message_waits_half_an_hour_to_hear_whether_it_is_there(world: World) -> None:
    world.sandbox.faults.add(Fault("cut_before", READING, times=10_000))
    world.sandbox.faults.add(Fault("cut_before", POSTING))
    await post(world, "a", "U0ANNA")
    await pass_time(world, minutes=25)
    assert told(world, "U0ANNA") == []
    await pass_time(world, minutes=25)
    assert told(world, "U0ANNA") == ["text of a"]


async def test_where_slack_says_later_nobody_but_who_asks_waits(world: World) -> None:
    """However often it says so: whoever was told so gets a turn."""
    world.sandbox.faults.add(Fault("ratelimited", READING, times=10_000, seconds=600))
    world.sandbox.faults.add(Fault("cut_after", POSTING))
    await post(world, "a", "U0ANNA")
    await pass_time(world, seconds=10)
    await post(world, "b", "U0ANNA")
    await pass_time(world, seconds=10)
    assert told(world, "U0ANNA") == ["text of a", "text of b"]
    await pass_time(world, hours=2)
    assert [(await row_of(world, key)).state for key in "ab"] == ["due", "sent"]
    world.sandbox.faults.clear()
    await pass_time(world, minutes=11)
    assert told(world, "U0ANNA") == ["text of a", "text of b"]
    assert (await row_of(world, "a")).state == "sent"


async def test_what_is_taken_back_while_it_is_held_in_doubt_goes_as_well(world: World) -> None:
    world.sandbox.faults.add(Fault("cut_after", POSTING))
    await post(world, "a", "U0ANNA")
    await jobs.send(world.bot.deps, world.clock.now())
    await world.bot.deps.flights.wait_for(rules.AT_ONCE)
    for method in (READING, POSTING):
        world.sandbox.faults.add(Fault("token_revoked", method))
    await pass_time(world, seconds=4)
    assert (await row_of(world, "a")).state == "held"
    async with world.bot.deps.sessions.workspace(HOME) as session:
        assert await flows.delete(session, "a", world.clock.now())
        assert await flows.delete(session, "a", world.clock.now())
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await flows.installed(session, world.clock.now())
    await pass_time(world, minutes=1)
    assert told(world, "U0ANNA") == []
    assert {(await row_of(world, key)).state for key in ("a", "a#1")} == {"sent"}


@pytest.mark.parametrize("cut", ["cut_before", "cut_after"])
async def test_what_is_taken_back_in_doubt_is_found_and_goes(world: World, cut: Cut) -> None:
    """Also where what was said of it since comes to nothing."""
    world.sandbox.faults.add(Fault(cut, POSTING))
    world.sandbox.faults.add(Fault("ratelimited", READING, seconds=30))
    await post(world, "a", "U0ANNA")
    await pass_time(world, seconds=10)
    assert (await row_of(world, "a")).unknowns == 1
    async with world.bot.deps.sessions.workspace(HOME) as session:
        assert await flows.delete(session, "a", world.clock.now())
        assert await flows.delete(session, "a", world.clock.now())
        assert await flows.update(session, "a", blocks.message("new"), world.clock.now())
    await pass_time(world, minutes=1)
    assert told(world, "U0ANNA") == []
    wanted = "withdrawn" if cut == "cut_before" else "sent"
    assert {(await row_of(world, key)).state for key in ("a", "a#1")} == {wanted}


async def test_what_slack_had_refused_is_let_go_without_a_question(world: World) -> None:
    """Hundreds may be held at once, and Slack tells what is there fifty times a minute."""
    private = world.sandbox.add_channel(
        HOME, "quiet", members=["U0ANNA"], kind="private", with_bot=False
    )
    world.home.scopes |= {"groups:history"}
    world.sandbox.faults.add(Fault("token_revoked", POSTING))
    await post(world, "a", "U0ANNA")
    await post(world, "b", private.id)
    await world.settle()
    assert {(await row_of(world, key)).state for key in "ab"} == {"held"}
    world.sandbox.faults.add(Fault("cut_before", READING))
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await flows.installed(session, world.clock.now())
    await world.person("anna").invite(private.id, world.home.bot_user)
    await pass_time(world, minutes=1)
    assert (told(world, "U0ANNA"), texts(world, "quiet")) == (["text of a"], ["text of b"])
    assert world.sandbox.faults.waiting


async def test_a_mark_tells_nothing_of_what_the_message_is(world: World) -> None:
    await post(world, "a secret key", "U0ANNA")
    await world.settle()
    channel = world.home.im("U0ANNA")
    assert channel is not None
    (message,) = (m for m in channel.messages.values() if m.bot_id)
    assert message.metadata is not None
    assert "secret" not in str(message.metadata)
