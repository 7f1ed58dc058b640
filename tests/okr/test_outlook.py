"""/okr show tells where a KR goes at its pace, and why it has its colour."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest

from handlers.okr import flows
from tests.okr.stage import ANNA, BEN, RESPONSE, SCORE, Make, Shape, reader, words
from tests.okr.test_update import typed
from tests.world import HOME, World


async def weekly(world: World, values: Sequence[str]) -> str:
    """What /okr show says after one value of KR-1 a week."""
    for n, value in enumerate(values):
        async with world.bot.deps.sessions.workspace(HOME) as session:
            now = world.clock.now() + timedelta(weeks=n)
            await flows.record(session, reader(ANNA, admin=True), 1, Decimal(value), now)
    world.clock.move_to(world.clock.now() + timedelta(weeks=len(values) - 1))
    return words((await typed(world, "ben", "/okr show KR-1")).blocks)


@pytest.mark.parametrize(
    ("shape", "values", "told"),
    [
        (SCORE, ("40", "42", "44"), "At this pace 53 of 60 by 31 Dec."),
        (SCORE, ("40", "41", "44"), "At this pace 53 of 60 by 31 Dec, likely between 48 and 57."),
        (RESPONSE, ("60", "57", "54"), "At this pace 41 h by 31 Dec; the target is 4 h."),
        (
            RESPONSE,
            ("60", "55", "54"),
            "At this pace 41 h by 31 Dec, likely between 32 and 50 h; the target is 4 h.",
        ),
        (  # a duration in its own unit, like its target: not 8 d 5 h
            ("Time to a refund", "9", "6", "d"),
            ("9", "8.916667", "8.75"),
            "At this pace 8.2 d by 31 Dec, likely between 8 and 8.4 d; the target is 6 d.",
        ),
        (
            SCORE,
            ("40", "45", "50"),
            "At this pace the target is reached on 14 Dec.",
        ),
        (RESPONSE, ("60", "45", "30"), "At this pace the target is reached on 13 Dec."),
    ],
)
async def test_show_tells_where_it_goes_at_this_pace(
    care: World, make: Make, shape: Shape, values: Sequence[str], told: str
) -> None:
    await make(BEN, shape)

    shown = await weekly(care, values)
    assert told in shown
    assert ("by 31 Dec" in shown) == ("by 31 Dec" in told)  # nothing of what would follow


async def test_a_day_that_has_gone_is_no_forecast(care: World, make: Make) -> None:
    await make(BEN, SCORE)
    assert "is reached on 14 Dec" in await weekly(care, ("40", "45", "50"))
    care.clock.move_to(care.clock.now() + timedelta(days=20))
    told = [
        words((await typed(care, "ben", line)).blocks)
        for line in ("/okr show KR-1", "/okr list outdated", "/okr history KR-1")
    ]

    assert all("At this pace 72 of 60 by 31 Dec." in one for one in told)
    assert not any("reached" in one for one in told)
    care.clock.move_to(care.clock.now() + timedelta(days=14))
    assert "At this pace" not in words((await typed(care, "ben", "/okr show KR-1")).blocks)


async def test_a_share_stays_a_share_and_has_its_unit_in_chinese(care: World, make: Make) -> None:
    await make(BEN, ("CSAT", "70", "90", "%"))

    assert "At this pace 76 of 90 % by 31 Dec." in await weekly(care, ("70", "71", "72"))
    told = words((await typed(care, "chen", "/okr show KR-1")).blocks)
    assert "照这个速度，到 12月31日 是 76%（目标 90%）。" in told


async def test_two_weeks_are_needed_to_tell(care: World, make: Make) -> None:
    await make(BEN, SCORE)

    assert "At this pace" not in await weekly(care, ("40", "42"))


async def test_what_is_reached_is_not_told_to_be_reached_some_day(care: World, make: Make) -> None:
    await make(BEN, SCORE)
    told = await weekly(care, ("40", "50", "60"))

    assert "At this pace" in told
    assert "is reached" not in told


async def test_show_says_why_it_is_at_risk(care: World, make: Make) -> None:
    await make(BEN, SCORE)
    told = await weekly(care, ("40", "41", "42"))

    assert "10 % of the way is done and 30 % of the time has gone, so it is at risk." in told
    assert told.count("by <@U0ANNA>") == 3


async def test_what_went_the_wrong_way_is_not_told_as_a_way_that_is_done(
    care: World, make: Make
) -> None:
    await make(BEN, SCORE)
    told = await weekly(care, ("40", "39", "3"))

    assert "It is further from its target than at the start and 30 % of the time has gone" in told
    assert "of the way is done" not in told
