"""Several people who update one key result in the same moment, while it is asked for."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from handlers.deps import AfterUpdate
from handlers.kit.reader import Reader
from handlers.okr import flows
from handlers.okr.flows.standing import Standing
from storage.checkin import Answer, Round
from storage.okr import Update
from storage.workspace import Arrival, arrive
from tests.checkin.stage import ANNA, BEN, PROMPT_AT, add_kr, add_team, all_of, record
from tests.world import HOME, World

TWICE = ("anna", "45 twice")


async def prompted(world: World) -> None:
    """KR-1 is Anna's; Ben leads the team."""
    await add_team(world, (BEN, ANNA))
    await add_kr(world, 1, ANNA)
    await world.go_to(PROMPT_AT)


async def looked(world: World) -> tuple[Reader, Standing]:
    """Anna, and what she sees of the KR before her value is written."""
    deps = world.bot.deps
    async with deps.sessions.workspace(HOME, reading=True) as session:
        found = await flows.standing(session, [1], ANNA, world.clock.now(), deps.beside_kr)
        return await deps.reader(session, ANNA), found[1]


async def typed(world: World, who: str, rest: str) -> str:
    line = f"/okr update KR-1 {rest}"
    reply = await world.person(who).command(line, world.channel("care"))
    assert reply.ok, (reply.error, reply.detail)
    return reply.text


async def test_values_that_meet_all_stand_and_the_first_is_the_answer(world: World) -> None:
    await prompted(world)
    lines = [("anna", "41"), ("ben", "42"), ("anna", "43"), ("ben", "44")]
    told = await asyncio.gather(*(typed(world, *line) for line in lines))
    # By themselves: with another's value between the two it would be no double click.
    told += await asyncio.gather(typed(world, *TWICE), typed(world, *TWICE))

    made = sorted(await all_of(world, Update), key=lambda one: one.nth)
    assert [one.nth for one in made] == [1, 2, 3, 4, 5]
    assert sorted(one.value for one in made) == [41, 42, 43, 44, 45]
    assert all(
        rest[:2] in text for (_, rest), text in zip([*lines, TWICE, TWICE], told, strict=True)
    )
    (answer,) = await all_of(world, Answer)
    assert (answer.update_id, answer.member_id) == (made[0].id, made[0].author_id)


@pytest.mark.parametrize("told", [True, False])
async def test_what_was_overtaken_leaves_nothing_behind(world: World, told: bool) -> None:
    """Whether or not anything runs after it."""
    await prompted(world)
    deps, now = world.bot.deps, world.clock.now()
    hooks: Sequence[AfterUpdate] = deps.after_update if told else ()
    anna, found = await looked(world)
    await record(world, BEN, 1, 50)
    with pytest.raises(flows.OvertakenError):
        async with deps.sessions.workspace(HOME) as session:
            await arrive(session, "hers", now, AssertionError())
            done = await flows.record(session, anna, 1, Decimal(40), now, found=found)
            await flows.tell(session, hooks, anna, [done], now, found)

    assert [one.value for one in await all_of(world, Update)] == [50]
    assert [one.member_id for one in await all_of(world, Answer)] == [BEN]
    assert "hers" not in [one.key for one in await all_of(world, Arrival)]


async def test_a_round_that_opens_while_a_value_comes_is_the_one_that_is_answered(
    world: World,
) -> None:
    """It was not there when the KR was read; the one before it is open still."""
    await prompted(world)
    deps, now = world.bot.deps, world.clock.now()
    anna, found = await looked(world)
    second = await opened(world)
    with pytest.raises(flows.OvertakenError):
        async with deps.sessions.workspace(HOME) as session:
            done = await flows.record(session, anna, 1, Decimal(40), now, found=found)
            await flows.tell(session, deps.after_update, anna, [done], now, found)
    assert not await all_of(world, Update)

    assert "40" in await typed(world, "anna", "40")
    (answer,) = await all_of(world, Answer)
    assert (answer.day, answer.is_late) == (second, False)


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
async def test_the_first_round_of_a_team_that_opens_while_a_value_comes_is_answered(
    world: World,
) -> None:
    """On SQLite none opens between looking and writing: both are one session that writes."""
    await add_team(world, (BEN, ANNA))
    await add_kr(world, 1, ANNA)
    deps, now = world.bot.deps, world.clock.now()
    anna, found = await looked(world)
    first = await opened(world)
    async with deps.sessions.workspace(HOME) as session:
        done = await flows.record(session, anna, 1, Decimal(40), now, found=found)
        await flows.tell(session, deps.after_update, anna, [done], now, found)
    (answer,) = await all_of(world, Answer)
    assert (answer.day, answer.update_id) == (first, done.update_id)


@pytest.mark.parametrize("moves_on", [True, False])
async def test_a_round_that_closes_while_a_value_comes_is_answered_late_or_not_at_all(
    world: World, moves_on: bool
) -> None:
    """It was open when the KR was read: the value is looked at once more, and counts as late."""
    await prompted(world)
    deps, now = world.bot.deps, world.clock.now()
    anna, found = await looked(world)
    async with deps.sessions.workspace(HOME) as session:
        (round_,) = await session.scalars(select(Round))
        round_.closed_at = now
    with pytest.raises(flows.OvertakenError):
        async with deps.sessions.workspace(HOME) as session:
            done = await flows.record(session, anna, 1, Decimal(40), now, found=found)
            await flows.tell(session, deps.after_update, anna, [done], now, found)
            if moves_on:
                await session.scalar(select(Round))
    assert not await all_of(world, Update)
    assert not await all_of(world, Answer)

    assert "40" in await typed(world, "anna", "40")
    (answer,) = await all_of(world, Answer)
    assert answer.is_late


async def opened(world: World) -> date:
    """Another round of the team opens; the day that it is for."""
    now = world.clock.now()
    day = now.date() + timedelta(days=7)
    closes_at = now + timedelta(days=9)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        session.add(Round(team_id="care", day=day, opens_at=now, closes_at=closes_at))
    return day
