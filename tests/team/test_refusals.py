"""What /okr team refuses, whom, and in which words."""

from storage import team as teams
from tests.team.forms import opened, people, stored
from tests.world import World


async def test_the_same_form_sent_twice_makes_one_team(world: World) -> None:
    anna, ben = world.person("anna"), world.person("ben")
    first, second = await opened(world, anna), await opened(world, ben)
    assert (await anna.submit(first)).ok
    outcome = await ben.submit(second)
    assert "just set up a team" in outcome.errors["name"]
    await world.settle()
    assert len(world.posted("care")) == 1


async def test_who_does_not_lead_is_told_who_does(world: World) -> None:
    ben, eve = world.person("ben"), world.person("eve")
    await ben.submit(await opened(world, ben))
    reply = await eve.command("/okr team", world.channel("care"))
    assert reply.view is None
    assert "its leads (Ben)" in reply.text


async def test_an_admin_may_change_any_team(world: World) -> None:
    ben, anna = world.person("ben"), world.person("anna")
    await ben.submit(await opened(world, ben))
    outcome = await anna.submit(await opened(world, anna), {"leads": ["U0EVE"]})
    assert outcome.ok
    assert (await people(world))[1] == {"U0EVE"}


async def test_two_who_change_a_team_at_once_do_not_overwrite_each_other(world: World) -> None:
    ben, anna = world.person("ben"), world.person("anna")
    await ben.submit(await opened(world, ben))
    his, hers = await opened(world, ben), await opened(world, anna)
    assert (await ben.submit(his, {"name": "Ben's"})).ok
    outcome = await anna.submit(hers, {"name": "Anna's"})
    assert "Somebody changed this team" in outcome.errors["name"]
    team = await stored(world)
    assert team is not None
    assert team.name == "Ben's"


async def test_a_direct_message_is_no_home(world: World) -> None:
    anna = world.person("anna")
    im = await anna.open_messages()
    reply = await anna.command("/okr team", im.id)
    assert reply.view is None
    assert "type `/okr team` there" in reply.text


async def test_apps_and_deactivated_people_are_named_and_refused(world: World) -> None:
    anna = world.person("anna")
    view = await opened(world, anna)
    bot = world.home.bot_user
    outcome = await anna.submit(view, {"members": ["U0ANNA", "U0LEO", bot]})
    assert outcome.kind == "errors"
    assert "Leo" in outcome.errors["members"]
    assert await stored(world) is None
    outcome = await anna.submit(view, {"members": ["U0ANNA"], "leads": ["U0LEO"]})
    assert "Leo" in outcome.errors["leads"]


async def test_the_neighbours_know_nothing_of_it(world: World) -> None:
    anna, nia = world.person("anna"), world.person("nia")
    await anna.submit(await opened(world, anna))
    reply = await nia.command("/okr team", world.channel("nextdoor"))
    assert reply.view is not None
    async with world.bot.deps.sessions.workspace("T0NEXT", reading=True) as session:
        assert await teams.team_of_channel(session, world.channel("care")) is None
