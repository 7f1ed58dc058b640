"""What a metric's history holds, what is given back, and what is said of a score alone."""

import re
from datetime import timedelta

from storage.metric import Reading
from tests.checkin.stage import ANNA, BEN, add_team, all_of
from tests.trust.deep import on_one_database
from tests.world import World


async def said(world: World, line: str) -> str:
    """What Ben reads behind `/okr metric`, a minute after what was said before."""
    world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    reply = await world.person("ben").command(f"/okr metric {line}", world.channel("care"))
    return f"{reply.text} {reply.blocks}"


@on_one_database
async def test_a_history_leaves_out_what_was_replaced_on_its_day(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    for line in ("csat 91", "csat 80", "csat 87"):
        await said(world, line)
    world.clock.move_to(world.clock.now() + timedelta(days=7))
    await said(world, "csat 88")

    past = await said(world, "csat")
    assert re.findall(r"Nov  \*(\d+) %\*", past) == ["88", "87"]
    assert "The last 2 readings" in past
    assert len(await all_of(world, Reading)) == 4  # taken back, the one before counts again


@on_one_database
async def test_what_is_refused_is_given_back(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    for line in ("csat ninety-one & rising", "csat 45 of 50", "nsp"):
        told = await said(world, line)
        assert "This is what you typed:" in told
        assert line in told


@on_one_database
async def test_who_knows_only_the_score_is_told_how_to_keep_it(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    for line, kept in (("nps 41", "rnps 41"), ("nps-hotline 41.5", "rnps-hotline 41.5")):
        told = await said(world, line)
        assert "how many promoters (9-10), passives (7-8) and detractors (0-6)" in told
        assert f"If you know only the score, `/okr metric {kept}` keeps it" in told
    assert await all_of(world, Reading) == []
    assert "*rNPS*  41 · first reading" in await said(world, "rnps 41")
