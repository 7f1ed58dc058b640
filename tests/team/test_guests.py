"""Guests set up no team: they hear whom to ask, and what they can see until then."""

import pytest

from tests.checkin.stage import ANNA, BEN, add_team
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
