"""What a withdrawal takes back of a round: the answer, the card, the summary, the late line."""

from datetime import timedelta

from handlers.okr import flows as okr
from storage.checkin import Answer, Checkin
from tests.checkin.stage import (
    ANNA,
    BEN,
    CLOSE_AT,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    record,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import HOME, World


async def prompted(world: World) -> None:
    await add_team(world, (BEN, ANNA))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, BEN, value=45)
    await world.go_to(PROMPT_AT)


async def withdraw(world: World, who: str, number: int) -> None:
    """As `/okr withdraw` and the first button of its answer do it."""
    hands = world.person(who)
    listed = await hands.command(f"/okr withdraw KR-{number}", world.channel("care"))
    assert listed.message is not None, listed
    block = next(b for b in listed.blocks if "accessory" in b)
    done = await hands.click(listed.message, "okr.withdraw", block_id=block["block_id"])
    assert done.ok, (done.error, done.detail)
    await world.settle()


async def test_a_withdrawn_answer_is_asked_for_again(world: World) -> None:
    await prompted(world)
    await record(world, ANNA, 1, 40)
    await world.settle()
    assert "Check-in done" in words(cards(world, "anna")[0])
    await withdraw(world, "anna", 1)

    card = words(cards(world, "anna")[0])
    assert "how is your key result doing?" in card
    assert "45, down to 12 h" in card
    assert await all_of(world, Answer) == []
    assert [row.answered_at for row in await all_of(world, Checkin)] == [None]


async def test_an_earlier_answer_of_the_round_counts_again(world: World) -> None:
    await prompted(world)
    await record(world, ANNA, 1, 40)
    await world.go_to(PROMPT_AT + timedelta(hours=1))
    await record(world, ANNA, 1, 400)
    await withdraw(world, "anna", 1)
    assert "400" not in words(cards(world, "anna")[0])
    assert "✓ *KR-1* Answer within hours: 40 h" in words(cards(world, "anna")[0])
    await withdraw(world, "anna", 1)

    assert await all_of(world, Answer) == []


async def test_the_summary_of_a_round_that_is_over_follows(world: World) -> None:
    await prompted(world)
    await record(world, ANNA, 1, 40, "macros")
    await record(world, BEN, 2, 44)
    await world.go_to(CLOSE_AT)
    (summary,) = world.posted("care")
    assert "2 of 2 answered" in words(summary)
    assert "45 → 40 h" in words(summary)
    await withdraw(world, "anna", 1)

    (summary,) = world.posted("care")
    assert "1 of 2 answered" in words(summary)
    assert "45 → 40 h" not in words(summary)
    assert "macros" not in words(summary)
    assert "1 key result without news" in words(summary)
    assert "45 → 44 h" in words(summary)


@on_one_database
async def test_a_late_answer_that_is_withdrawn_goes_and_the_next_one_comes(world: World) -> None:
    await prompted(world)
    await world.go_to(CLOSE_AT)
    await record(world, ANNA, 1, 40)
    await world.settle()
    assert "45 → 40 h" in words(world.posted("care")[0])
    await withdraw(world, "anna", 1)
    assert "40 h" not in words(world.posted("care")[0])
    await world.go_to(CLOSE_AT + timedelta(hours=1))
    await record(world, ANNA, 1, 41)
    await world.settle()

    (summary,) = world.posted("care")
    assert "45 → 41 h (target 12 h) · <@U0ANNA> _(late)_" in words(summary)


async def test_the_summary_follows_after_the_next_round_has_opened(world: World) -> None:
    await prompted(world)
    await record(world, ANNA, 1, 40, "macros")
    await record(world, BEN, 2, 44)
    await world.go_to(PROMPT_AT + timedelta(days=5))  # on Monday the next round opens
    await record(world, ANNA, 1, 39)
    await withdraw(world, "anna", 1)  # of this round: the one before says what was said in it
    assert "45 → 40 h" in words(world.posted("care")[0])
    await withdraw(world, "anna", 1)

    summary = world.posted("care")[0]
    assert "45 → 40 h" not in words(summary)
    assert "macros" not in words(summary)
    assert "1 of 2 answered" in words(summary)
    assert "45 → 44 h" in words(summary)
    assert [answer.kr_number for answer in await all_of(world, Answer)] == [2]


async def test_what_was_said_after_the_close_is_late_once_the_answer_is_withdrawn(
    world: World,
) -> None:
    await prompted(world)
    await record(world, ANNA, 1, 40)
    await world.go_to(CLOSE_AT)
    await record(world, ANNA, 1, 39)
    (answer,) = await all_of(world, Answer)
    assert not answer.is_late
    async with world.bot.deps.sessions.workspace(HOME) as session:
        anna = await world.bot.deps.reader(session, ANNA)
        shown = await okr.history(session, 1)
        first = next(past for past in shown if past.value == 40)
        done = await okr.withdraw(session, anna, 1, first.id, world.clock.now())
        hooks = world.bot.deps.after_withdrawal
        await okr.tell_withdrawal(session, hooks, anna, done, world.clock.now())
    await world.settle()

    assert "45 → 39 h (target 12 h) · <@U0ANNA> _(late)_" in words(world.posted("care")[0])


async def test_an_author_hears_that_somebody_else_took_their_update_back(world: World) -> None:
    await prompted(world)
    await record(world, ANNA, 1, 40)
    before = len(cards(world, "anna"))
    await withdraw(world, "ben", 1)

    told = words(cards(world, "anna")[-1])
    assert len(cards(world, "anna")) == before + 1
    assert f"<@{BEN}> has withdrawn your update of *KR-1* Answer within hours: 40 h" in told
    await record(world, ANNA, 1, 39)
    await withdraw(world, "anna", 1)
    assert len(cards(world, "anna")) == before + 1  # who does it themselves knows


async def test_without_a_round_a_withdrawal_is_just_one(world: World) -> None:
    await add_team(world, (BEN, ANNA))
    await add_kr(world, 1, ANNA, value=45)
    await record(world, ANNA, 1, 40)
    await withdraw(world, "anna", 1)

    assert cards(world, "anna") == []
