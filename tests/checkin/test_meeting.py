"""Several people who update one key result in the same moment, while it is asked for."""

import asyncio
from collections.abc import Sequence
from decimal import Decimal

import pytest

from handlers.deps import AfterUpdate
from handlers.okr import flows
from storage.checkin import Answer
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


async def typed(world: World, who: str, rest: str) -> str:
    line = f"/okr update KR-1 {rest}"
    reply = await world.person(who).command(line, world.channel("care"))
    assert reply.ok, (reply.error, reply.detail)
    return reply.text


async def test_values_that_meet_all_stand_and_the_first_is_the_answer(world: World) -> None:
    await prompted(world)
    lines = [("anna", "41"), ("ben", "42"), ("anna", "43"), ("ben", "44"), TWICE, TWICE]
    told = await asyncio.gather(*(typed(world, *line) for line in lines))

    made = sorted(await all_of(world, Update), key=lambda one: one.nth)
    assert [one.nth for one in made] == [1, 2, 3, 4, 5]
    assert sorted(one.value for one in made) == [41, 42, 43, 44, 45]
    assert all(rest[:2] in text for (_, rest), text in zip(lines, told, strict=True))
    (answer,) = await all_of(world, Answer)
    assert (answer.update_id, answer.member_id) == (made[0].id, made[0].author_id)


@pytest.mark.parametrize("told", [True, False])
async def test_what_was_overtaken_leaves_nothing_behind(world: World, told: bool) -> None:
    """Whether or not anything runs after it."""
    await prompted(world)
    deps, now = world.bot.deps, world.clock.now()
    hooks: Sequence[AfterUpdate] = deps.after_update if told else ()
    async with deps.sessions.workspace(HOME, reading=True) as session:
        anna = await deps.reader(session, ANNA)
        found = (await flows.standing(session, [1], ANNA, now))[1]
    await record(world, BEN, 1, 50)
    with pytest.raises(flows.OvertakenError):
        async with deps.sessions.workspace(HOME) as session:
            await arrive(session, "hers", now, AssertionError())
            done = await flows.record(session, anna, 1, Decimal(40), now, found=found)
            await flows.tell(session, hooks, anna, [done], now)

    assert [one.value for one in await all_of(world, Update)] == [50]
    assert [one.member_id for one in await all_of(world, Answer)] == [BEN]
    assert "hers" not in [one.key for one in await all_of(world, Arrival)]
