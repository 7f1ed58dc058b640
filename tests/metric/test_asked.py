"""Readings that may be something else: asked about, with lines to copy that are understood."""

import re
from datetime import timedelta

import pytest

from handlers.metric import views
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


def to_copy(told: str) -> list[str]:
    return list(dict.fromkeys(re.findall("`/okr metric ([^`]+)`", told)))


@pytest.mark.parametrize(
    ("who", "line", "told", "lines", "value"),
    [
        (
            "ben",
            "first-response 2:30",
            "“2:30” can be hours and minutes, or minutes and seconds.",
            ["first-response 2:30 h", "first-response 2:30 min"],
            "2.5 h",
        ),
        (
            "chen",
            "首次响应：2:30 of 240",
            "“2:30”可以是小时和分钟，也可以是分钟和秒。",
            ["first-response 2:30 h of 240", "first-response 2:30 min of 240"],
            "2.5 h",
        ),
        (
            "ben",
            "first-response 2 days 3",
            "A reading takes no note.",
            ["first-response 2 days 3 h"],
            "2 days 3 h",
        ),
        (
            "ben",
            "first-response two hours and forty-five minutes and 5 seconds on weekends",
            "“on weekends” would be one.",
            ["first-response two hours and forty-five minutes and 5 seconds"],
            "2 hours 45",
        ),
        (
            "dai",
            "首次回應 5h 75 of 9",
            "讀數不帶備註。",
            ["first-response 5h 75 min of 9"],
            "6.25 h",
        ),
        (
            "ben",
            "first-response 2 h 30 min, on weekends of 9",
            "A reading takes no note, and “on weekends” would be one.",
            ["first-response 2 h 30 min of 9"],
            "2.5 h",
        ),
        (
            "ben",
            "first-response 2 h faster",
            "“faster” would be one.",
            ["first-response 2 h"],
            "2 h",
        ),
        (
            "chen",
            "首次响应 2小时快了",
            "读数不带备注，“快了”会成为备注。",
            ["first-response 2小时"],
            "2 小时",
        ),
        (
            "ben",
            "half an hour",
            "Start with the name of the metric that half an hour is a reading of",
            ["first-response half an hour"],
            "0.5 hour",
        ),
        (
            "ben",
            "csat 4.5 of 240",
            "If it is a mean of marks, give it another name",
            ["csat 4.5 % of 240", "rating 4.5/5 of 240"],
            "4.5 % ± 2.7",
        ),
        (
            "chen",
            "满意度 4.5",
            "如果是评分的平均值，请换一个名称",
            ["csat 4.5 %", "rating 4.5/5"],
            "4.5 %",
        ),
        (
            "ben",
            "csat 4.5/5 of 240",
            "If it is a mean of marks, give it another name",
            ["csat 4.5 % of 240", "rating 4.5/5 of 240"],
            "4.5 % ± 2.7",
        ),
        (
            "chen",
            "满意度 4.5/5",
            "如果是评分的平均值，请换一个名称",
            ["csat 4.5 %", "rating 4.5/5"],
            "4.5 %",
        ),
        (
            "ben",
            "csat 0.91 of 240",
            "CSAT is kept in %",
            ["csat 0.91 % of 240", "csat 91 % of 240"],
            "0.9",
        ),
        (
            "chen",
            "流失率 0.03125",
            "以 % 为单位",
            ["churn 0.03125 %", "churn 3.1250 %"],
            "0.03",
        ),
        (
            "ben",
            "first-response 2:30 a.m.",
            "“a.m” would be one. If 2:30 is hours and minutes",
            ["first-response 2:30 h", "first-response 2:30 min"],
            "2.5 h",
        ),
        (
            "chen",
            "首次响应 2:30 h a.m.",
            "“a.m”会成为备注",
            ["first-response 2:30 h"],
            "2.5 h",
        ),
        (
            "ben",
            "first-response 2:30 pm of 9",
            "“pm” would be one. If 2:30 is hours and minutes",
            ["first-response 2:30 h of 9", "first-response 2:30 min of 9"],
            "2.5 h",
        ),
        (
            "ben",
            "first-response 5h ½",
            "If you mean 5h 30 min",
            ["first-response 5h 30 min"],
            "5.5 h",
        ),
        (
            "chen",
            "半小时",
            "请先写“半小时”是哪个指标的读数",
            ["first-response 半小时"],
            "0.5 小时",
        ),
    ],
)
@on_one_database
async def test_what_may_be_something_else_is_asked_with_lines_to_copy(
    world: World, who: str, line: str, told: str, lines: list[str], value: str
) -> None:
    await add_team(world, EVERYONE)
    asked = await said(world, who, line)

    assert told in asked
    assert to_copy(asked) == lines
    assert await all_of(world, Reading) == []
    assert f"*  {value}" in await said(world, "ben", lines[0])
    assert len(await all_of(world, Reading)) == 1


@pytest.mark.parametrize(
    ("who", "line", "told"),
    [
        ("ben", "calls a day", "“a day” can be a part of the name, or a reading of Calls."),
        ("chen", "通话 一天", "“一天”可以是名称的一部分，也可以是 通话 的读数。"),
        ("dai", "通話 一天", "「一天」可以是名稱的一部分，也可以是 通話 的讀數。"),
    ],
)
@on_one_database
async def test_words_that_may_end_a_name_are_no_value_of_what_is_counted(
    world: World, who: str, line: str, told: str
) -> None:
    await add_team(world, EVERYONE)
    asked = await said(world, who, line)
    assert told in asked
    named, valued = to_copy(asked)
    assert "with 12 as its first reading" in await said(world, "ben", named)
    assert f"with {valued.partition(' ')[2]} as its first" in await said(world, "ben", valued)

    await _make(world, f"{line.split(maxsplit=1)[0]} 12")  # which counts something
    assert told in await said(world, who, line)
    assert [reading.value for reading in await all_of(world, Reading)] == [12]


@on_one_database
async def test_a_day_is_a_reading_of_what_is_kept_in_hours(world: World) -> None:
    await add_team(world, EVERYONE)
    await _make(world, "resolution 3 h")
    assert "*Resolution*  24 h" in await said(world, "ben", "resolution a day")
    assert "*First response*  1 hour · first reading" in await said(
        world, "ben", "first-response an hour"
    )
    assert "*First response*  2.5 hour" in await said(world, "chen", "首次响应 2小时半")
    assert "*NPS*  45 ± 15" in await said(world, "chen", "净推荐值 62、21、17")


@on_one_database
async def test_a_metric_that_is_called_like_a_duration_is_shown(world: World) -> None:
    await add_team(world, EVERYONE)
    await _make(world, "半小时 12")
    assert "*半小时*  12" in await said(world, "chen", "半小时")


@on_one_database
async def test_what_is_kept_with_words_behind_its_unit_takes_readings_without(world: World) -> None:
    await add_team(world, EVERYONE)
    await _make(world, "handling 5 min per call")
    assert "*Handling*  6 min per call" in await said(world, "ben", "handling 6 min")
    assert "*Handling*  90 min per call" in await said(world, "ben", "handling 1.5 h per call")


async def _make(world: World, line: str) -> None:
    """A reading, whose metric is made where it is asked about."""
    world.clock.move_to(world.clock.now() + timedelta(days=1))
    ben = world.person("ben")
    asked = await ben.command(f"/okr metric {line}", world.channel("care"))
    assert asked.message is not None
    if "Shall I make it" in asked.text:
        await ben.click(asked.message, views.MAKE)
