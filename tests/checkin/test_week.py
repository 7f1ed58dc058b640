"""A round in the simulated Slack, from its opening to the summary."""

from datetime import date, time, timedelta

import pytest

from handlers.checkin.rules import away, cadence
from handlers.schedule.rules import moment
from storage.checkin import Answer, Checkin, Round
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CHEN,
    DAY,
    EVE,
    add_kr,
    add_team,
    all_of,
    cards,
    change_team,
    occurrences,
    reasons,
    record,
    set_person,
    words,
)
from tests.world import World

PROMPT_AT = moment(DAY, time(10), BERLIN)
REMIND_AT = moment(DAY + timedelta(days=1), time(10), BERLIN)
LAST_CALL_AT = moment(DAY + timedelta(days=2), time(9), BERLIN)
CLOSE_AT = moment(DAY + timedelta(days=2), time(12), BERLIN)
SOON = timedelta(seconds=30)


async def test_everyone_is_asked_once_at_ten_on_their_own_wall(world: World) -> None:
    people = {
        "anna": BERLIN,
        "ben": "America/New_York",
        "chen": "Asia/Shanghai",
        "eve": "Pacific/Auckland",
    }
    await add_team(world, (ANNA, BEN, CHEN, EVE))
    for number, who in enumerate((ANNA, BEN, CHEN, EVE), start=1):
        await add_kr(world, number, who, value=45)
    await world.go_to(moment(DAY, time(11), "America/New_York"))
    for name, zone in people.items():
        (card,) = cards(world, name)
        assert timedelta() <= card.sent_at - moment(DAY, time(10), zone) < SOON, name


async def test_a_card_shows_where_everything_stands_in_its_readers_language(
    world: World,
) -> None:
    await add_team(world, (ANNA, CHEN))
    await add_kr(world, 1, ANNA, value=45, title="Answer <!channel> within hours")
    await add_kr(world, 2, CHEN, value=30)
    await world.go_to(PROMPT_AT)
    (hers,) = cards(world, "anna")
    assert "Answer &lt;!channel&gt; within hours" in words(hers)
    assert "45, down to 12 h" in words(hers)
    assert "Last note: as it was" in words(hers)
    assert "Fri, 20 Nov" in words(hers)
    (his,) = cards(world, "chen")
    assert "11月20日" in words(his)


async def test_a_member_of_two_teams_gets_one_card_with_everything(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_team(world, (ANNA,), id_="product", channel="product")
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, ANNA, value=30, team="product")
    await world.go_to(REMIND_AT - timedelta(minutes=1))
    (card,) = cards(world, "anna")
    assert "KR-1" in words(card)
    assert "KR-2" in words(card)
    rows = await occurrences(world, cadence.PROMPT, DAY)
    assert [r.state for r in rows if r.member_id == ANNA] == ["done", "done"]


async def test_teams_that_ask_at_different_hours_ask_apart(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_team(world, (ANNA,), id_="product", channel="product", at=time(14))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, ANNA, value=30, team="product")
    await world.go_to(moment(DAY, time(15), BERLIN))
    first, second = cards(world, "anna")
    assert "KR-2" not in words(first)
    assert "KR-1" not in words(second)


async def test_reminders_come_once_each_while_something_is_missing(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(CLOSE_AT + timedelta(minutes=1))
    sent = [card.sent_at for card in cards(world, "anna")]
    planned = [PROMPT_AT, REMIND_AT, LAST_CALL_AT]
    assert all(timedelta() <= s - p < SOON for s, p in zip(sent, planned, strict=True))
    assert cards(world, "ben") == []
    assert (await reasons(world, cadence.PROMPT))[BEN] == away.NO_KEY_RESULTS


async def test_who_has_answered_is_not_reminded(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    await record(world, ANNA, 1, 40)
    await world.go_to(CLOSE_AT)
    assert len(cards(world, "anna")) == 1
    assert await reasons(world, cadence.REMIND) == {ANNA: away.NOTHING_MISSING}


async def test_who_answered_early_is_not_asked(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, BEN, value=45)
    await world.go_to(PROMPT_AT - timedelta(hours=40))
    await record(world, ANNA, 1, 40)
    await world.go_to(CLOSE_AT)
    assert cards(world, "anna") == []
    assert (await reasons(world, cadence.PROMPT))[ANNA] == away.ANSWERED_EARLY
    assert "1 of 2 answered" in words(world.posted("care")[-1])


async def test_an_update_before_the_round_opens_is_no_answer(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await record(world, ANNA, 1, 40)  # Monday 9:00; the round opens at 10:00
    await world.go_to(PROMPT_AT)
    assert len(cards(world, "anna")) == 1
    assert await all_of(world, Answer) == []


@pytest.mark.parametrize(
    "status",
    [
        {"status_emoji": ":palm_tree:", "status_text": "Vacationing"},
        {"status_emoji": ":face_with_thermometer:"},
    ],
)
async def test_who_is_away_is_skipped_and_not_missed(world: World, status: dict[str, str]) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, BEN, value=30)
    await world.person("anna").change(**status)
    await world.go_to(CLOSE_AT)
    assert cards(world, "anna") == []
    assert (await reasons(world, cadence.PROMPT))[ANNA] == away.STATUS
    told = words(world.posted("care")[-1])
    assert "0 of 1 answered · 1 away" in told
    assert ANNA not in told


async def test_who_comes_back_after_the_prompt_is_not_reminded(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await set_person(world, ANNA, away_until=REMIND_AT - timedelta(hours=10))
    await world.go_to(CLOSE_AT)
    assert cards(world, "anna") == []
    assert await reasons(world, cadence.REMIND) == {ANNA: away.AWAY}


async def test_nobody_is_asked_on_their_public_holiday(world: World) -> None:
    thanksgiving = date(2026, 11, 26)
    await add_team(world, (ANNA, BEN), weekday=3)
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, BEN, value=30)
    await world.go_to(moment(thanksgiving, time(12), "America/New_York"))
    why = await reasons(world, cadence.PROMPT, thanksgiving)
    assert why == {ANNA: None, BEN: "public holiday: Thanksgiving Day"}


async def test_who_was_deactivated_is_not_asked(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN, value=45)
    await world.person("ben").change(deleted=True)
    await world.go_to(CLOSE_AT)
    assert cards(world, "ben") == []
    assert (await reasons(world, cadence.PROMPT))[BEN] == away.DEACTIVATED


async def test_who_left_the_team_is_not_asked(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - timedelta(days=1))
    await change_team(world, "care", members=(ANNA,))
    await world.go_to(CLOSE_AT)
    assert (await reasons(world, cadence.PROMPT))[BEN] == away.LEFT


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


async def test_who_answered_a_part_has_answered(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, ANNA, value=30)
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    await record(world, ANNA, 1, 45)
    await world.go_to(CLOSE_AT)
    told = words(world.posted("care")[-1])
    assert "1 of 1 answered · 1 key result without news" in told
    assert "*KR-1* Answer within hours: 45 h (target 12 h)" in told


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
    await record(world, ANNA, 1, 40, "better late")
    await world.settle()
    assert "45 → 40 h (target 12 h) · <@U0ANNA> _(late)_\n> better late" in words(before)
    await world.go_to(CLOSE_AT + timedelta(hours=2))
    await record(world, ANNA, 1, 39)  # they put it right
    await record(world, ANNA, 2, 28)
    await world.settle()
    (summary,) = world.posted("care")
    assert summary.ts == before.ts
    assert "45 → 39 h (target 12 h) · <@U0ANNA> _(late)_" in words(summary)
    assert "30 → 28 h (target 12 h) · <@U0ANNA> _(late)_" in words(summary)
    assert "1 of 1 answered" in words(summary)
    assert [a.is_late for a in await all_of(world, Answer)] == [True, True]
    (mine,) = await all_of(world, Checkin)
    assert mine.is_late


async def test_a_team_without_key_results_is_left_alone(world: World) -> None:
    await add_team(world, (ANNA,))
    await world.go_to(CLOSE_AT + timedelta(hours=1))  # the digest comes at three
    assert world.posted("care") == []
    assert cards(world, "anna") == []


async def test_rounds_follow_each_other_week_by_week(world: World) -> None:
    await add_team(world, (ANNA, EVE))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(CLOSE_AT + timedelta(days=14))
    days = sorted(r.day for r in await all_of(world, Round))
    assert days == [DAY, DAY + timedelta(days=7), DAY + timedelta(days=14)]
    openings = await occurrences(world, cadence.OPEN)
    assert [r.state for r in openings] == ["done", "done", "done", "due"]
