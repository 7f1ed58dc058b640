"""One round, counted alike by its report, by what its lead sees, by its post and by the digest."""

from datetime import timedelta

from tests.checkin.stage import (
    ANNA,
    BEN,
    CHEN,
    CLOSE_AT,
    DAI,
    EVE,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    record,
    set_person,
    words,
)
from tests.digest.test_week import THREE, digests
from tests.trust.deep import on_one_database
from tests.world import World


async def asked(world: World) -> None:
    """Of three who own something in Anna's team, Chen is away, and Eve of another stands in."""
    await add_team(world, (ANNA, BEN, CHEN))
    await add_team(world, (EVE, DAI), id_="product", channel="product")
    for number, owner in ((1, ANNA), (2, BEN), (3, CHEN)):
        await add_kr(world, number, owner, value=45)
    await set_person(world, CHEN, away_until=CLOSE_AT + timedelta(days=2), stand_in=EVE)
    await world.go_to(PROMPT_AT + timedelta(hours=7))


async def seen(world: World, line: str) -> str:
    reply = await world.person("anna").command(f"/okr {line}", world.channel("care"))
    return str(reply.blocks)


async def counts(world: World, told: str) -> None:
    """While the round is open, and after its close, everywhere."""
    for line in ("checkin team", "checkin report"):
        assert f"{told} answered" in await seen(world, line)
    assert f"{told} checked in" in await seen(world, "digest")
    await world.go_to(CLOSE_AT)
    assert f"{told} answered" in words(world.posted("care")[0])
    for line in ("checkin team", "checkin report"):
        assert f"{told} answered" in await seen(world, line)
    await world.go_to(THREE)
    assert f"{told} checked in" in words(digests(world)[0])


@on_one_database
async def test_a_stand_in_from_outside_the_team_is_none_of_its_people(world: World) -> None:
    await asked(world)
    assert "KR-3" in words(cards(world, "eve")[0])
    await record(world, ANNA, 1, 40)
    await record(world, EVE, 3, 40)  # for Chen, whose answer it is

    await counts(world, "2 of 3")


@on_one_database
async def test_what_its_owner_has_answered_before_they_left_counts_once(world: World) -> None:
    await asked(world)
    await record(world, CHEN, 3, 40)
    await world.settle()

    await counts(world, "1 of 3")


@on_one_database
async def test_who_is_away_and_unanswered_for_is_not_counted(world: World) -> None:
    await asked(world)
    await record(world, BEN, 2, 40)

    await counts(world, "1 of 2")
