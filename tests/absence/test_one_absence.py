"""A second `/okr away`: it goes on from the first, or what is lost of the first is said."""

import re

import pytest

from tests.absence.test_leaving import typed
from tests.trust.deep import on_one_database
from tests.world import World


@pytest.mark.parametrize(
    ("before", "line", "off"),
    [
        ("2 weeks", "tomorrow", "that you are away until Mon, 30 Nov is off"),
        ("until Friday", "until Thursday", "that you are away until Fri, 20 Nov is off"),
        ("until Wednesday", "from 1 Dec until 4 Dec", "that you are away until Wed, 18 Nov is off"),
        (
            "from 24 Dec until 2 Jan",
            "on 24 Dec",
            "the one from Thu, 24 Dec, with you back on Sat, 2 Jan 2027, is off",
        ),
        (
            "from 1 Dec until 4 Dec",
            "from 2 Dec until 8 Dec",
            "the one from Tue, 1 Dec, with you back on Fri, 4 Dec, is off",
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
    assert f"I keep one absence: {off}." in said
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
    assert "is off" not in said
    assert f"You are away {until}" in await typed(world, "anna", "away")


@on_one_database
async def test_a_plan_that_lies_within_a_longer_one_is_not_missed(world: World) -> None:
    await typed(world, "anna", "away from 1 Dec until 4 Dec")
    assert "is off" not in await typed(world, "anna", "away from 30 Nov until 7 Dec")
    assert "is off" not in await typed(world, "anna", "away until 7 Dec")
