"""A round in the simulated Slack, from its opening to the summary."""

from datetime import date, time, timedelta

import pytest

from handlers.checkin.rules import away, cadence
from handlers.schedule.rules import moment
from storage.checkin import Answer, Round
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CHEN,
    CLOSE_AT,
    DAY,
    EVE,
    LAST_CALL_AT,
    PROMPT_AT,
    REMIND_AT,
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
from tests.trust.deep import on_one_database
from tests.world import World

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


@on_one_database
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


@on_one_database
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


@on_one_database
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
@on_one_database
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


@on_one_database
async def test_who_comes_back_after_the_prompt_is_asked_by_the_reminder(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await set_person(world, ANNA, away_until=REMIND_AT - timedelta(hours=10))
    await world.go_to(REMIND_AT)
    assert len(cards(world, "anna")) == 1
    assert await reasons(world, cadence.REMIND) == {ANNA: None}


@on_one_database
async def test_nobody_is_asked_on_their_public_holiday(world: World) -> None:
    thanksgiving = date(2026, 11, 26)
    await add_team(world, (ANNA, BEN), weekday=3)
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, BEN, value=30)
    await world.go_to(moment(thanksgiving, time(12), "America/New_York"))
    why = await reasons(world, cadence.PROMPT, thanksgiving)
    assert why == {ANNA: None, BEN: "public holiday: Thanksgiving Day"}


@on_one_database
async def test_who_was_deactivated_is_not_asked(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN, value=45)
    await world.person("ben").change(deleted=True)
    await world.go_to(CLOSE_AT)
    assert cards(world, "ben") == []
    assert (await reasons(world, cadence.PROMPT))[BEN] == away.DEACTIVATED


@on_one_database
async def test_who_left_the_team_is_not_asked(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT - timedelta(days=1))
    await change_team(world, "care", members=(ANNA,))
    await world.go_to(CLOSE_AT)
    assert (await reasons(world, cadence.PROMPT))[BEN] == away.LEFT


@on_one_database
async def test_a_team_without_key_results_is_left_alone(world: World) -> None:
    await add_team(world, (ANNA,))
    await world.go_to(CLOSE_AT + timedelta(hours=1))  # the digest comes at three
    assert world.posted("care") == []
    assert cards(world, "anna") == []


@on_one_database
async def test_rounds_follow_each_other_week_by_week(world: World) -> None:
    await add_team(world, (ANNA, EVE))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(CLOSE_AT + timedelta(days=7))
    days = sorted(r.day for r in await all_of(world, Round))
    assert days == [DAY, DAY + timedelta(days=7)]
    openings = await occurrences(world, cadence.OPEN)
    assert [r.state for r in openings] == ["done", "done", "due"]
