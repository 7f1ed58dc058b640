"""What Home says of an open check-in to who stands in for others, and to who is away."""

import json

import pytest

from bot.sandbox.model import View
from handlers.okr.views.entry import value_id
from tests.checkin.stage import ANNA, BEN, CLOSE_AT, EVE, PROMPT_AT, add_kr, add_team, set_person
from tests.home.stage import home_of, words
from tests.trust.deep import on_one_database
from tests.world import World


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en-US", "*Care*: you stand in for {who}: 1 key result waits for your answer, until Fri"),
        ("zh-CN", "*Care* 有 1 个关键结果等你代 {who} 更新，"),
        ("zh-TW", "*Care* 有 1 個關鍵結果等你代 {who} 更新，"),
    ],
)
@on_one_database
async def test_a_stand_in_reads_for_whom_they_are_asked(
    world: World, locale: str, told: str
) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.person("ben").change(locale=locale)
    await set_person(world, ANNA, stand_in=BEN, away_until=CLOSE_AT)
    await world.go_to(PROMPT_AT)
    said = words(await world.person("ben").open_home())
    assert told.format(who=f"<@{ANNA}>") in said


@on_one_database
async def test_a_stand_in_from_outside_is_asked_before_they_are_welcomed(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await set_person(world, ANNA, stand_in=BEN, away_until=CLOSE_AT)
    ben = world.person("ben")
    assert "Your check-in is open" not in words(await ben.open_home())
    await world.go_to(PROMPT_AT)
    view = await ben.open_home()
    said = words(view)
    asked = f"*Care*: you stand in for <@{ANNA}>: 1 key result waits for your answer"
    assert 0 <= said.index(asked) < said.index("Welcome, Ben!")
    assert view is not None
    form = (await ben.click(view, "checkin.open")).view
    assert form is not None
    assert (await ben.submit(form, {value_id(1): "40"})).ok
    await world.settle()
    said = words(home_of(world, ben))
    assert asked not in said
    assert "Welcome, Ben!" in said


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en-US", ": 1 of yours, and 2 of {who}, for whom you stand in"),
        ("zh-CN", "：你自己的 1 个，代 {who} 的 2 个"),
        ("zh-TW", "：你自己的 1 個，代 {who} 的 2 個"),
    ],
)
@on_one_database
async def test_own_key_results_are_told_from_those_of_others(
    world: World, locale: str, told: str
) -> None:
    await add_team(world, (ANNA, BEN, EVE))
    for number, owner in enumerate((ANNA, BEN, EVE), 1):
        await add_kr(world, number, owner, value=45)
    await world.person("ben").change(locale=locale)
    for owner in (ANNA, EVE):
        await set_person(world, owner, stand_in=BEN, away_until=CLOSE_AT)
    await world.go_to(PROMPT_AT)
    said = words(await world.person("ben").open_home())
    between = ", " if locale == "en-US" else "、"
    assert told.format(who=f"<@{ANNA}>{between}<@{EVE}>") in said


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("en-US", "*Care*: the check-in is open until Fri, 20 Nov, 12:00"),
        ("en-US", "You are away, so nobody waits for your answer."),
        ("zh-CN", "*Care* 的这一轮更新开放到 11月20日 周五"),
        ("zh-CN", "你不在，所以没有人在等你更新。"),
        ("zh-TW", "你不在，所以沒有人在等你更新。"),
    ],
)
@pytest.mark.parametrize("by", ["word", "status"])
@on_one_database
async def test_who_is_away_is_offered_the_open_round_calmly(
    world: World, by: str, locale: str, told: str
) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    anna = world.person("anna")
    await anna.change(locale=locale)
    await world.go_to(PROMPT_AT)
    assert '"style": "primary"' in answer_button(await anna.open_home())
    if by == "word":
        await anna.command("/okr away until Monday", world.channel("care"))
    else:
        await anna.change(status_emoji=":palm_tree:", status_text="Away")
    await world.settle()
    view = await anna.open_home()
    said = words(view)
    assert told in said
    assert all(open_ not in said for open_ in ("Your check-in is open", "该更新进度了"))
    assert "style" not in answer_button(view)
    assert view is not None
    assert (await anna.click(view, "checkin.open")).view is not None


@on_one_database
async def test_an_absence_that_is_only_planned_leaves_the_round_as_it_is(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT)
    anna = world.person("anna")
    await anna.command("/okr away from 1 Dec until 4 Dec", world.channel("care"))
    said = words(await anna.open_home())
    assert "You will be away from Tue, 1 Dec" in said
    assert "Your check-in is open" in said


def answer_button(view: View | None) -> str:
    """The button that opens the check-in, as Slack has it."""
    assert view is not None
    shown = [one for block in view.payload["blocks"] for one in block.get("elements", ())]
    (button,) = [one for one in shown if one.get("action_id") == "checkin.open"]
    return json.dumps(button)
