"""The outbox: each message once, in order, at Slack's pace, and what follows it."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import select

from handlers.kit import blocks
from handlers.outbox import flows
from storage.outbox import Outgoing
from tests.outbox.stage import post, row_of, texts
from tests.world import HOME, World


async def test_what_is_posted_twice_under_one_key_arrives_once(world: World) -> None:
    await post(world, "a", world.channel("care"))
    await post(world, "a", world.channel("care"))
    await world.settle()
    assert texts(world, "care") == ["text of a"]


async def test_a_direct_message_goes_to_a_person_and_its_place_is_remembered(world: World) -> None:
    await post(world, "dm", "U0BEN")
    await world.settle()
    assert [m.text for m in world.person("ben").dms()] == ["text of dm"]
    assert str((await row_of(world, "dm")).channel).startswith("D")


async def test_messages_of_a_channel_keep_their_order_and_slacks_pace(world: World) -> None:
    for number in range(5):
        await post(world, f"m{number}", world.channel("care"))
    began = world.clock.now()
    await world.settle()
    posted = world.posted("care")
    assert [m.text for m in posted] == [f"text of m{n}" for n in range(5)]
    gaps = [b.sent_at - a.sent_at for a, b in pairwise(posted)]
    assert min(gaps) >= timedelta(seconds=1)
    assert world.clock.now() - began < timedelta(seconds=6)


async def test_what_somebody_waits_for_overtakes_a_full_queue(world: World) -> None:
    for number in range(4):
        await post(world, f"bulk{number}", world.channel("care"), bulk=True)
    await post(world, "urgent", world.channel("care"))
    await world.settle()
    assert texts(world, "care")[0] == "text of urgent"


async def test_an_update_follows_its_message_and_pending_updates_become_the_last(
    world: World,
) -> None:
    await post(world, "a", world.channel("care"))
    for version in ("one", "two"):
        async with world.bot.deps.sessions.workspace(HOME) as session:
            await flows.update(session, "a", blocks.message(version), world.clock.now())
    await world.settle()
    assert texts(world, "care") == ["two"]
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        rows: Sequence[Outgoing] = (await session.scalars(select(Outgoing))).all()
    assert len(rows) == 2


async def test_of_changes_at_once_none_is_lost(world: World) -> None:
    await post(world, "a", world.channel("care"))
    await world.settle()

    async def changed(text: str) -> bool:
        async with world.bot.deps.sessions.workspace(HOME) as session:
            return await flows.update(session, "a", blocks.message(text), world.clock.now())

    assert all(await asyncio.gather(*(changed(f"version {n}") for n in range(6))))
    await world.settle()
    (shown,) = texts(world, "care")
    assert shown.startswith("version")


async def test_a_reply_to_what_was_never_posted_settles(world: World) -> None:
    now = world.clock.now()
    world.place("care").archived = True
    await post(world, "refused", world.channel("care"))
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await flows.reply(session, "under", "refused", blocks.message("so"), now)
    await world.go_to(now + timedelta(minutes=1))
    assert (await row_of(world, "under")).state == "failed"


async def test_a_reply_waits_for_its_parent_and_a_deleted_message_is_gone(world: World) -> None:
    now = world.clock.now()
    await post(world, "a", world.channel("care"))
    async with world.bot.deps.sessions.workspace(HOME) as session:
        assert await flows.reply(session, "b", "a", blocks.message("in the thread"), now)
        assert not await flows.reply(session, "c", "nobody", blocks.message("lost"), now)
    await world.settle()
    first, second = world.posted("care")
    assert second.thread_ts == first.ts
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await flows.delete(session, "b", world.clock.now())
    await world.settle()
    assert texts(world, "care") == ["text of a"]
