"""What everybody decides for themselves, and that their rounds follow."""

from datetime import time, timedelta
from typing import Any

from handlers.checkin.rules import cadence
from handlers.checkin.views import settings as views
from handlers.schedule.rules import moment
from storage.team import Member
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    DAY,
    add_kr,
    add_team,
    all_of,
    cards,
    occurrences,
)
from tests.world import World

OPENED = moment(DAY - timedelta(days=1), time(12), BERLIN)  # the round is open since Monday


async def saved(world: World, **values: Any) -> Any:
    anna = world.person("anna")
    assert (await anna.command("/okr checkin settings", world.channel("care"))).ok
    assert anna.modal is not None
    outcome = await anna.submit(anna.modal, values)
    await world.settle()
    return outcome


async def of_anna(world: World) -> Member:
    found: list[Member] = await all_of(world, Member)
    return next(m for m in found if m.id == ANNA)


async def test_settings_are_kept_and_the_open_round_follows(world: World) -> None:
    """What cannot be is told by its field before, and nothing is saved of it."""
    await add_team(world, (ANNA, BEN))
    outcome = await saved(world, **{views.STAND_IN: [ANNA], views.COUNTRY: "Atlantis"})
    assert set(outcome.errors) == {views.STAND_IN, views.COUNTRY}
    assert (await of_anna(world)).country is None
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(OPENED)
    wanted = {views.REMINDERS: "light", views.WALL: "16:00", views.STAND_IN: [BEN]}
    assert (await saved(world, **wanted, **{views.COUNTRY: "de-by"})).ok
    anna = await of_anna(world)
    assert (anna.reminders, anna.checkin_time) == ("light", time(16))
    assert (anna.country, anna.stand_in) == ("DE-BY", BEN)
    prompts = await occurrences(world, cadence.PROMPT, DAY)
    assert moment(DAY, time(16), BERLIN) in {row.due_at for row in prompts}
    shown = world.person("anna").modal
    assert shown is not None
    assert "Wed, 18 Nov, 4:00" in str(shown.payload)
    await world.go_to(moment(DAY, time(15, 59), BERLIN))
    assert cards(world, "anna") == []
    assert (await saved(world, **{views.WALL: "team", views.STAND_IN: []})).ok
    anna = await of_anna(world)
    assert (anna.checkin_time, anna.stand_in, anna.country) == (None, None, "DE-BY")
