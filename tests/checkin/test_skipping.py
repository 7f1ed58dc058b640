"""Who leaves a round out: what others answer meanwhile, and the reason that was given last."""

from datetime import timedelta

from bot.sandbox.model import Message
from handlers.checkin import views
from storage.checkin import Checkin
from tests.checkin.stage import (
    ANNA,
    BEN,
    CLOSE_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    filled,
    words,
)
from tests.digest.test_week import THREE, digests
from tests.home.stage import words as words_of_home
from tests.trust.deep import on_one_database
from tests.world import World


async def skipped(world: World) -> None:
    """Ben has a key result in Anna's team, is asked, and leaves the round out."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=6))  # ten o'clock where Ben is
    await typed(world, "ben", "/okr checkin skip at a fair")


async def typed(world: World, name: str, line: str) -> str:
    reply = await world.person(name).command(line, world.channel("care"))
    await world.settle()
    return reply.text + str(reply.blocks)


def card_of_ben(world: World) -> Message:
    (card,) = cards(world, "ben")
    return card


async def test_a_colleagues_update_is_the_value_and_not_the_skippers_answer(world: World) -> None:
    await skipped(world)
    await typed(world, "anna", "/okr update KR-1 40 as Ben told me")
    told = words(card_of_ben(world))
    assert "Skipped: at a fair. I will not remind you of it." in told
    assert "*KR-1* Answer within hours: 40 h" in told
    home = words_of_home(await world.person("ben").open_home())
    assert "Nothing waits for you" in home
    assert "40, down to 12 h" in home
    assert "nobody was asked · 1 sat it out" in await typed(world, "anna", "/okr checkin team")

    await world.go_to(CLOSE_AT)
    (summary,) = world.posted("care")
    assert "1 sat it out" in words(summary)
    assert "answered" not in words(summary)
    assert "40 h" in words(summary)
    await world.go_to(THREE)
    assert "checked in" not in words(digests(world)[0])


@on_one_database
async def test_who_skips_may_still_answer_what_a_colleague_has_answered(world: World) -> None:
    await skipped(world)
    await typed(world, "anna", "/okr update KR-1 40")
    await world.person("ben").click(card_of_ben(world), views.OPEN)
    await filled(world, "ben", {})
    await world.settle()
    assert "Check-in done" in words(card_of_ben(world))
    (ben,) = await all_of(world, Checkin)
    assert (ben.skip_reason, ben.answered_at is None) == (None, False)


async def test_the_reason_that_was_given_last_is_the_one_that_is_shown(world: World) -> None:
    await skipped(world)
    told = await typed(world, "ben", "/okr checkin skip the fair & a cold")
    assert "Skipped for Care: I will not ask you again in this round" in told
    assert "'the fair &amp; a cold'" in told  # said back at once: a card may be hours away
    assert "Skipped: the fair &amp; a cold. I will not" in words(card_of_ben(world))
    told = await typed(world, "ben", "/okr checkin skip")  # which says no more than before
    assert "There is nothing to skip" in told
    (ben,) = await all_of(world, Checkin)
    assert ben.skip_note == "the fair & a cold"


@on_one_database
async def test_a_reason_that_is_too_long_is_given_back(world: World) -> None:
    await skipped(world)
    why = "At the fair & with a cold. " * 15
    told = await typed(world, "ben", f"/okr checkin skip {why}")
    assert f"{len(why.strip())} characters long; 300 fit." in told
    assert "This is what you typed:" in told
    assert told.count("At the fair & with a cold.") == 15
    (ben,) = await all_of(world, Checkin)
    assert ben.skip_note == "at a fair"


async def test_the_button_of_an_earlier_week_skips_nothing_of_this_one(world: World) -> None:
    """Nor does one of a round that has closed: each card goes without it, and says why."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(CLOSE_AT + timedelta(minutes=5))
    ben, old = world.person("ben"), cards(world, "ben")[0]
    before = [dict(block) for block in old.blocks]
    await ben.click(old, views.SKIP)
    assert views.SKIP not in str(old.blocks)
    assert "your answer still counts, as late" in words(old)
    await world.go_to(PROMPT_AT + timedelta(days=7, hours=6))
    old.blocks = before
    await ben.click(old, views.SKIP)
    assert ben.modal is None
    assert views.SKIP not in str(old.blocks)
    assert "This card is from an earlier week" in words(old)
    await ben.click(cards(world, "ben")[-1], views.SKIP)
    assert ben.modal is not None


async def test_a_form_that_was_opened_in_one_round_skips_nothing_of_the_next(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=6))
    ben = world.person("ben")
    await ben.click(card_of_ben(world), views.SKIP)
    left_open = ben.modal
    assert left_open is not None
    await world.go_to(PROMPT_AT + timedelta(days=7, hours=6))
    done = await ben.submit(left_open, {views.WHY: "At a fair"})
    assert done.kind == "errors"
    assert "The round of 18 Nov, which this form was opened for, is over" in str(done.errors)
    assert "Answers are taken until" in words(cards(world, "ben")[-1])
    assert [row.skip_note for row in await all_of(world, Checkin)] == []
    await ben.close(left_open)
    await ben.click(cards(world, "ben")[-1], views.SKIP)
    now_open = ben.modal
    assert now_open is not None
    assert (await ben.submit(now_open, {views.WHY: "At a fair"})).kind == "closed"
    await world.settle()
    assert "Skipped: At a fair" in words(cards(world, "ben")[-1])
