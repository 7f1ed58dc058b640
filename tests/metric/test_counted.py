"""Shares told by two counts: taken where nothing else can be meant, asked about where it can."""

import re
from datetime import timedelta

import pytest

from storage.metric import Reading
from tests.checkin.stage import ANNA, BEN, CHEN, DAI, add_team, all_of
from tests.trust.deep import on_one_database
from tests.world import World

EVERYONE = (ANNA, BEN, CHEN, DAI)


async def said(world: World, who: str, line: str) -> str:
    """What somebody reads behind `/okr metric` in #care, a day after what was said before."""
    world.clock.move_to(world.clock.now() + timedelta(days=1))
    reply = await world.person(who).command(f"/okr metric {line}", world.channel("care"))
    assert reply.ok, reply.detail
    return f"{reply.text} {reply.blocks}"


@pytest.mark.parametrize(
    ("who", "line", "lines", "shown"),
    [
        ("ben", "csat 45 of 50", ["csat 90 % of 50", "csat 45 % of 50"], "90 % ± 8.5 (50 answers)"),
        ("ben", "csat 45/50", ["csat 90 % of 50", "csat 45 % of 50"], "90 % ± 8.5 (50 answers)"),
        ("ben", "fcr 68 out of 75", ["fcr 90.67 % of 75", "fcr 68 % of 75"], "90.7 % ± 6.7 (75"),
        ("ben", "csat 50 of 45", ["csat 50 % of 45", "csat 90 % of 50"], "50 % ± 14"),
        ("chen", "满意度45/50", ["csat 90 % of 50", "csat 45 % of 50"], "90 % ± 8.5 (50"),
        ("dai", "滿意度：45／50份", ["csat 90 % of 50", "csat 45 % of 50"], "90 % ± 8.5 (50"),
    ],
)
@on_one_database
async def test_two_numbers_of_a_share_are_asked_about(
    world: World, who: str, line: str, lines: list[str], shown: str
) -> None:
    await add_team(world, EVERYONE)
    asked = await said(world, who, line)

    assert list(dict.fromkeys(re.findall("`/okr metric ([^`]+)`", asked))) == lines
    assert await all_of(world, Reading) == []
    assert f"*  {shown}" in await said(world, "ben", lines[0])
    assert f"{lines[1].split()[1]} % ±" in await said(world, "ben", lines[1])


@pytest.mark.parametrize(
    ("who", "line", "shown"),
    [
        ("ben", "csat 182 of 200", "*CSAT*  91 % ± 4 (200 answers)"),
        ("ben", "csat 182/200", "*CSAT*  91 % ± 4 (200 answers)"),
        ("ben", "csat 91 of 100", "*CSAT*  91 % ± 5.7 (100 answers)"),
        ("ben", "csat 91.5 of 240", "*CSAT*  91.5 % ± 3.6 (240 answers)"),
        ("chen", "满意度 50 人中有 45 人", "*CSAT*  90% ± 8.5（50 份回答）"),
        ("chen", "客户满意度 50份有效问卷中45份满意", "*CSAT*  90% ± 8.5（50 份回答）"),
        ("chen", "满意度 50分之45", "*CSAT*  90% ± 8.5（50 份回答）"),
        ("chen", "满意度90%（共50份）", "*CSAT*  90% ± 8.5（50 份回答）"),
        ("dai", "滿意度 45人（共50人）", "*CSAT*  90% ± 8.5（50 份回答）"),
    ],
)
@on_one_database
async def test_what_can_mean_one_share_only_is_taken(
    world: World, who: str, line: str, shown: str
) -> None:
    await add_team(world, EVERYONE)

    assert shown in await said(world, who, line)
    assert len(await all_of(world, Reading)) == 1


@on_one_database
async def test_more_than_all_is_no_share(world: World) -> None:
    await add_team(world, EVERYONE)

    assert "between 0 and 100 %. Please check 182." in await said(world, "ben", "csat 182 of 150")


@on_one_database
async def test_what_a_team_keeps_in_percent_is_a_share_under_any_name(world: World) -> None:
    await add_team(world, EVERYONE)
    world.clock.move_to(world.clock.now() + timedelta(days=1))
    ben = world.person("ben")
    asked = await ben.command("/okr metric kept 80 %", world.channel("care"))
    assert asked.message is not None
    await ben.click(asked.message, "metric.make")

    assert "`/okr metric kept 90 % of 50`" in await said(world, "ben", "kept 45 of 50")
    assert "*Kept*  91 % ± 4 (200 answers)" in await said(world, "ben", "kept 182/200")
