"""A digest that comes before its round is over counts it as far as it has come."""

from datetime import timedelta

from tests.checkin.stage import ANNA, BEN, add_kr, add_team, record, words
from tests.digest.test_week import THREE, digests
from tests.trust.deep import on_one_database
from tests.world import World


@on_one_database
async def test_a_round_that_runs_into_the_weekend_is_not_told_as_over(world: World) -> None:
    await add_team(world, (ANNA, BEN), weekday=3)
    await add_kr(world, 1, ANNA, value=50)
    await add_kr(world, 2, BEN, value=50)
    await world.go_to(THREE - timedelta(hours=1))
    await record(world, ANNA, 1, 40)
    await world.go_to(THREE)
    assert "1 of 2 checked in so far" in words(digests(world)[-1])


@on_one_database
async def test_a_round_that_is_over_is_told_as_before(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=50)
    await world.go_to(THREE)
    said = words(digests(world)[-1])
    assert "0 of 1 checked in" in said
    assert "so far" not in said
