"""What the channel reads of a round in the simulated Slack, and what late answers change."""

from datetime import timedelta

from storage.checkin import Answer, Checkin
from tests.checkin.stage import (
    ANNA,
    BEN,
    CHEN,
    CLOSE_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    record,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import World


async def test_the_summary_tells_what_moved_what_needs_help_and_names_nobody_for_silence(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN, CHEN))
    await add_kr(world, 1, ANNA, value=45, title="Answer within hours")
    await add_kr(world, 2, ANNA, value=30, title="Close at first contact")
    await add_kr(world, 3, BEN, value=50, title="Time to first value")
    await add_kr(world, 4, CHEN, value=20, title="Wait for spare parts")
    await world.go_to(PROMPT_AT + timedelta(hours=7))
    await record(world, ANNA, 1, 20, "new macros <!here>")
    await record(world, ANNA, 2, 12, "all agents trained")
    await record(world, BEN, 3, 58, "two people are ill")
    await world.go_to(CLOSE_AT)
    told = words(world.posted("care")[-1])
    assert "Care: check-in of Wed, 18 Nov" in told
    assert "2 of 3 answered · 1 key result without news" in told
    assert "Late answers still count" in told
    assert "*KR-1* Answer within hours: 45 → 20 h (target 12 h) · <@U0ANNA>\n> new" in told
    assert "new macros &lt;!here&gt;" in told
    assert "30 → 12 h (target 12 h). Well done, <@U0ANNA>!" in told
    assert (
        "*KR-3* Time to first value: 🔴 off track, 58 h (target 12 h)\n> two people are ill" in told
    )
    assert "KR-4" not in told
    assert CHEN not in told


@on_one_database
async def test_who_answered_a_part_has_answered(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, ANNA, value=30)
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    await record(world, ANNA, 1, 45)
    await world.go_to(CLOSE_AT)
    told = words(world.posted("care")[-1])
    assert "1 of 1 answered · 1 key result without news" in told
    assert told.count("*KR-1* Answer within hours: ") == 1  # not as unchanged, too
    assert "at risk, 45 h (target 12 h)" in told


@on_one_database
async def test_the_channel_reads_its_own_language(world: World) -> None:
    await add_team(world, (ANNA,), language="zh-CN")
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(CLOSE_AT)
    assert "11月18日" in words(world.posted("care")[-1])


async def test_a_late_answer_changes_the_summary_itself(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, ANNA, value=30)
    await world.go_to(CLOSE_AT + timedelta(hours=1))
    (before,) = world.posted("care")
    assert "Nothing was said in this round so far" in words(before)
    assert "Late answers still count" in words(before)
    assert "checkin report" not in words(before)  # which has nothing, either
    await record(world, ANNA, 1, 40, "better late")
    await world.settle()
    assert "45 → 40 h (target 12 h) · <@U0ANNA> _(late)_" in words(before)
    assert words(before).count("_(late)_\n> better late") == 1  # where it needs help
    await world.go_to(CLOSE_AT + timedelta(hours=2))
    await record(world, ANNA, 1, 39)  # they put it right
    await record(world, ANNA, 2, 28)
    await world.settle()
    (summary,) = world.posted("care")
    assert summary.ts == before.ts
    assert "45 → 39 h (target 12 h) · <@U0ANNA> _(late)_" in words(summary)
    assert "30 → 28 h (target 12 h) · <@U0ANNA> _(late)_" in words(summary)
    assert "1 of 1 answered" in words(summary)
    assert "`/okr checkin report` has all of it" in words(summary)
    assert [a.is_late for a in await all_of(world, Answer)] == [True, True]
    (mine,) = await all_of(world, Checkin)
    assert mine.is_late
