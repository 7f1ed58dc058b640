"""A second `/okr away`: it goes on from the first, or what is lost of the first is said."""

import re

import pytest

from tests.absence.test_leaving import typed
from tests.checkin.stage import ANNA, BEN, CHEN, add_team
from tests.trust.deep import on_one_database
from tests.world import World


@pytest.mark.parametrize(
    ("before", "line", "off"),
    [
        ("2 weeks", "tomorrow", "until Mon, 30 Nov"),
        ("until Friday", "until Thursday", "until Fri, 20 Nov"),
        ("until Wednesday", "from 1 Dec until 4 Dec", "until Wed, 18 Nov"),
        (
            "from 24 Dec until 2 Jan",
            "on 24 Dec",
            "from Thu, 24 Dec, with you back on Sat, 2 Jan 2027",
        ),
        (
            "from 1 Dec until 4 Dec",
            "from 2 Dec until 8 Dec",
            "from Tue, 1 Dec, with you back on Fri, 4 Dec",
        ),
    ],
)
@on_one_database
async def test_what_is_lost_of_an_absence_is_said_and_can_be_had_again(
    world: World, before: str, line: str, off: str
) -> None:
    await typed(world, "anna", f"away {before}")
    was = await typed(world, "anna", "away")
    said = await typed(world, "anna", f"away {line}")
    assert f"This replaces your absence {off}." in said
    (again,) = re.findall("`/okr (away [^`]*20[^`]*)`", said)
    await typed(world, "anna", again)
    assert await typed(world, "anna", "away") == was


@pytest.mark.parametrize(
    ("before", "line", "until"),
    [
        ("until 24 Dec", "from 20 Dec until 4 Jan", "until Mon, 4 Jan 2027"),
        ("until Friday", "on Friday", "until Sat, 21 Nov"),
        ("until Friday", "until Monday", "until Mon, 23 Nov"),
    ],
)
@on_one_database
async def test_what_goes_on_from_a_running_absence_is_one_with_it(
    world: World, before: str, line: str, until: str
) -> None:
    await typed(world, "anna", f"away {before}")
    said = await typed(world, "anna", f"away {line}")
    assert f"You are away {until}" in said
    assert "This replaces" not in said
    assert f"You are away {until}" in await typed(world, "anna", "away")


@on_one_database
async def test_a_plan_that_lies_within_a_longer_one_is_not_missed(world: World) -> None:
    await typed(world, "anna", "away from 1 Dec until 4 Dec")
    assert "This replaces" not in await typed(world, "anna", "away from 30 Nov until 7 Dec")
    assert "This replaces" not in await typed(world, "anna", "away until 7 Dec")


@pytest.mark.parametrize(
    ("before", "line", "days"),
    [
        ("from 20 Nov until 23 Nov", "from 23 Nov until 26 Nov", ("Fri, 20 Nov", "Thu, 26 Nov")),
        ("from 23 Nov until 26 Nov", "from 20 Nov until 23 Nov", ("Fri, 20 Nov", "Thu, 26 Nov")),
    ],
)
@on_one_database
async def test_two_plans_that_touch_are_one(
    world: World, before: str, line: str, days: tuple[str, str]
) -> None:
    await add_team(world, (ANNA, BEN))
    await typed(world, "anna", f"away {before} @ben")
    said = await typed(world, "anna", f"away {line}")
    assert "you are away from {}, and back on {}.".format(*days) in said
    assert f"<@{BEN}> stands in for you" in said
    assert "This replaces" not in said


@on_one_database
async def test_a_plan_that_begins_when_another_absence_ends_is_joined(world: World) -> None:
    await typed(world, "anna", "away from 20 Nov until 23 Nov")
    assert "You are away until Mon, 23 Nov" in await typed(world, "anna", "away until 20 Nov")


@on_one_database
async def test_an_absence_can_be_had_again_with_whoever_stood_in(world: World) -> None:
    await add_team(world, (ANNA, BEN, CHEN))
    await typed(world, "anna", "away until Wednesday @ben")
    said = await typed(world, "anna", "away from 1 Dec until 4 Dec @chen")
    assert f"takes it up again. Put <@{BEN}> behind it to have them stand in again." in said
    await typed(world, "anna", "away until Wednesday nobody")
    said = await typed(world, "anna", "away from 1 Dec until 4 Dec @chen")
    assert "`/okr away until 2026-11-18 nobody` takes it up again." in said
    said = await typed(world, "anna", "away until Wednesday")
    assert "Put" not in said  # chen stays
