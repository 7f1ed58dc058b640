"""A card that was answered stays so when the quarter of its key results ends meanwhile."""

from datetime import date

from sqlalchemy import update

from storage.okr import Cycle
from tests.checkin.stage import BEN, EVE, PROMPT_AT, add_kr, add_team
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
