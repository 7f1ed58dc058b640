"""Who has no key result when a quarter begins reads on their card how to come to one."""

from datetime import date, time, timedelta

from handlers.checkin import views
from handlers.schedule.rules import moment
from storage.okr import Cycle
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CHEN,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    filled,
    words,
)
from tests.checkin.test_snoozing import later
from tests.trust.deep import on_one_database
from tests.world import HOME, World

STEP = "None of the key results of {} is yours yet. `/okr new` makes an objective with some"
NEW_YEAR = moment(date(2027, 1, 6), time(10), BERLIN)
AFTERWARDS = timedelta(hours=6)  # ten o'clock where Ben is


def card(world: World, name: str) -> str:
    return words(cards(world, name)[-1])


async def quarter(world: World, id_: str, starts: date, ends: date) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        session.add(Cycle(id=id_, starts=starts, ends=ends))


async def test_whom_only_questions_ask_reads_the_next_step_in_the_first_round(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN, CHEN), asks=True)
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT + AFTERWARDS)

    assert STEP.format("Care") in card(world, "ben")
    assert "Care 的关键结果里还没有你负责的" in card(world, "chen")
    assert "`/okr edit KR-3` 转交给你" in card(world, "chen")
    assert "is yours yet" not in card(world, "anna")
    await world.person("ben").click(cards(world, "ben")[-1], views.OPEN)
    await filled(world, "ben", {})
    await world.go_to(PROMPT_AT + timedelta(days=7) + AFTERWARDS)
    assert "how was your week for customers?" in card(world, "ben")
    assert "is yours yet" not in card(world, "ben")


async def test_it_comes_again_with_the_next_quarter_for_whoever_has_none_there(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN), asks=True)
    await add_kr(world, 1, ANNA, value=45)
    await quarter(world, "2027-Q1", date(2027, 1, 1), date(2027, 3, 31))
    await world.go_to(PROMPT_AT + timedelta(days=7))
    assert "is yours yet" not in card(world, "anna")
    await world.go_to(NEW_YEAR)

    assert STEP.format("Care") in card(world, "anna")


@on_one_database
async def test_who_has_a_key_result_in_another_team_has_no_need_of_it(world: World) -> None:
    await add_team(world, (ANNA, BEN), asks=True)
    await add_team(world, (ANNA, BEN), id_="sales", channel="product", asks=True)
    await add_kr(world, 1, BEN, team="sales", value=45)
    await world.go_to(PROMPT_AT + AFTERWARDS)

    assert "is yours yet" not in card(world, "ben")
    assert STEP.format("Care, Sales") in card(world, "anna")


@on_one_database
async def test_a_card_that_is_put_off_still_says_it_and_one_that_is_skipped_does_not(
    world: World,
) -> None:
    await add_team(world, (BEN, ANNA), asks=True)
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(PROMPT_AT)
    await later(world, 0, "hour")
    assert "I will ask again" in card(world, "anna")
    assert STEP.format("Care") in card(world, "anna")
    await world.person("anna").command("/okr checkin skip at a fair", world.channel("care"))
    await world.settle()
    assert "Skipped: at a fair" in card(world, "anna")
    assert "is yours yet" not in card(world, "anna")
