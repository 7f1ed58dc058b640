"""Whose an input is: it is looked up, by what it says of itself."""

from collections import Counter

from handlers import routes
from tests.journeys.stage import submitted, tapped
from tests.trust.deep import on_one_database
from tests.world import World


def test_no_feature_takes_the_inputs_of_another() -> None:
    for kind in ("commands", "events", "actions", "views", "closed"):
        found = [getattr(feature, kind) for feature in routes.FEATURES]
        names = Counter(getattr(one, "name", one) for of_one in found for one in of_one)
        assert set(names.values()) == {1}, kind


@on_one_database
async def test_a_button_that_nobody_knows_any_more_is_answered(world: World) -> None:
    tap = await tapped(world, "anna", "okr.of_last_year", "1")
    shown = world.person("anna").modal
    assert tap.ok
    assert shown is not None
    assert "from an earlier version of me" in str(shown.payload["blocks"])


@on_one_database
async def test_what_nobody_listens_to_is_not_taken(world: World) -> None:
    form = await submitted(world, "anna", "okr.of_last_year", {}, {})
    assert (form.ok, form.status) == (False, 404)
