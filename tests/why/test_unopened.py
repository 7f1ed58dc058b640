"""/okr why of rounds that did not open: they are told before their day, on it, and afterwards."""

from datetime import timedelta

from tests.checkin.stage import ANNA, BEN, DAI, PROMPT_AT, add_kr, add_team
from tests.trust.deep import on_one_database
from tests.why.test_why import asks
from tests.world import World

WEEK = timedelta(days=7)


async def start(world: World, line: str) -> None:
    """Anna leads Care and answers there; Ben and Dai are in it, and nothing is asked of Dai."""
    await add_team(world, (ANNA, BEN, DAI))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, BEN, value=45)
    await world.settle()
    reply = await world.person("anna").command(f"/okr {line}", world.channel("care"))
    assert reply.ok


@on_one_database
async def test_a_round_in_a_pause_is_explained_before_its_day_and_after_it(world: World) -> None:
    await start(world, "pause next week Offsite")
    line = "Wed, 25 Nov, 10:00 AM* · Care"
    ahead = f"{line} · ➖ will not be sent, as it looks now: pause: Offsite"
    for days in (-7, -1):  # planned, and left out the day before
        await world.go_to(PROMPT_AT + WEEK + timedelta(days=days))
        told = await asks(world, "anna")
        assert told.partition("The next ones")[2].count(ahead) == 1
        assert told.count("25 Nov") == 1
    for days in (1, 20):
        await world.go_to(PROMPT_AT + WEEK + timedelta(days=days))
        told = await asks(world, "anna")
        assert told.partition("The next ones")[0].count(f"{line}: ➖ not sent: pause: Offsite") == 1
        assert told.count("25 Nov") == 1
        assert line in await asks(world, "ben")
    assert "There was nothing to ask yet." in await asks(world, "eve")  # who is in no team


@on_one_database
async def test_a_day_off_for_everybody_is_explained_in_the_language_of_who_asks(
    world: World,
) -> None:
    await start(world, "pause everyone on 25 Nov Company day")
    await world.go_to(PROMPT_AT + WEEK + timedelta(days=1))
    assert "Care: ➖ not sent: day off: Company day" in await asks(world, "anna")
    theirs = await asks(world, "dai")
    assert "11月25日" in theirs
    assert "Company day" in theirs


@on_one_database
async def test_a_round_whose_pause_was_taken_back_is_told_once(world: World) -> None:
    await start(world, "pause from 16 Nov until 20 Nov Offsite")
    await world.go_to(PROMPT_AT - timedelta(hours=30))
    assert "pause: Offsite" in await asks(world, "anna")
    await world.person("anna").command("/okr pause end", world.channel("care"))
    await world.go_to(PROMPT_AT + timedelta(minutes=5))
    told = await asks(world, "anna")
    assert "Offsite" not in told
    assert "Wed, 18 Nov, 10:00 AM* · Care: ✅ sent" in told
    assert told.count("18 Nov") == 1
