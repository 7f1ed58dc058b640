"""Readings in thousands and millions: they are numbers, whatever they are typed behind."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from handlers.metric import views
from storage.metric import Metric, Reading
from tests.checkin.stage import add_team, all_of
from tests.metric.test_asked import EVERYONE, said, to_copy
from tests.trust.deep import on_one_database
from tests.world import HOME, World


async def kept(world: World, line: str) -> str:
    """A reading by Ben, whose metric is made where it is asked about."""
    world.clock.move_to(world.clock.now() + timedelta(days=1))
    ben = world.person("ben")
    asked = await ben.command(f"/okr metric {line}", world.channel("care"))
    if asked.message is None or "Shall I make it" not in asked.text:
        return f"{asked.text} {asked.blocks}"
    return str((await ben.click(asked.message, views.MAKE)).blocks)


@pytest.mark.parametrize(
    ("first", "shown", "second", "moved"),
    [
        ("signups 12k", "*Signups*  12,000 · first", "signups 12500", "12,500 · ▲ +500 since"),
        ("signups 12 k", "*Signups*  12,000 · first", "signups 12.5K", "12,500 · ▲ +500 since"),
        ("users 1.5 million", "1,500,000 · first", "users 1,600,000", "1,600,000 · ▲ +100,000"),
        ("users 1.5 million users", "1,500,000 users", "users 1.6M", "1,600,000 users · ▲"),
        ("收入 12万", "*收入*  120,000 · first", "收入 125000", "125,000 · ▲ +5,000 since"),
        ("收入 1.2千万元", "12,000,000 元", "收入 13000000", "13,000,000 元 · ▲ +1,000,000 元"),
        ("revenue 12.500,50", "12,500.5 · first", "revenue 1.2M", "1,200,000 · ▲ +1,187,499.5"),
        ("sales €12500", "12,500 € · first", "sales 13k", "13,000 € · ▲ +500 € since"),
        ("sales 12k€", "12,000 € · first", "sales €13k", "13,000 € · ▲ +1,000 € since"),
        ("mrr €1.2m", "*MRR*  1,200,000 €", "mrr 1.3m", "1,300,000 € · ▲ +100,000 € since"),
        ("cost 2 bn", "*Cost*  2,000,000,000", "cost 2.1 billion", "2,100,000,000 · ▲"),
        ("weight 3 千克", "*Weight*  3 千克", "weight 4 千克", "4 千克 · ▲ +1 千克 since"),
        ("weight 3 kg", "*Weight*  3 kg", "weight 4 kg", "4 kg · ▲ +1 kg since"),
        ("users 12k of 240", "12,000 (240 answers)", "users 13k of 240", "13,000 (240 answers)"),
    ],
)
@on_one_database
async def test_a_number_is_as_large_as_the_word_behind_it_says(
    world: World, first: str, shown: str, second: str, moved: str
) -> None:
    await add_team(world, EVERYONE)

    assert shown in await kept(world, first)
    assert moved in await kept(world, second)


@pytest.mark.parametrize(
    ("line", "lines", "shown"),
    [
        (
            "users 1.2m",
            ["users 1.2 million", "users 1.2 min", "users 1.2 metres"],
            ["1,200,000", "1.2 min", "1.2 metres"],
        ),
        (
            "users 1.2 m of 240",
            ["users 1.2 million of 240", "users 1.2 min of 240", "users 1.2 metres of 240"],
            ["1,200,000 (240 answers)", "1.2 min (240 answers)", "1.2 metres (240 answers)"],
        ),
        (
            "calls 3 m per call",
            ["calls 3 million per call", "calls 3 min per call"],
            ["3,000,000 per call", "3 min per call"],
        ),
    ],
)
@on_one_database
async def test_of_an_m_it_is_asked_what_it_stands_for(
    world: World, line: str, lines: list[str], shown: list[str]
) -> None:
    await add_team(world, EVERYONE)
    asked = await said(world, "ben", line)

    assert "m” can be millions" in asked
    assert to_copy(asked) == lines
    for copied, value, name in zip(lines, shown, ("reach", "talks", "width"), strict=False):
        answer = await kept(world, f"{name} {copied.partition(' ')[2]}")
        assert f"*  {value} · first" in answer


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        ("resolution 3 h", "resolution 45m", "*Resolution*  0.75 h"),
        ("resolution 30 min", "resolution 45 m", "*Resolution*  45 min"),
        ("first-response 50m", "first-response 45m", "*First response*  45 min"),
        ("users 12k users", "users 1.2m users", "*Users*  1,200,000 users"),
        ("depth 3 metres", "depth 4 m", "*Depth*  4 metres"),
    ],
)
@on_one_database
async def test_an_m_is_what_the_metric_is_kept_in(
    world: World, first: str, second: str, shown: str
) -> None:
    await add_team(world, EVERYONE)
    await kept(world, first)

    assert shown in await kept(world, second)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("orders 3万5千", "Orders takes one number."),
        ("orders 1.5 million 200", "Orders takes one number."),
        ("mrr €12k from the fair", "“from the fair” means here"),
        ("csat 12k", "between 0 and 100 %"),
        ("orders 9999999999999 k", "is too long a number"),
    ],
)
@on_one_database
async def test_what_is_no_number_behind_its_scale_is_refused(
    world: World, line: str, told: str
) -> None:
    await add_team(world, EVERYONE)

    assert told in await said(world, "ben", line)
    assert await all_of(world, Reading) == []


@pytest.mark.parametrize(
    ("button", "shown", "later"),
    [
        (views.ALL, "*Handling*  15 min · ▲ +3 min since 17 Nov", "handling 0.5 h"),
        (views.MAKE, "*Handling*  15 (9 answers) · ▲ +3 since 17 Nov", "handling 30"),
    ],
)
@on_one_database
async def test_a_first_unit_is_asked_about_where_readings_have_none(
    world: World, button: str, shown: str, later: str
) -> None:
    await add_team(world, EVERYONE)
    await kept(world, "handling 12")
    world.clock.move_to(world.clock.now() + timedelta(days=1))
    line = "/okr metric handling 15 min" + " of 9" * (button == views.MAKE)
    asked = await world.person("ben").command(line, world.channel("care"))

    question = "Handling has no unit so far: it stood at 12 on Tue, 17 Nov. Was that in min, too?"
    assert asked.text == question
    assert len(await all_of(world, Reading)) == 1
    assert asked.message is not None
    assert shown in str((await world.person("ben").click(asked.message, button)).blocks)
    assert "*Handling*  30" in await said(world, "ben", later)


@on_one_database
async def test_whoever_is_not_in_the_team_is_not_asked_about_its_units(world: World) -> None:
    await add_team(world, EVERYONE[:2])
    await kept(world, "handling 12")

    assert "“Care”的读数由团队成员记录" in await said(world, "chen", "handling 15 min")


@pytest.mark.parametrize(
    ("unit", "line", "told"),
    [
        ("k", "signups 13k", "*Signups*  13 k · ▲ +1 k since"),
        ("k", "signups 1.2m", "*Signups*  1,200 k · ▲"),
        ("k users", "signups 13000 users", "*Signups*  13 k users · ▲ +1 k users"),
        ("k users", "signups 1.2m users", "*Signups*  1,200 k users · ▲"),
        ("k", "signups 13 h", "Signups is kept in k, not in h."),
        ("m", "signups 13", "*Signups*  13 m · ▲"),
        ("m", "signups 13 million", "Signups is kept in m, not in million."),
    ],
)
@on_one_database
async def test_what_was_kept_in_thousands_goes_on_in_thousands(
    world: World, unit: str, line: str, told: str
) -> None:
    await add_team(world, EVERYONE)
    await kept(world, "signups 12")
    await _as_once(world, unit)

    assert told in await said(world, "ben", line)


@on_one_database
async def test_a_number_alone_of_what_was_kept_in_thousands_is_asked_about(world: World) -> None:
    await add_team(world, EVERYONE)
    await kept(world, "signups 12")
    await _as_once(world, "k")
    asked = await said(world, "ben", "signups 12500 of 9")

    assert to_copy(asked) == ["signups 12.5 k of 9", "signups 12500 k of 9"]
    assert "*Signups*  12.5 k (9 answers)" in await said(world, "ben", to_copy(asked)[0])


async def _as_once(world: World, unit: str) -> None:
    """As a metric was kept when k was taken for a unit."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await session.execute(update(Metric).values(unit=unit))
