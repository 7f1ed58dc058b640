"""Looking at reactions when Slack is slow, broken, or ahead of us."""

from datetime import timedelta

from sqlalchemy import select

from bot.sandbox.faults import Fault
from handlers.kudos import jobs
from handlers.kudos.rules import Look
from storage import kudos as rows
from storage import schedule
from storage.db import Why
from tests.companies import set_up_team
from tests.kudos.reacting import react, said, told
from tests.world import HOME, World


async def test_a_busy_slack_is_asked_again_when_it_says(world: World) -> None:
    await set_up_team(world)
    message = await said(world)
    world.sandbox.faults.add(Fault("ratelimited", "reactions.get", seconds=30))
    await react(world, message)
    await world.settle()
    assert told(world) == []
    await world.go_to(world.clock.now() + timedelta(seconds=31))
    assert len(told(world)) == 1


async def test_a_broken_slack_is_asked_again_later(world: World) -> None:
    await set_up_team(world)
    message = await said(world)
    world.sandbox.faults.add(Fault("cut_before", "reactions.get", times=3))
    await react(world, message)
    await world.go_to(world.clock.now() + timedelta(minutes=5))
    assert len(told(world)) == 1


async def test_a_message_that_is_gone_is_skipped_with_its_reason(world: World) -> None:
    await set_up_team(world)
    message = await said(world)
    await react(world, message)
    del world.place("care").messages[message.ts]
    await world.settle()
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        found = await session.scalars(
            select(schedule.Occurrence).where(schedule.Occurrence.kind == "kudos.look")
        )
        (row,) = found.all()
    assert (row.state, row.reason) == ("skipped", "message_not_found")


async def test_a_look_overtaken_by_a_newer_event_decides_nothing(world: World) -> None:
    team = await set_up_team(world)
    deps, now = world.bot.deps, world.clock.now()
    look = Look("U0ANNA", world.channel("care"), "1700000000.000100")
    row = {"kind": "kudos.look", "team_id": team, "day": look.day, "member_id": look.key}
    row |= {"wall_day": look.day, "wall_time": now.time(), "zone": "UTC", "due_at": now}

    async def asked() -> None:
        async with deps.sessions.workspace(HOME) as session:
            await rows.ask_to_look(session, row)

    async def claimed() -> schedule.Due:
        async with deps.sessions.system(Why.CLAIM_OCCURRENCES) as session:
            (due,) = await schedule.claim(session, ["kudos.look"], now, lease=jobs.LEASE)
        return due

    await asked()
    due = await claimed()
    first = await jobs._claim(deps, due)
    assert first is not None
    await asked()  # the reaction went while Slack was being asked
    await jobs._settle(deps, due, first, jobs._skipped(now, "too early"))
    again = await claimed()
    second = await jobs._claim(deps, again)
    assert second is not None
    await jobs._settle(deps, due, first, jobs._skipped(now, "too early"))
    await jobs._settle(deps, again, second, jobs._skipped(now, "seen"))
    async with deps.sessions.workspace(HOME, reading=True) as session:
        mine = select(schedule.Occurrence.reason).where(schedule.Occurrence.kind == "kudos.look")
        assert await session.scalar(mine) == "seen"
