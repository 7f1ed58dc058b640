"""The outbox against a Slack that refuses, loses answers, and is out of order for a while."""

import asyncio
from datetime import timedelta
from typing import Literal

import pytest
from sqlalchemy import select

from bot.sandbox.faults import Fault
from handlers.kit import blocks
from handlers.outbox import flows, jobs, rules
from storage.outbox import Outgoing
from tests.outbox.stage import post, reclaimed, row_of, texts
from tests.world import HOME, NEIGHBOUR, World


async def test_a_retry_after_is_obeyed(world: World) -> None:
    world.sandbox.faults.add(Fault("ratelimited", method="chat.postMessage", seconds=30))
    await post(world, "a", world.channel("care"))
    began = world.clock.now()
    await world.settle()
    assert texts(world, "care") == []
    await world.go_to(began + timedelta(minutes=1))
    (posted,) = world.posted("care")
    assert posted.sent_at == began + timedelta(seconds=30)


async def test_a_slow_call_holds_nothing_but_what_goes_to_its_own_target(world: World) -> None:
    world.sandbox.faults.add(Fault("latency", method="chat.postMessage", seconds=10))
    deps = world.bot.deps
    await post(world, "slow", world.channel("care"))
    await jobs.send(deps, world.clock.now())
    while world.sandbox.faults.waiting:  # noqa: ASYNC110 the call goes over a socket
        await asyncio.sleep(0)
    world.clock.advance(2)
    await post(world, "next", world.channel("product"))
    await post(world, "after it", world.channel("care"))
    await jobs.send(deps, world.clock.now())
    while not texts(world, "product"):  # noqa: ASYNC110 as above
        await asyncio.sleep(0)
    assert texts(world, "care") == []
    world.clock.advance(10)
    await deps.flights.all()
    await world.settle()
    assert texts(world, "care") == ["text of slow", "text of after it"]
    assert world.sandbox.limits.refused == 0


async def test_trouble_at_slack_is_waited_for(world: World) -> None:
    world.sandbox.faults.add(Fault("server_error", method="chat.postMessage", times=3))
    await post(world, "a", world.channel("care"))
    await world.go_to(world.clock.now() + timedelta(minutes=2))
    assert texts(world, "care") == ["text of a"]


@pytest.mark.parametrize(
    ("status", "state"), [(403, "sent"), (404, "sent"), (413, "failed"), (502, "sent")]
)
async def test_what_stands_between_us_and_slack_does_not_refuse_for_slack(
    world: World, status: int, state: str
) -> None:
    page = Fault("server_error", method="chat.postMessage", times=3, status=status)
    world.sandbox.faults.add(page)
    await post(world, "a", world.channel("care"))
    await world.go_to(world.clock.now() + timedelta(minutes=1))
    assert (await row_of(world, "a")).state == state


async def test_the_bot_comes_into_a_public_channel_by_itself(world: World) -> None:
    await post(world, "a", world.channel("far"))
    await world.settle()
    assert texts(world, "far") == ["text of a"]


@pytest.mark.parametrize("kind", ["ratelimited", "cut_before", "cut_after"])
async def test_a_channel_that_takes_nobody_in_for_now_is_tried_again(
    world: World, kind: Literal["ratelimited", "cut_before", "cut_after"]
) -> None:
    world.sandbox.faults.add(Fault(kind, "conversations.join", seconds=5))
    await post(world, "a", world.channel("far"), tell="U0ANNA")
    await world.go_to(world.clock.now() + timedelta(seconds=20))
    assert texts(world, "far") == ["text of a"]
    assert world.person("anna").dms() == []


async def test_a_message_for_a_private_channel_waits_until_the_bot_is_invited(
    world: World,
) -> None:
    private = world.sandbox.add_channel(
        HOME, "quiet", members=["U0ANNA"], kind="private", with_bot=False
    )
    await post(world, "a", private.id, tell="U0ANNA")
    await world.settle()
    row = await row_of(world, "a")
    assert row.state == "held"
    assert "/invite @Delight" in world.person("anna").dms()[-1].text
    await world.person("anna").invite(private.id, world.home.bot_user)
    await world.settle()
    assert texts(world, "quiet") == ["text of a"]


async def test_an_archived_channel_settles_as_failed_and_somebody_hears_of_it(
    world: World,
) -> None:
    world.place("care").archived = True
    await post(world, "a", world.channel("care"), tell="U0DAI")
    await world.go_to(world.clock.now() + timedelta(minutes=1))
    assert (await row_of(world, "a")).state == "failed"
    assert world.person("dai").dms()


async def test_what_a_dead_worker_held_is_sent_after_its_lease(world: World) -> None:
    await post(world, "a", world.channel("care"))
    async with world.bot.deps.sessions.workspace(HOME) as session:
        row = await session.scalar(select(Outgoing).where(Outgoing.key == "a"))
        assert row is not None
        row.state, row.claimed_until = "claimed", world.clock.now() + jobs.LEASE
    await world.settle()
    assert texts(world, "care") == []
    await reclaimed(world)
    await world.settle()
    assert texts(world, "care") == ["text of a"]


async def test_whoever_stood_still_until_its_lease_was_over_sends_nothing_of_it(
    world: World,
) -> None:
    deps = world.bot.deps
    await post(world, "a", world.channel("care"))
    await jobs.send(deps, world.clock.now())
    world.clock.advance(jobs.LEASE.total_seconds() + 1)
    await deps.flights.all()
    assert texts(world, "care") == []
    row = await row_of(world, "a")
    assert (row.state, row.attempts, row.unknowns) == ("due", 0, 0)
    await world.settle()
    assert texts(world, "care") == ["text of a"]


async def test_what_ends_whoever_sends_it_fails_at_last_with_a_reason(world: World) -> None:
    await post(world, "a", world.channel("care"))
    async with world.bot.deps.sessions.workspace(HOME) as session:
        row = await session.scalar(select(Outgoing).where(Outgoing.key == "a"))
        assert row is not None
        row.state, row.claimed_until = "claimed", world.clock.now()
        row.attempts = rules.ATTEMPTS
    await reclaimed(world)
    row = await row_of(world, "a")
    assert (row.state, row.settled_at) == ("failed", world.clock.now())
    assert row.error == "whoever sent it ended"
    assert texts(world, "care") == []


async def test_several_workers_send_each_message_once_and_keep_one_pace(world: World) -> None:
    for number in range(12):
        await post(world, f"m{number}", world.channel(("care", "product")[number % 2]))
    for _ in range(40):
        await asyncio.gather(*(jobs.send(world.bot.deps, world.clock.now()) for _ in range(3)))
        world.clock.advance(0.3)
    await world.settle()  # on a busy machine calls are under way for longer than such a step
    sent = texts(world, "care") + texts(world, "product")
    assert sorted(sent) == sorted(f"text of m{n}" for n in range(12))
    assert not [r for r in await _errors(world) if r]


async def _errors(world: World) -> list[str | None]:
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return [row.error for row in await session.scalars(select(Outgoing))]


async def test_what_a_revoked_token_kept_back_is_sent_when_the_workspace_installs_us_again(
    world: World,
) -> None:
    world.home.revoked = True
    await post(world, "a", world.channel("care"))
    async with world.bot.deps.sessions.workspace(NEIGHBOUR) as session:
        message = blocks.message("next door")
        await flows.post(session, "a", world.channel("nextdoor"), message, world.clock.now())
    await world.settle()
    row = await row_of(world, "a")
    assert (row.state, row.error) == ("held", "token_revoked")
    assert texts(world, "nextdoor") == ["next door"]
    world.home.revoked = False
    await world.bot.installs.load()
    await world.settle()
    assert texts(world, "care") == ["text of a"]


async def test_what_nobody_misses_any_more_is_not_sent_when_the_token_returns(
    world: World,
) -> None:
    world.home.revoked = True
    await post(world, "a", world.channel("care"))
    await world.settle()
    world.clock.advance((rules.TOO_OLD + timedelta(hours=1)).total_seconds())
    world.home.revoked = False
    await world.bot.installs.load()
    await world.settle()
    assert (await row_of(world, "a")).state == "failed"
    assert texts(world, "care") == []


@pytest.mark.parametrize(
    ("kind", "said"), [("server_error", "http_403"), ("error", "service_unavailable")]
)
async def test_what_is_kept_from_slack_for_ever_fails_once_it_is_too_old_and_holds_up_no_more(
    world: World, kind: Literal["server_error", "error"], said: str
) -> None:
    page = Fault(kind, "chat.postMessage", times=100, status=403, error="service_unavailable")
    await post(world, "a", world.channel("care"), tell="U0ANNA")
    world.clock.advance((rules.TOO_OLD + timedelta(hours=1)).total_seconds())
    world.sandbox.faults.add(page)
    await world.go_to(world.clock.now() + timedelta(minutes=1))
    assert (await row_of(world, "a")).state == "due"
    await world.go_to(world.clock.now() + timedelta(minutes=1))
    assert (await row_of(world, "a")).error == said
    world.sandbox.faults.clear()
    await post(world, "b", world.channel("care"))
    await world.go_to(world.clock.now() + timedelta(minutes=1))
    assert texts(world, "care") == ["text of b"]
    told = f"Slack could not be reached with it for three days ({said})"
    assert told in world.person("anna").dms()[-1].text


async def test_a_message_that_cannot_be_made_a_call_of_keeps_nobody_back(world: World) -> None:
    await post(world, "a", "U0ANNA")
    await world.settle()
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await flows.upload(session, "b", "a", {"name": "without content"}, world.clock.now())
    await world.settle()
    await post(world, "c", "U0ANNA")
    await world.go_to(world.clock.now() + timedelta(seconds=10))
    assert [(await row_of(world, key)).state for key in "bc"] == ["due", "sent"]
