"""Until when a card takes answers: the end of the team whose key results stand on it."""

from datetime import timedelta

from handlers.checkin import flows
from handlers.checkin.views.taps import EDIT
from tests.checkin.stage import (
    ANNA,
    CLOSE_AT,
    DAY,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    record,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import HOME, World

LONDON = "Europe/London"  # where noon is an hour later


async def two_teams(world: World, *teams: str) -> None:
    """Both ask Anna their questions, at the same time; these have a key result of hers."""
    await add_team(world, (ANNA,), asks=True)
    await add_team(world, (ANNA,), id_="product", channel="product", zone=LONDON, asks=True)
    for number, team in enumerate(teams, start=1):
        await add_kr(world, number, ANNA, team=team, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=2))


def card(world: World) -> str:
    return words(cards(world, "anna")[0]).replace("\u202f", " ")


@on_one_database
async def test_a_card_of_several_teams_can_be_edited_as_long_as_the_round_of_what_it_says(
    world: World,
) -> None:
    await two_teams(world, "product")
    async with world.bot.deps.sessions.workspace(HOME) as session:
        anna = await world.bot.deps.reader(session, ANNA)
        await flows.reply(session, anna, {"care": DAY, "product": DAY}, {}, world.clock.now())
    await record(world, ANNA, 1, 40)
    await world.settle()
    assert "until Fri, 20 Nov, 1:00 PM;" in card(world)
    await world.go_to(CLOSE_AT + timedelta(minutes=30))
    assert (await world.person("anna").click(cards(world, "anna")[0], EDIT)).view is not None
    assert "until Fri, 20 Nov, 1:00 PM;" in card(world)


@on_one_database
async def test_ends_that_differ_stand_beside_their_teams(world: World) -> None:
    await two_teams(world, "care", "product")
    told = "until Fri, 20 Nov, 12:00 PM (Care), 1:00 PM (Product)"
    assert f"Answers are taken {told}." in card(world)
    await world.go_to(CLOSE_AT + timedelta(minutes=1))
    await record(world, ANNA, 2, 40)
    await world.settle()
    await record(world, ANNA, 1, 40)
    await world.settle()
    assert "until Fri, 20 Nov, 1:00 PM;" in card(world)
