"""A card that was answered stays so when the quarter of its key results ends meanwhile."""

from datetime import date

from sqlalchemy import update

from handlers.checkin.views.taps import ALL_UNCHANGED
from storage.checkin import Answer
from storage.okr import Cycle, Update
from tests.checkin.stage import BEN, EVE, PROMPT_AT, add_kr, add_team, all_of
from tests.objective.stage import direct, read
from tests.okr.stage import words
from tests.trust.deep import on_one_database
from tests.world import HOME, World


@on_one_database
async def test_an_answered_card_asks_for_nothing_once_the_quarter_is_over(world: World) -> None:
    await add_team(world, (BEN, EVE), asks=True)
    for number in (1, 2):
        await add_kr(world, number, EVE)
    await world.go_to(PROMPT_AT)
    for number in (1, 2):
        await read(world, "eve", f"/okr update KR-{number} 50")
    await world.settle()
    assert "Check-in done" in words(direct(world, "eve")[0].blocks)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await session.execute(update(Cycle).values(ends=date(2026, 11, 18)))
    await world.go_to(world.moment("Thu 12:00"))
    await read(world, "eve", "/okr update KR-1 49")
    await world.settle()

    card = direct(world, "eve")[0]
    assert "Check-in done" in words(card.blocks)
    assert "Time for your check-in" not in card.text
    assert "50" in words(card.blocks)


async def test_the_button_for_all_answers_what_the_card_shows_when_the_quarter_is_over(
    world: World,
) -> None:
    """As the buttons of each of them do."""
    await add_team(world, (BEN, EVE), asks=True)
    for number in (1, 2):
        await add_kr(world, number, EVE, value=45)
    await world.go_to(PROMPT_AT)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await session.execute(update(Cycle).values(ends=date(2026, 11, 18)))
    await world.go_to(world.moment("Thu 09:00"))
    card = direct(world, "eve")[0]
    await world.person("eve").click(card, ALL_UNCHANGED)
    await world.settle()

    answers = await all_of(world, Answer)
    assert {(a.kr_number, a.member_id, a.is_late) for a in answers} == {
        (1, EVE, False),
        (2, EVE, False),
    }
    assert len(await all_of(world, Update)) == 4
    told = words(direct(world, "eve")[0].blocks)
    assert "✓ *KR-1*" in told
    assert "✓ *KR-2*" in told
