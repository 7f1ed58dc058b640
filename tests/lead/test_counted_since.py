"""What a round was counted as when it closed, it stays, whatever becomes of its people."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from tests.checkin.saying import say_so
from tests.checkin.stage import (
    ANNA,
    BEN,
    CHEN,
    CLOSE_AT,
    DAI,
    PROMPT_AT,
    add_kr,
    add_team,
    change_team,
    record,
    set_person,
    words,
)
from tests.digest.test_week import THREE, digests
from tests.lead.test_counted import seen
from tests.trust.deep import on_one_database
from tests.world import World


async def gives_away_and_leaves(world: World) -> None:
    """Ben's key result is Anna's from now on, and he is in the team no more."""
    anna = world.person("anna")
    form = (await anna.command("/okr edit KR-2", world.channel("care"))).view
    assert form is not None
    assert (await anna.submit(form, {"owner": ANNA, "reason": "Ben leaves us"})).ok
    await change_team(world, "care", members=(ANNA, CHEN, DAI))
    await world.settle()


async def is_deactivated(world: World) -> None:
    await set_person(world, BEN, deleted=True)


async def is_joined(world: World) -> None:
    """Somebody comes who was not there."""
    await change_team(world, "care", members=(ANNA, BEN, CHEN, DAI, "U0EVE"))
    await add_kr(world, 5, "U0EVE", begun=world.clock.now())


async def closes(world: World) -> None:
    """What Ben had answered is done with."""
    anna = world.person("anna")
    shown = (await anna.command("/okr show KR-2", world.channel("care"))).message
    assert shown is not None
    asked = (await anna.click(shown, "objective.close")).view
    assert asked is not None
    assert (await anna.submit(asked, {"why": "It is done"})).ok
    await world.settle()


@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize("since", [gives_away_and_leaves, is_deactivated, is_joined, closes])
@on_one_database
async def test_a_closed_round_is_counted_everywhere_as_at_its_close(
    world: World, since: Callable[[World], Awaitable[None]], *, asks: bool
) -> None:
    await add_team(world, (ANNA, BEN, CHEN, DAI), asks=asks)
    for number, owner in ((1, ANNA), (2, BEN), (3, CHEN), (4, DAI)):
        await add_kr(world, number, owner, value=45)
    await world.go_to(PROMPT_AT)
    await record(world, BEN, 2, 40)
    if asks:
        await say_so(world, DAI, {"moved": "All well"})
    await world.go_to(CLOSE_AT)
    told = "2 of 4" if asks else "1 of 4"
    assert f"{told} answered" in words(world.posted("care")[0])

    await since(world)
    for line in ("checkin team", "checkin report"):
        assert f"{told} answered" in await seen(world, line)
    await world.go_to(THREE)
    assert f"{told} checked in" in words(digests(world)[0])
    await record(world, CHEN, 3, 30)  # late, which counts
    await world.settle()
    told = "3 of 4" if asks else "2 of 4"
    await world.go_to(THREE + timedelta(days=6))
    assert f"{told} answered" in words(world.posted("care")[0])
    assert f"18 Nov: {told} answered" in await seen(world, "checkin team")
    assert f"{told} answered" in await seen(world, "checkin report 18 Nov")
