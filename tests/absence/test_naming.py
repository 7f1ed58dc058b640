"""Who may be named to stand in: only who may answer for the same teams."""

from handlers.checkin.views import settings as views
from tests.absence.test_leaving import typed
from tests.checkin.stage import ANNA, BEN, CHEN, EVE, add_kr, add_team
from tests.checkin.test_settings import of_anna, saved
from tests.trust.deep import on_one_database
from tests.world import World

GUS = "U0GUS"


async def test_nobody_stands_in_for_a_team_that_they_are_not_in(world: World) -> None:
    """By the command and by the form; whom one could name, and how else it is done, is said."""
    await add_team(world, (ANNA, BEN, CHEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.settle()
    told = await typed(world, "anna", "away until Friday @eve")
    assert "Eve is not in Care, and cannot stand in for you there." in told
    assert "You could name one of Ben, 陈晓; or" in told
    assert "You are here" in await typed(world, "anna", "away")
    outcome = await saved(world, **{views.STAND_IN: [GUS]})
    assert "Gus is not in Care" in outcome.errors[views.STAND_IN]
    assert (await of_anna(world)).stand_in is None
    assert "<@U0BEN> stands in for you" in await typed(world, "anna", "away until Friday @ben")


@on_one_database
async def test_a_guest_has_to_be_in_each_team_that_is_answered_for(world: World) -> None:
    """Also in one in which the person only has a key result; a member in one of them."""
    await add_team(world, (ANNA, BEN, GUS))
    await add_team(world, (EVE,), id_="product", channel="product")
    await add_kr(world, 9, ANNA, team="product", value=45)
    await world.settle()
    told = await typed(world, "anna", "away until Friday @gus")
    assert "Gus is not in Product" in told
    for name in ("ben", "eve"):
        assert "stands in for you" in await typed(world, "anna", f"away until Friday @{name}")


@on_one_database
async def test_an_admin_stands_in_for_anybody_and_a_team_of_one_is_told_what_to_do(
    world: World,
) -> None:
    await add_team(world, (BEN,))
    await world.settle()
    told = await typed(world, "ben", "away until Friday @gus")
    assert "Name nobody, or ask a lead to add Gus with `/okr team`" in told
    assert "stands in for you" in await typed(world, "ben", "away until Friday @anna")
