"""Guests set up no team: they hear whom to ask, and what they can see until then."""

import pytest

from tests.checkin.stage import ANNA, BEN, add_team
from tests.home.stage import words
from tests.trust.deep import on_one_database
from tests.world import HOME, World


@pytest.fixture
async def lobby(world: World) -> World:
    """Gus is a guest in a team's channel, and in one without a team."""
    await add_team(world, (ANNA, BEN))
    world.sandbox.add_channel(HOME, "lobby", members=[world.person("gus").user])
    await world.settle()
    return world


@pytest.mark.parametrize(
    ("who", "told"),
    [
        ("gus", f"You are a guest here, and in no team yet. Ask <@{ANNA}> to add you to Care"),
        ("chen", f"你是这里的访客，还没有加入团队。请 <@{ANNA}> 把你加进“Care”"),
        ("dai", f"你是這裡的訪客，還沒有加入團隊。請 <@{ANNA}> 把你加進「Care」"),
    ],
)
@on_one_database
async def test_in_a_teams_channel_a_guest_hears_who_leads_it(
    lobby: World, who: str, told: str
) -> None:
    guest = lobby.person(who)
    await guest.change(is_guest=True)
    await lobby.settle()
    seen = await guest.command("/okr", lobby.channel("care"))
    assert told in seen.text
    assert "`/okr list`" in seen.text


@pytest.mark.parametrize(
    "line",
    ["/okr", "/okr metric", "/okr tree", "/okr list my team", "/okr blockers", "/okr new"],
)
@on_one_database
async def test_elsewhere_a_guest_is_sent_to_a_lead(lobby: World, line: str) -> None:
    seen = await lobby.person("gus").command(line, lobby.channel("lobby"))
    told = f"{seen.text} {seen.blocks}"
    assert "Ask a lead of the team that you work with to add you" in told
    assert "to set one up" not in told


@pytest.mark.parametrize("line", ["/okr mine", "/okr list personal", "/okr drafts"])
@on_one_database
async def test_where_nothing_is_found_a_guest_is_offered_nothing_that_is_refused(
    lobby: World, line: str
) -> None:
    for who, makes in (("gus", False), ("ben", True)):
        seen = await lobby.person(who).command(line, lobby.channel("care"))
        told = f"{seen.text} {seen.blocks}"
        assert ("New objective" in told or "/okr new" in told) is makes


@pytest.mark.parametrize("line", ["/okr mine", "/okr drafts"])
@on_one_database
async def test_who_has_nothing_and_is_in_no_team_hears_what_comes_first(
    lobby: World, line: str
) -> None:
    in_care = await lobby.person("gus").command(line, lobby.channel("care"))
    assert f"Ask <@{ANNA}> to add you to Care" in str(in_care.blocks)
    elsewhere = await lobby.person("gus").command(line, lobby.channel("lobby"))
    assert "Ask a lead of the team that you work with to add you" in str(elsewhere.blocks)
    of_us = await lobby.person("eve").command(line, lobby.channel("care"))
    assert "Type `/okr team` in your team's channel to set one up" in str(of_us.blocks)


@on_one_database
async def test_a_guest_is_welcomed_without_a_button_that_is_not_theirs(lobby: World) -> None:
    said = words(await lobby.person("gus").open_home())
    assert "Welcome, Gus!" in said
    assert "Ask a lead of the team that you work with to add you" in said
    assert "Set up a team" not in said


@on_one_database
async def test_where_no_team_lives_a_guest_hears_who_sets_one_up(lobby: World) -> None:
    gus = lobby.person("gus")
    seen = await gus.command("/okr team", lobby.channel("lobby"))
    assert "Ask one of them to type `/okr team` in this channel" in seen.text
    assert gus.modal is None
