"""The one thing to do: nobody is asked for what somebody has done."""

from datetime import timedelta

import pytest

from bot.sandbox.model import Message
from handlers.quote.rules import Consent
from tests.checkin.stage import ANNA, BEN, add_kr, add_team, record, words
from tests.digest.test_week import THREE, add_quote, digests
from tests.trust.deep import on_one_database
from tests.world import World

KUDOS = "/kudos @anna for staying with the customer until it worked"


async def _good_week(world: World, number: int, value: int) -> Message:
    """On track, and somebody is thanked; the digest that tells of it."""
    await world.go_to(THREE + timedelta(weeks=number, days=-1))
    await record(world, ANNA, 1, value)
    assert (await world.person("ben").command(KUDOS, world.channel("care"))).ok
    await world.go_to(THREE + timedelta(weeks=number))
    return digests(world)[number]


@pytest.mark.parametrize(
    ("language", "praise"),
    [("en-US", "Well done, everyone"), ("zh-CN", "大家干得漂亮"), ("zh-TW", "大家做得好")],
)
@on_one_database
async def test_who_saved_a_quote_that_was_read_on_monday_is_not_asked_for_one(
    world: World, language: str, praise: str
) -> None:
    await add_team(world, (ANNA, BEN), language=language)
    await add_kr(world, 1, ANNA, value=50)
    await add_quote(world, "They answered before I hung up.", Consent.INTERNAL)
    first = words(await _good_week(world, 0, 30))
    second = words(await _good_week(world, 1, 20))

    assert "before I hung up" not in first
    assert "/quote" not in first
    assert praise in first
    assert "`/quote`" in second


async def test_a_quote_that_was_recalled_leaves_the_team_without_one(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=50)
    number = await add_quote(world, "They answered before I hung up.", Consent.INTERNAL)
    anna = world.person("anna")
    assert (await anna.command(f"/quote recall Q-{number}", world.channel("care"))).ok

    assert "`/quote`" in words(await _good_week(world, 0, 30))
