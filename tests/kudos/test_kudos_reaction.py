"""🙌 on a message: what Slack says of the reaction decides, in whatever order we hear of it."""

from datetime import timedelta

from bot.sandbox.faults import Fault
from bot.sandbox.model import Message
from handlers.kit import blocks
from handlers.outbox import flows as outbox
from tests.companies import add_kr, set_up_team
from tests.kudos.reacting import DID, react, said, standing, told, unreact
from tests.world import HOME, World


async def test_the_author_hears_it_with_quote_and_link_and_the_channel_stays_quiet(
    world: World,
) -> None:
    await add_kr(world, await set_up_team(world), 3, "Imports that work")
    await world.settle()
    before = len(world.posted("care"))
    message = await said(world, f"{DID} (KR-3)")
    await react(world, message)
    await world.settle()
    (dm,) = told(world)
    assert "<@U0ANNA> gave you kudos for what you wrote in" in dm
    assert "I called the customer back &amp; we &lt;fixed&gt; their import" in dm
    assert f"/archives/{message.channel}/p{message.ts.replace('.', '')}|Go to the message>" in dm
    assert "For “Imports that work”" in dm
    assert len(world.posted("care")) == before


async def test_any_skin_tone_counts_and_other_reactions_do_not(world: World) -> None:
    await set_up_team(world)
    message = await said(world)
    await react(world, message, name="tada")
    await world.settle()
    assert told(world) == []
    await react(world, message, name="raised_hands::skin-tone-4")
    await world.settle()
    assert len(told(world)) == 1


async def test_two_skin_tones_of_one_person_are_one_thanks(world: World) -> None:
    await set_up_team(world)
    message = await said(world)
    await react(world, message)
    await react(world, message, name="raised_hands::skin-tone-4")
    await world.settle()
    await unreact(world, message)
    await world.settle()
    assert len(told(world)) == await standing(world) == 1


async def test_taking_the_reaction_away_takes_the_kudos_back(world: World) -> None:
    await set_up_team(world)
    message = await said(world)
    await react(world, message)
    await world.settle()
    await unreact(world, message)
    await world.settle()
    assert told(world) == []
    assert await standing(world) == 0
    await react(world, message)
    await world.settle()
    assert len(told(world)) == await standing(world) == 1


async def test_a_reaction_gone_before_it_was_looked_at_gives_nothing(world: World) -> None:
    await set_up_team(world)
    message = await said(world)
    await react(world, message)
    await unreact(world, message)
    await world.settle()
    assert world.person("ben").dms() == []
    assert await standing(world) == 0


async def test_events_out_of_order_end_in_what_slack_says(world: World) -> None:
    await set_up_team(world)
    message = await said(world)
    world.sandbox.faults.add(Fault("reorder", "reaction_added"))
    await react(world, message)  # held back until the removal has gone
    await unreact(world, message)
    await world.settle()
    assert await standing(world) == 0

    await react(world, message)
    await world.settle()
    world.sandbox.faults.add(Fault("reorder", "reaction_removed"))
    await unreact(world, message)  # held back until the new reaction has gone
    await react(world, message)
    await world.settle()
    assert len(told(world)) == await standing(world) == 1


async def test_the_same_event_three_times_gives_once(world: World) -> None:
    await set_up_team(world)
    message = await said(world)
    fault = world.sandbox.faults.add(Fault("cut_after", "reaction_added", times=2))
    await react(world, message)
    await world.go_to(world.clock.now() + timedelta(minutes=10))
    assert fault.times == 0
    assert len(told(world)) == await standing(world) == 1


async def test_own_messages_apps_and_people_who_left_get_none(world: World) -> None:
    await set_up_team(world)
    eve = world.person("eve")
    messages = [
        await said(world, person="anna"),
        await said(world, person="eve"),
        await by_the_bot(world),
    ]
    await eve.change(deleted=True)
    for message in messages:
        await react(world, message)
    await world.settle()
    assert await standing(world) == 0
    assert told(world, "anna") == []
    assert not any("kudos" in m.text for m in world.person("anna").dms())


async def by_the_bot(world: World) -> Message:
    """A message of ours in the team's channel."""
    async with world.bot.deps.sessions.workspace(HOME) as session:
        now, hello = world.clock.now(), blocks.message("Hello, all of you in this channel")
        await outbox.post(session, "hello", world.channel("care"), hello, now)
    await world.settle()
    return next(m for m in world.posted("care") if m.text.startswith("Hello"))


async def test_a_channel_without_a_team_gives_none(world: World) -> None:
    message = await said(world)
    await react(world, message)
    await world.settle()
    assert await standing(world) == 0


async def test_too_few_words_are_explained_to_the_giver_once(world: World) -> None:
    await set_up_team(world)
    message = await said(world, "done!")
    for _ in range(2):
        await react(world, message)
        await world.settle()
        await unreact(world, message)
        await world.settle()
    (note,) = world.person("anna").dms()
    assert "too few words" in note.text
    assert await standing(world) == 0


async def test_more_than_five_a_day_are_explained_to_the_giver_once(world: World) -> None:
    await set_up_team(world)
    for number in range(7):
        await react(world, await said(world, f"{DID} for the {number}. time"))
        await world.settle()
    assert len(told(world)) == await standing(world) == 5
    (note,) = world.person("anna").dms()
    assert "You have thanked 5 people today" in note.text
