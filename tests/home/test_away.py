"""What Home says of an open check-in to who stands in for others, and to who is away."""

import pytest

from tests.checkin.stage import ANNA, BEN, CLOSE_AT, EVE, PROMPT_AT, add_kr, add_team, set_person
from tests.home.stage import words
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
