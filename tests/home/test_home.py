"""The Home tab over the wire: the first step, the week, and taps that are answered there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.sandbox.faults import Fault
from handlers.okr.views.entry import value_id
from storage import team as teams
from tests.checkin.stage import ANNA, BEN, PROMPT_AT, add_kr, add_team
from tests.home.stage import home_of, objective, team_of_ben, words
from tests.trust.deep import on_one_database
from tests.world import HOME, World


async def test_who_is_new_is_welcomed_and_led_to_the_first_step(world: World) -> None:
    anna = world.person("anna")
    view = await anna.open_home()
    said = words(view)
    assert "Welcome, Anna!" in said
    assert "What happens in a week" in said
    assert "Set up a team" in said


async def test_the_way_from_the_welcome_to_a_team(world: World) -> None:
    ben = world.person("ben")
    view = await ben.open_home()
    assert view is not None
    reply = await ben.click(view, "team.begin")
    assert reply.view is not None
    outcome = await ben.submit(reply.view, {"channel": world.channel("product")})
    assert outcome.kind == "updated"
    assert "One moment" in words(outcome.view)

    await world.settle()

    assert ben.modal is not None
    saved = await ben.submit(ben.modal)
    assert saved.kind == "closed", saved
    await world.settle()
    said = words(home_of(world, ben))
    assert "Welcome" not in said
    assert "Product" in said
    assert "New objective" in said
    assert len(world.posted("product")) == 1


async def test_a_channel_with_a_team_opens_that_team_for_its_leads_only(world: World) -> None:
    await team_of_ben(world)
    eve = world.person("eve")
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await teams.leave_out(session, (await teams.teams_of(session, "U0EVE"))[0].id, ["U0EVE"])
    view = await eve.open_home()
    assert view is not None
    reply = await eve.click(view, "team.begin")
    assert reply.view is not None
    outcome = await eve.submit(reply.view, {"channel": world.channel("care")})
    assert "its leads (Ben)" in outcome.errors["channel"]


async def test_the_week_shows_what_is_mine_and_my_teams(world: World) -> None:
    team_id = await team_of_ben(world)
    await objective(world, team_id, "U0CHEN", "First response", "Reopened cases")
    ben = world.person("ben")
    said = words(await ben.open_home())
    assert "*O-1* Answer faster" in said
    assert "2 key results" in said
    assert "Your key results" not in said
    chen = world.person("chen")
    said = words(await chen.open_home())
    assert "*KR-1* First response" in said
    assert "*KR-2* Reopened cases" in said


async def test_who_left_their_team_and_owns_a_key_result_still_is_no_stranger(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        await teams.leave_out(session, (await teams.teams_of(session, ANNA))[0].id, [ANNA])
    await world.go_to(PROMPT_AT)
    said = words(await world.person("anna").open_home())
    assert "Welcome" not in said
    assert "Your check-in is open" in said
    assert "*Care*: 1 key result waits for your answer" in said
    assert "*KR-1*" in said


async def test_only_leads_are_offered_the_teams_settings(world: World) -> None:
    await team_of_ben(world)
    ben, eve = world.person("ben"), world.person("eve")
    assert "Team settings" not in words(await eve.open_home())
    view = await ben.open_home()
    assert view is not None
    reply = await ben.click(view, "team.edit")
    assert reply.view is not None
    outcome = await ben.submit(reply.view, {"name": "Care at night"})
    assert outcome.ok
    await world.settle()
    assert "Care at night" in words(home_of(world, ben))


async def test_an_update_from_home_is_seen_in_home(world: World) -> None:
    team_id = await team_of_ben(world)
    await objective(world, team_id, "U0EVE", "First response")
    eve = world.person("eve")
    view = await eve.open_home()
    assert view is not None
    reply = await eve.click(view, "okr.update")
    assert reply.view is not None
    outcome = await eve.submit(reply.view, {"okr.value.1": "7"})
    assert outcome.ok, outcome
    await world.settle()
    said = words(home_of(world, eve))
    assert "7 of 10 h" in said
    assert "70 %" in said


async def test_an_objective_made_from_home_is_seen_in_home(world: World) -> None:
    await team_of_ben(world)
    ben = world.person("ben")
    view = await ben.open_home()
    assert view is not None
    reply = await ben.click(view, "okr.new")
    assert reply.view is not None
    filled = {"okr.objective": "Be quick", "1.title": "Replies", "1.start": "9", "1.target": "3"}
    outcome = await ben.submit(reply.view, filled)
    assert outcome.ok, outcome
    await world.settle()
    said = words(home_of(world, ben))
    assert "*O-1* Be quick" in said
    assert "*KR-1* Replies" in said


async def test_a_check_in_that_is_due_is_answered_from_home(world: World) -> None:
    team_id = await team_of_ben(world)
    await objective(world, team_id, "U0EVE", "First response")
    await world.go_to(world.moment("Wed 11:00", "Pacific/Auckland"))
    eve = world.person("eve")
    view = await eve.open_home()
    said = words(view)
    assert view is not None
    assert "Your check-in is open" in said
    assert "1 key result waits for your answer" in said
    reply = await eve.click(view, "checkin.open")
    assert reply.view is not None
    outcome = await eve.submit(reply.view, {value_id(1): "4"})
    assert outcome.ok, outcome
    await world.settle()
    said = words(home_of(world, eve))
    assert "Your check-in is open" not in said
    assert "Nothing waits for you" in said


async def test_the_next_check_in_is_named_in_the_readers_own_time(world: World) -> None:
    team_id = await team_of_ben(world)
    await objective(world, team_id, "U0EVE", "First response")
    eve = world.person("eve")
    await eve.command("/okr update KR-1 3", world.channel("care"))
    said = words(await eve.open_home())
    assert "Your next check-in comes Wed, 25 Nov, 10:00" in said
    assert "這一週為客戶做得如何？" in words(await world.person("dai").open_home())


async def test_kudos_that_one_received_are_there(world: World) -> None:
    await team_of_ben(world)
    ben, eve = world.person("ben"), world.person("eve")
    await ben.command("/kudos @eve for staying with the customer", world.channel("care"))
    await world.settle()
    assert "staying with the customer" in words(await eve.open_home())
    assert "staying with the customer" not in words(await ben.open_home())


async def test_the_messages_tab_publishes_nothing(world: World) -> None:
    anna = world.person("anna")
    await anna.open_messages()
    await world.settle()
    assert home_of(world, anna) is None


@pytest.mark.parametrize(
    "trouble",
    [
        Fault("ratelimited", "views.publish", seconds=5),
        Fault("cut_before", "views.publish"),
    ],
    ids=["busy", "silent"],
)
async def test_a_slack_in_trouble_shows_home_a_little_later(world: World, trouble: Fault) -> None:
    world.sandbox.faults.add(replace(trouble))
    anna = world.person("anna")
    assert await anna.open_home() is None
    await world.go_to(world.clock.now() + timedelta(seconds=30))  # Slack's next try is in a minute
    assert "Welcome, Anna!" in words(home_of(world, anna))


async def test_home_speaks_its_readers_language(world: World) -> None:
    team_id = await team_of_ben(world)
    await objective(world, team_id, "U0CHEN", "First response")
    said = words(await world.person("chen").open_home())
    assert "11月21日 周六" in said  # when the round closes, on her wall


async def test_the_neighbours_home_knows_nothing_of_ours(world: World) -> None:
    await team_of_ben(world)
    nia = world.person("nia")
    said = words(await nia.open_home())
    assert "Welcome, Nia!" in said
    assert "Care" not in said


@on_one_database
async def test_who_is_away_reads_until_when_who_stands_in_and_how_to_end_it(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN, value=45)
    ben, care = world.person("ben"), world.channel("care")
    await ben.command(f"/okr away until 26 Nov <@{ANNA}>", care)
    said = words(await ben.open_home())
    assert "🌴 You are away until Thu, 26 Nov. Back sooner? `/okr away back`" in said
    assert f"<@{ANNA}> stands in for you" in said
    assert "Your next check-in comes Wed, 2 Dec" in said  # on the 25th nobody asks him
    assert said.index("🌴") < said.index("Your next check-in")

    await ben.command("/okr away back", care)
    said = words(await ben.open_home())
    assert "🌴" not in said
    assert "Your next check-in comes Wed, 18 Nov" in said

    await ben.change(status_emoji=":palm_tree:", status_text="Away")
    await world.settle()
    assert "Your Slack status says that you are away." in words(await ben.open_home())


@on_one_database
async def test_who_may_be_asked_nothing_is_promised_no_card(world: World) -> None:
    await add_team(world, (ANNA, BEN))  # which asks only owners of key results
    await add_kr(world, 1, ANNA)
    said = words(await world.person("ben").open_home())
    assert "A card comes when a check-in of your team asks you" in said
