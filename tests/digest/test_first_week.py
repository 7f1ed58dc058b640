"""What a digest tells of a key result's first week: where it stands, and not where it began."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from storage.okr import KeyResult
from tests.checkin.stage import ANNA, BEN, add_kr, add_team, record, words
from tests.digest.test_week import THREE, digests
from tests.trust.deep import on_one_database
from tests.world import HOME, World


async def told(world: World, values: tuple[int, ...]) -> tuple[str, str]:
    """The digest behind these values of one day, and its chart in words."""
    await world.go_to(THREE - timedelta(days=1))
    for value in values:
        await record(world, ANNA, 1, value)
        world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    await world.go_to(THREE)
    (post,) = digests(world)
    (picture,) = (m for m in world.posted("care") if m.files)
    return words(post), world.home.files[picture.files[0]].alt_text


@pytest.mark.parametrize(
    ("values", "line"),
    [((50,), "20 % · first value: 50 h"), ((50, 40, 36), "50 % · now 36 h, its first week")],
)
@on_one_database
async def test_only_one_value_is_called_the_first(
    world: World, values: tuple[int, ...], line: str
) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA)

    assert line in (await told(world, values))[0]


@on_one_database
async def test_of_values_of_one_day_each_counts_in_the_chart_of_a_band(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        band = {"kind": "keep", "low": Decimal(90)}
        await session.execute(update(KeyResult).values(**band))
    post, chart = await told(world, (91, 89, 1))

    assert "33 % · now 1 h, its first week" in post
    assert "33 % to 33 %, off track." in chart
