"""The form of a team warns of rounds that run into the weekend, and follows what is chosen."""

from dataclasses import replace

import pytest

from handlers.team import rules
from tests.team.forms import opened
from tests.team.test_rhythm_form import _choose
from tests.trust.deep import on_one_database
from tests.world import World

SETUP = rules.first_setup("care", "U1", "Europe/Berlin", "en")


@pytest.mark.parametrize(
    ("rhythm", "weekday", "day"),
    [
        ("weekly", 0, None),
        ("weekly", 2, None),
        ("weekly", 3, 3),
        ("weeks:2", 4, 4),
        ("month:last", 3, 3),
        ("weekly", 5, None),  # it begins there
        ("weekly", 6, None),
        ("days:0,3", 2, 3),
        ("days:0,2,4", 2, 4),
        ("days:0,2", 3, None),
        ("days:3,4", 2, 4),  # Thursday's ends on Friday
        ("days:4,5", 2, None),
        ("days:4,6", 2, None),
    ],
)
def test_which_rounds_run_into_the_weekend(rhythm: str, weekday: int, day: int | None) -> None:
    setup = replace(SETUP, checkin_rhythm=rhythm, checkin_weekday=weekday)
    assert rules.ends_at_weekend(setup) == day


@on_one_database
async def test_the_form_warns_as_soon_as_such_a_day_is_chosen(world: World) -> None:
    anna = world.person("anna")
    await opened(world, anna)
    assert anna.modal is not None
    assert "⚠️" not in str(anna.modal.payload)
    for day, warned in (("3", "Thursday lasts until Saturday"), ("4", "Friday lasts until Sunday")):
        await _choose(world, "team.checkin_day", day)
        assert f"A round of {warned} at noon" in str(anna.modal.payload)
    await _choose(world, "team.checkin_day", "1")
    assert "⚠️" not in str(anna.modal.payload)
