"""Whose an input is: it is looked up, by what it says of itself."""

import inspect
from collections import Counter
from collections.abc import Iterator

from handlers import routes
from handlers.kit.routing import Listener
from tests.journeys.stage import submitted, tapped
from tests.trust.deep import on_one_database
from tests.world import World


def test_no_feature_takes_the_inputs_of_another() -> None:
    for kind in ("commands", "events", "actions", "views", "closed"):
        found = [getattr(feature, kind) for feature in routes.FEATURES]
        names = Counter(getattr(one, "name", one) for of_one in found for one in of_one)
        assert set(names.values()) == {1}, kind


def _listeners() -> Iterator[Listener]:
    for feature in routes.FEATURES:
        for called in (feature.commands, feature.shortcuts, feature.verbs.values()):
            yield from (one.run for one in called)
        for kind in (feature.actions, feature.views, feature.closed, feature.events):
            yield from kind.values()


def _fits(run: Listener) -> bool:
    taken = inspect.signature(run).parameters.values()
    by_place = [one.name for one in taken if one.kind is one.POSITIONAL_OR_KEYWORD]
    is_awaited = inspect.iscoroutinefunction(run)
    return is_awaited and by_place == ["ack", "inp", "deps"] and len(taken) == len(by_place)


def test_every_listener_can_be_called_as_it_will_be() -> None:
    """With these three, by place, and awaited: else the first input would find out."""
    assert [run for run in _listeners() if not _fits(run)] == []


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
