"""The directory: read on install, kept fresh by events, asked when a team is set up."""

from datetime import timedelta

import pytest

from bot.sandbox.faults import Fault
from bot.sandbox.model import Person
from storage import team as teams
from storage.team import Member
from tests.world import HOME, NEIGHBOUR, World


async def known(world: World, id_: str, workspace: str = HOME) -> Member | None:
    async with world.bot.deps.sessions.workspace(workspace, reading=True) as session:
        return (await teams.members(session, [id_])).get(id_)


async def test_everyone_is_known_soon_after_the_install(world: World) -> None:
    chen, gus, leo = [await known(world, id_) for id_ in ("U0CHEN", "U0GUS", "U0LEO")]
    assert chen is not None
    assert (chen.zone, chen.locale) == ("Asia/Shanghai", "zh-CN")
    assert gus is not None
    assert gus.is_guest
    assert leo is not None
    assert leo.deleted
    assert await known(world, "U0NIA", NEIGHBOUR) is not None
    assert await known(world, "U0NIA") is None


async def test_who_moves_keeps_the_language_that_the_event_left_out(world: World) -> None:
    await world.person("chen").change(zone="Europe/Paris")
    await world.settle()
    chen = await known(world, "U0CHEN")
    assert chen is not None
    assert (chen.zone, chen.locale) == ("Europe/Paris", "zh-CN")


async def test_who_joins_is_known(world: World) -> None:
    world.sandbox.add_person(HOME, Person("U0NEW", "new", "New Body", "Asia/Tokyo", "ja-JP"))
    await world.settle()
    new = await known(world, "U0NEW")
    assert new is not None
    assert new.zone == "Asia/Tokyo"


async def test_an_admin_who_steps_down_is_no_admin(world: World) -> None:
    await world.person("anna").change(is_admin=False)
    await world.settle()
    anna = await known(world, "U0ANNA")
    assert anna is not None
    assert not anna.is_admin


async def test_the_directory_is_read_again_after_a_day(world: World) -> None:
    world.home.people["U0BEN"].zone = "Asia/Dubai"  # changed while nobody listened
    world.clock.advance(25 * 3600)
    await world.settle()
    ben = await known(world, "U0BEN")
    assert ben is not None
    assert ben.zone == "Asia/Dubai"


@pytest.mark.parametrize(
    "fault",
    [
        Fault("ratelimited", "users.list", seconds=30),
        Fault("cut_after", "users.list"),
        Fault("server_error", "users.list", status=500),
    ],
)
async def test_trouble_at_slack_only_delays_the_directory(world: World, fault: Fault) -> None:
    world.home.people["U0BEN"].zone = "Asia/Dubai"
    world.sandbox.faults.add(fault)
    await world.go_to(world.clock.now() + timedelta(hours=25))
    await world.go_to(world.clock.now() + timedelta(minutes=1))
    ben = await known(world, "U0BEN")
    assert ben is not None
    assert ben.zone == "Asia/Dubai"


async def test_a_long_directory_is_read_page_by_page(world: World) -> None:
    for n in range(450):
        person = Person(f"U1{n:03}", f"p{n}", f"Person {n}", "Asia/Tokyo")
        world.home.people[person.id] = person
    await world.go_to(world.clock.now() + timedelta(hours=25))
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        found = await teams.members(session, [f"U1{n:03}" for n in range(450)])
    assert len(found) == 450


async def test_who_turns_out_to_be_an_app_is_left_out_and_named(world: World) -> None:
    world.home.people["U0ROB"] = Person("U0ROB", "robo", "Robo", is_bot=True)
    ben = world.person("ben")
    await ben.command("/okr team", world.channel("care"))
    await world.settle()
    assert ben.modal is not None
    await ben.submit(ben.modal, {"members": ["U0BEN", "U0ROB"]})
    await world.settle()
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        team = await teams.team_of_channel(session, world.channel("care"))
        assert team is not None
        there = (await teams.members_of(session, [team.id]))[team.id]
    assert [m.member_id for m in there] == ["U0BEN"]
    assert "<@U0ROB> is an app" in ben.dms()[-1].text
