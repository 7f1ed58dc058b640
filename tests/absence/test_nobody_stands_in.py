"""A stand-in who goes away themselves: both hear that nobody stands in, and how that is mended."""

import re

from tests.absence.test_leaving import typed
from tests.checkin.stage import ANNA, BEN, CHEN, add_kr, add_team, cards, set_person, words
from tests.trust.deep import on_one_database
from tests.world import World

NOBODY = f"<@{BEN}> is away as well, so that nobody stands in for you."


async def start(world: World) -> None:
    """Ben stands in for Anna, and both know."""
    await add_team(world, (ANNA, BEN, CHEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.settle()
    await typed(world, "anna", "away until Monday @ben")
    await world.settle()


async def heard(world: World, line: str) -> list[str]:
    """What Ben's line brings to Anna."""
    before = len(cards(world, "anna"))
    said = await typed(world, "ben", line)
    assert ("nobody does" in said) == ("back" not in line)
    await world.settle()
    return [words(message) for message in cards(world, "anna")[before:]]


@on_one_database
async def test_both_hear_that_a_stand_in_goes_away(world: World) -> None:
    await start(world)
    (told,) = await heard(world, "away until Friday")
    assert f"<@{BEN}> is away now, and back on Fri, 20 Nov" in told
    assert await heard(world, "away until Friday") == []  # she knows these days
    standing = await typed(world, "anna", "away")
    assert f"<@{BEN}> is away as well, and stands in for you from Fri, 20 Nov" in standing
    assert "on their card meanwhile" not in standing
    line = re.findall("`/okr (away [^`]*@name)`", told)[0]
    assert f"`/okr {line}`" in standing
    said = await typed(world, "anna", line.replace("@name", "@chen"))
    assert "You are away until Mon, 23 Nov" in said
    assert f"<@{CHEN}> stands in for you" in said


@on_one_database
async def test_a_stand_in_who_is_back_stands_in_again(world: World) -> None:
    await start(world)
    await heard(world, "away until Friday")
    (told,) = await heard(world, "away back")
    assert f"<@{BEN}> is back, and stands in for you again." in told
    assert f"<@{BEN}> stands in for you" in await typed(world, "anna", "away")


@on_one_database
async def test_who_leaves_on_other_days_stands_in(world: World) -> None:
    await start(world)
    said = await typed(world, "ben", "away from 23 Nov until 27 Nov")
    assert "nobody does" not in said
    (told,) = await heard(world, "away from Friday until 1 Dec")
    assert f"<@{BEN}> is away from Fri, 20 Nov, and back on Tue, 1 Dec" in told
    (told,) = await heard(world, "away back")
    assert f"<@{BEN}> is back, and stands in for you again." in told


@on_one_database
async def test_who_names_somebody_that_is_away_reads_it_at_once(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await world.settle()
    await typed(world, "ben", "away until Friday")
    assert NOBODY in await typed(world, "anna", "away until Thursday @ben")
    await world.settle()
    assert not [m for m in cards(world, "anna") if "and knows" in words(m)]
    assert not cards(world, "ben")  # no card comes to him
    later = await typed(world, "anna", "away from 23 Nov until 27 Nov @ben")
    assert f"<@{BEN}> stands in for you" in later
    await typed(world, "ben", "away back")
    await set_person(world, BEN, status_emoji=":palm_tree:")
    assert f"<@{BEN}> stands in for you" in await typed(world, "anna", "away")
    assert NOBODY in await typed(world, "anna", "away until Thursday")


@on_one_database
async def test_who_names_somebody_that_is_back_sooner_reads_from_when_they_stand_in(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.settle()
    await typed(world, "ben", "away until Friday @anna")
    said = await typed(world, "anna", "away until Monday @ben")
    sooner = f"<@{BEN}> is away as well, and stands in for you from Fri, 20 Nov"
    assert sooner in said
    await world.settle()
    assert sooner in await typed(world, "anna", "away")
    told = words(cards(world, "ben")[-1])
    assert f"You stand in for <@{ANNA}> from Fri, 20 Nov; they are back on Mon, 23 Nov." in told
    before = len(cards(world, "ben"))
    await typed(world, "anna", "away until 2026-11-24")
    await world.settle()
    changed = words(cards(world, "ben")[before])
    assert f"You stand in for <@{ANNA}> from Fri, 20 Nov; they are back on Tue, 24 Nov" in changed
    before = len(cards(world, "ben"))
    await typed(world, "anna", "away back")
    await world.settle()
    over, again = (words(message) for message in cards(world, "ben")[before:])
    assert "You no longer stand in" in over
    assert f"<@{ANNA}> is back, and stands in for you again." in again


@on_one_database
async def test_that_a_stand_in_stays_named_is_said_with_the_word_that_ends_it(
    world: World,
) -> None:
    await start(world)
    await typed(world, "anna", "away back")
    said = await typed(world, "anna", "away until Friday")
    assert f"I keep <@{BEN}> for your later absences as well; `nobody` in place of the name" in said
    assert "I keep" not in await typed(world, "anna", "away until 2026-11-20 nobody")
    assert "stands in" not in await typed(world, "anna", "away until 2026-11-21")
