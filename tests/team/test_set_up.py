"""/okr team, from the empty channel to the confirmation, over the wire."""

from tests.team.forms import field, opened, people, stored
from tests.world import HOME, World


async def test_the_form_opens_at_once_and_fills_in_the_channels_people(world: World) -> None:
    anna = world.person("anna")
    reply = await anna.command("/okr team", world.channel("care"))
    assert reply.view is not None
    assert field(reply.view, "members") is None
    name = field(reply.view, "name")
    assert name is not None
    assert name["initial_value"] == "Care"

    await world.settle()

    members = field(anna.modal, "members")
    assert members is not None
    # Everyone but the bot; the deactivated Leo is in no channel.
    assert members["initial_users"] == [
        "U0ANNA",
        "U0BEN",
        "U0CHEN",
        "U0DAI",
        "U0EVE",
        "U0GUS",
    ]


async def test_what_was_typed_meanwhile_stays(world: World) -> None:
    anna = world.person("anna")
    reply = await anna.command("/okr team", world.channel("care"))
    assert reply.view is not None
    anna.type(reply.view, {"name": "Happy customers", "leads": ["U0BEN"]})
    await world.settle()
    assert anna.modal is not None
    outcome = await anna.submit(anna.modal)
    assert outcome.ok, outcome
    team = await stored(world)
    assert team is not None
    assert team.name == "Happy customers"
    assert (await people(world))[1] == {"U0BEN"}


async def test_saving_makes_a_team_and_tells_the_channel(world: World) -> None:
    ben = world.person("ben")
    outcome = await ben.submit(await opened(world, ben))
    assert outcome.kind == "closed"
    await world.settle()

    team = await stored(world)
    assert team is not None
    assert (team.zone, team.language, team.created_by) == ("America/New_York", "en-US", "U0BEN")
    assert (team.checkin_weekday, f"{team.checkin_time:%H:%M}") == (2, "10:00")
    assert (team.digest_weekday, f"{team.digest_time:%H:%M}") == (4, "15:00")
    members, leads = await people(world)
    assert len(members) == 6
    assert leads == {"U0BEN"}
    (posted,) = world.posted("care")
    assert posted.text == "*Care* is set up, and this is its home."
    shown = str(posted.blocks)
    assert "<@U0BEN>" in shown
    assert "Wednesday" in shown
    assert "New York" in shown


async def test_the_channel_hears_it_in_the_teams_language(world: World) -> None:
    anna = world.person("anna")
    await anna.submit(await opened(world, anna), {"language": "zh-CN"})
    await world.settle()
    (posted,) = world.posted("care")
    assert "星期三" in str(posted.blocks)


async def test_a_quick_hand_is_asked_for_the_members_and_then_saved(world: World) -> None:
    anna = world.person("anna")
    reply = await anna.command("/okr team", world.channel("care"))
    assert reply.view is not None
    outcome = await anna.submit(reply.view, {"name": "Quick"})
    assert outcome.kind == "updated"
    assert outcome.view is not None
    again = await anna.submit(outcome.view, {"members": ["U0ANNA", "U0BEN"]})
    assert again.kind == "closed", again
    await world.settle()
    team = await stored(world)
    assert team is not None
    assert team.name == "Quick"
    assert (await people(world))[0] == {"U0ANNA", "U0BEN"}


async def test_a_lead_opens_the_team_as_it_is_and_changes_it(world: World) -> None:
    ben = world.person("ben")
    await ben.submit(await opened(world, ben))
    reply = await ben.command("/okr team", world.channel("care"))
    assert reply.view is not None
    members = field(reply.view, "members")
    assert members is not None
    assert len(members["initial_users"]) == 6
    outcome = await ben.submit(reply.view, {"name": "Care EU", "members": ["U0BEN", "U0EVE"]})
    assert outcome.kind == "closed"
    await world.settle()
    team = await stored(world)
    assert team is not None
    assert (team.name, team.version) == ("Care EU", 2)
    assert (await people(world))[0] == {"U0BEN", "U0EVE"}
    assert world.posted("care")[-1].text == "<@U0BEN> changed how *Care EU* works."


async def test_saving_without_a_change_posts_nothing(world: World) -> None:
    ben = world.person("ben")
    await ben.submit(await opened(world, ben))
    await world.settle()
    await ben.submit(await opened(world, ben))
    await world.settle()
    assert len(world.posted("care")) == 1


async def test_where_the_bot_is_not_it_comes_in_to_confirm(world: World) -> None:
    anna = world.person("anna")
    view = await opened(world, anna, "far")
    members = field(view, "members")
    assert members is not None
    assert members["initial_users"] == ["U0ANNA", "U0BEN"]
    await anna.submit(view)
    await world.settle()
    assert len(world.posted("far")) == 1
    assert world.home.bot_user in world.place("far").members


async def test_a_private_channel_without_the_bot_asks_for_members_and_an_invitation(
    world: World,
) -> None:
    world.sandbox.add_channel(
        HOME, "secret", members=["U0ANNA", "U0BEN"], kind="private", with_bot=False
    )
    anna = world.person("anna")
    view = await opened(world, anna, "secret")
    members = field(view, "members")
    assert members is not None
    assert members["initial_users"] == ["U0ANNA"]
    hint = next(b["hint"]["text"] for b in view.payload["blocks"] if b["block_id"] == "members")
    assert "/invite @Delight" in hint
    outcome = await anna.submit(view, {"name": "Secret", "members": ["U0ANNA", "U0BEN"]})
    assert outcome.ok
    await world.settle()
    assert world.posted("secret") == []
    assert "/invite @Delight" in anna.dms()[-1].text
    await anna.invite(world.channel("secret"), world.home.bot_user)
    await world.settle()
    assert len(world.posted("secret")) == 1


async def test_a_private_channel_with_the_bot_gives_its_name_and_people(world: World) -> None:
    world.sandbox.add_channel(HOME, "inner-circle", members=["U0ANNA", "U0BEN"], kind="private")
    view = await opened(world, world.person("anna"), "inner-circle")
    name, members = field(view, "name"), field(view, "members")
    assert name is not None
    assert members is not None
    assert name["initial_value"] == "Inner circle"
    assert members["initial_users"] == ["U0ANNA", "U0BEN"]


async def test_a_crowd_is_not_a_team(world: World) -> None:
    world.place("care").members.update(f"U0X{n}" for n in range(100))
    view = await opened(world, world.person("anna"))
    members = field(view, "members")
    assert members is not None
    assert members["initial_users"] == ["U0ANNA"]
    hint = next(b["hint"]["text"] for b in view.payload["blocks"] if b["block_id"] == "members")
    assert "More than 100 people" in hint
