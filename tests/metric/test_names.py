"""Metrics by their full names, in three languages, and by names that are nearly right."""

from datetime import timedelta
from decimal import Decimal

import pytest

from handlers.metric import flows, views
from handlers.metric.rules import names, typed
from handlers.metric.rules.typed import Asked, Entry
from storage import team as teams
from storage.metric import Reading
from tests.checkin.stage import ANNA, BEN, CHEN, DAI, add_team, all_of
from tests.trust.deep import on_one_database
from tests.world import HOME, World


@pytest.mark.parametrize(
    ("line", "key", "shown"),
    [
        ("net promoter score 62 21 17", "nps", "NPS"),
        ("净推荐值 62 21 17", "nps", "NPS"),
        ("淨推薦值 62 21 17", "nps", "NPS"),
        ("Customer satisfaction 91 % of 240", "csat", "CSAT"),
        ("客户满意度 91%", "csat", "CSAT"),
        ("客戶滿意度：91", "csat", "CSAT"),
        ("满意度 91%", "csat", "CSAT"),
        ("滿意度 91", "csat", "CSAT"),
        ("customer-effort-score 5.6", "ces", "CES"),
        ("churn rate 3", "churn", "Churn"),
        ("流失率 3", "churn", "流失率"),
        ("留存率 91", "retention", "留存率"),
        ("customer lifetime value €1200", "clv", "CLV"),
        ("first response time 3 h", "first-response", "First response"),
        ("首次回應時間 3 小時", "first-response", "首次回應時間"),
        ("time to value 3 days", "time-to-first-value", "Time to first value"),
        ("first contact resolution 78", "fcr", "FCR"),
        ("激活率 40", "activation", "激活率"),
        ("差评率 4", "negative-review-share", "差评率"),
        ("回購率 30", "repurchase-rate", "回購率"),
        ("转介绍率 12", "referral-rate", "转介绍率"),
        ("net revenue retention 104 %", "nrr", "NRR"),
        ("客單價 480", "aov", "AOV"),
        ("referrals 3", "referrals", "Referrals"),
    ],
)
def test_a_full_name_is_that_of_the_metric(line: str, key: str, shown: str) -> None:
    entry = typed.read(line)
    assert isinstance(entry, Entry)
    assert (entry.key, entry.name) == (key, shown)


def test_a_name_stands_for_one_metric_and_can_be_typed() -> None:
    every = [name for full in names.FULL.values() for name in full]
    assert len(set(every)) == len(every)
    assert not names.FULL.keys() & set(every)
    assert [names.key_of([name]) for name in every] == every


def test_as_it_is_kept_a_name_stands_for_itself() -> None:
    entry = typed.read("净推荐值 45", exact=True)
    assert isinstance(entry, Entry)
    assert (entry.key, entry.name, entry.value) == ("净推荐值", "净推荐值", Decimal(45))
    assert typed.read("客户满意度", exact=True) == Asked("客户满意度")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("npss", "nps"),
        ("churm", "churn"),
        ("custmer-satisfaction", "customer-satisfaction"),
        ("客户满意", "客户满意度"),
        ("净推荐", "净推荐值"),
        ("gps", None),
        ("cost", None),
        ("referrals", None),
        ("员工满意度", None),
        ("转化率", None),  # of visitors, and no 转介率
    ],
)
def test_only_what_is_much_alike_is_near(name: str, near: str | None) -> None:
    assert names.alike(name) == near


@pytest.mark.parametrize(
    ("who", "line", "told"),
    [
        (
            "ben",
            "nsp 45",
            "no metric Nsp yet. Did you mean NPS? Type it like `/okr metric nps 62 21 17`.",
        ),
        ("chen", "净推荐 45", "你指的是不是 NPS？请这样输入：`/okr metric nps 62 21 17`。"),
        ("dai", "淨推薦 45", "你指的是不是 NPS？請這樣輸入：`/okr metric nps 62 21 17`。"),
    ],
)
@on_one_database
async def test_a_near_name_is_named_also_where_it_takes_another_reading(
    world: World, who: str, line: str, told: str
) -> None:
    await add_team(world, (ANNA, BEN, CHEN, DAI))
    asked = await world.person(who).command(f"/okr metric {line}", world.channel("care"))
    assert told in asked.text
    (only,) = asked.blocks[1]["elements"]
    assert only["action_id"] == views.MAKE


@on_one_database
async def test_whatever_it_is_called_it_is_one_metric(world: World) -> None:
    await add_team(world, (ANNA, BEN, CHEN, DAI))
    care = world.channel("care")
    for who, line in (("ben", "customer satisfaction 91"), ("chen", "客户满意度 92")):
        told = await world.person(who).command(f"/okr metric {line}", care)
        assert "*CSAT*  9" in str(told.blocks)
        world.clock.move_to(world.clock.now() + timedelta(minutes=1))
    assert {reading.metric_key for reading in await all_of(world, Reading)} == {"csat"}
    past = await world.person("dai").command("/okr metric 客戶滿意度", care)
    assert "*CSAT*  92" in str(past.blocks)


@on_one_database
async def test_what_a_team_has_long_kept_by_a_full_name_goes_on_under_it(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await _kept(world, "客户满意度 4.5")
    ben, care = world.person("ben"), world.channel("care")
    world.clock.move_to(world.clock.now() + timedelta(days=7))
    told = await ben.command("/okr metric 客户满意度 4.6", care)
    assert "*客户满意度*  4.6 · ▲ +0.1" in str(told.blocks)
    assert "*客户满意度*  4.6" in str((await ben.command("/okr metric 客户满意度", care)).blocks)
    assert {reading.metric_key for reading in await all_of(world, Reading)} == {"客户满意度"}


async def _kept(world: World, line: str) -> None:
    """A first reading, as it was kept before its name stood for a shorter one."""
    now, entry = world.clock.now(), typed.read(line, exact=True)
    assert isinstance(entry, Entry)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        team = await teams.team(session, "care")
        assert team is not None
        await flows.record(session, await world.bot.deps.reader(session, BEN), team, entry, now)
