"""What a stand-in hears of an absence: that it is, that it has changed, that it is over."""

from handlers.checkin.views.settings import STAND_IN
from tests.absence.test_leaving import typed
from tests.checkin.stage import ANNA, BEN, CHEN, add_kr, add_team, cards, set_person, words
from tests.checkin.test_settings import saved
from tests.trust.deep import on_one_database
from tests.world import World


async def heard(world: World, line: str, name: str = "ben") -> list[str]:
    """What Anna's line brings to somebody."""
    before = len(cards(world, name))
    await typed(world, "anna", line)
    await world.settle()
    return [words(message) for message in cards(world, name)[before:]]


async def start(world: World, *others: str) -> None:
    await add_team(world, (ANNA, BEN, *others))
    await add_kr(world, 1, ANNA, value=45)
    await world.settle()


async def test_a_stand_in_hears_once_that_it_is_over_and_anew_of_the_next_time(
    world: World,
) -> None:
    await start(world)
    (told,) = await heard(world, "away until Friday @ben")
    assert "KR-1" in told
    await heard(world, "away until Monday @ben")
    (over,) = await heard(world, "away back")
    assert f"You no longer stand in for <@{ANNA}>" in over
    assert await heard(world, "away back") == []
    (again,) = await heard(world, "away until Friday")
    assert "KR-1" in again
    assert await heard(world, "away until Friday @ben") == []
    assert len(await heard(world, "away back")) == 1


@on_one_database
async def test_both_hear_from_when_a_planned_absence_is_stood_in(world: World) -> None:
    await start(world)
    (told,) = await heard(world, "away from 23 Nov until 30 Nov @ben")
    own = words(cards(world, "anna")[-1])
    assert f"You stand in for <@{ANNA}> from Mon, 23 Nov; they are back on Mon, 30 Nov." in told
    assert f"<@{BEN}> stands in for you from Mon, 23 Nov, and knows; you are back on Mon" in own


@on_one_database
async def test_a_stand_in_hears_shortly_of_other_days(world: World) -> None:
    await start(world)
    await heard(world, "away until Friday @ben")
    for line, days in {
        "away until Monday": "until Mon, 23 Nov",
        "away until Friday @ben": "until Fri, 20 Nov",
        "away from Thursday until Friday": "from Thu, 19 Nov; they are back on Fri, 20 Nov",
    }.items():
        (changed,) = await heard(world, line)
        assert f"The days have changed. You stand in for <@{ANNA}> {days}." in changed
        assert "KR-1" not in changed
    assert await heard(world, "away from Thursday until Friday @ben") == []


@on_one_database
async def test_who_is_followed_by_another_stand_in_hears_that_it_is_over(world: World) -> None:
    await start(world, CHEN)
    await heard(world, "away until Friday @ben")
    (over,) = await heard(world, "away until Friday @chen")
    assert "You no longer stand in" in over
    (over,) = await heard(world, "away until Friday nobody", name="chen")
    assert f"你不再代 <@{ANNA}> 填写" in over


@on_one_database
async def test_who_is_no_stand_in_any_more_by_the_settings_hears_it_too(world: World) -> None:
    await start(world, CHEN)
    await heard(world, "away until Friday @ben")
    for before, after in ((BEN, [CHEN]), (CHEN, [])):
        name = world.home.people[before].name
        said = len(cards(world, name))
        assert (await saved(world, **{STAND_IN: after})).ok
        await world.settle()
        (over,) = [words(message) for message in cards(world, name)[said:]]
        assert ("You no longer stand in" if before == BEN else "你不再代") in over
    assert (await saved(world, **{STAND_IN: [BEN]})).ok  # who is told by the next absence again
    await world.settle()
    assert len(await heard(world, "away back")) == 1


@on_one_database
async def test_who_was_told_nothing_hears_nothing_of_the_end(world: World) -> None:
    await start(world)
    await typed(world, "anna", "away until Friday @ben")
    assert await heard(world, "away back") == []  # before they were told
    await heard(world, "away until Friday nobody")
    assert await heard(world, "away back") == []


@on_one_database
async def test_who_is_back_and_away_by_status_is_told_so(world: World) -> None:
    await start(world)
    await set_person(world, ANNA, status_emoji=":palm_tree:")
    await heard(world, "away until Friday @ben")
    assert "Your Slack status says" in await typed(world, "anna", "away back")
