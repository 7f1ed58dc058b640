"""Teams without anybody there, people who left, channels that are gone: what is then to be read."""

from datetime import time, timedelta
from typing import Final

from handlers.checkin.rules import away, cadence
from handlers.schedule.rules import moment
from tests.blocker import stage as blocker
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    CHEN,
    DAY,
    add_kr,
    add_team,
    cards,
    change_team,
    occurrences,
    reasons,
    record,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import World

pytestmark = on_one_database

PROMPT_AT: Final = moment(DAY, time(10), BERLIN)
CLOSE_AT: Final = moment(DAY + timedelta(days=2), time(12), BERLIN)
WEEK: Final = timedelta(days=7)


async def next_round(world: World) -> str:
    """The day of the round that opens next."""
    (waiting,) = [r for r in await occurrences(world, cadence.OPEN) if r.state == "due"]
    return waiting.day.isoformat()


async def test_a_team_with_nobody_in_it_is_silent_and_goes_on(world: World) -> None:
    await add_team(world, (ANNA,), asks=True)
    await change_team(world, "care", members=())
    await world.go_to(CLOSE_AT)
    assert world.posted("care") == []
    assert cards(world, "anna") == []
    assert await reasons(world, cadence.CLOSE) == {"": away.NOBODY}
    assert await next_round(world) == (DAY + WEEK).isoformat()
    await change_team(world, "care", members=(BEN,))
    await world.go_to(PROMPT_AT + WEEK + timedelta(hours=6))
    assert len(cards(world, "ben")) == 1


async def test_with_everybody_away_nobody_is_asked_and_nothing_is_posted(world: World) -> None:
    await add_team(world, (ANNA, BEN), asks=True)
    for name in ("anna", "ben"):
        await world.person(name).command("/okr away until 2026-11-30", world.channel("care"))
    await world.go_to(CLOSE_AT)
    assert set((await reasons(world, cadence.PROMPT)).values()) == {away.AWAY}
    assert cards(world, "anna") == cards(world, "ben") == []
    assert world.posted("care") == []
    assert await reasons(world, cadence.CLOSE) == {"": away.EVERYBODY_AWAY}
    assert await next_round(world) == (DAY + WEEK).isoformat()


async def test_without_their_lead_a_team_still_asks_and_helps(world: World) -> None:
    """Anna led it and leaves Slack: what a lead would hear goes to the channel all the same."""
    await add_team(world, (ANNA, BEN, CHEN), asks=True)
    await world.go_to(PROMPT_AT - timedelta(hours=1))
    world.home.people[ANNA].deleted = True
    await world.person("anna").change(deleted=True)
    await world.go_to(PROMPT_AT + timedelta(hours=6))
    assert (await reasons(world, cadence.PROMPT))[ANNA] == away.DEACTIVATED
    assert len(cards(world, "ben")) == len(cards(world, "chen")) == 1
    await blocker.ask(world, "No access")
    assert "<@U0BEN> needs help in *Care*" in words(world.posted("care")[0])
    await world.go_to(CLOSE_AT)
    assert any("0 of 2 answered" in words(post) for post in world.posted("care"))


async def test_who_is_deactivated_in_the_middle_is_neither_asked_nor_counted(world: World) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await add_kr(world, 2, BEN, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=8))
    assert len(cards(world, "ben")) == 1
    await world.person("ben").change(deleted=True)
    await record(world, ANNA, 1, 40)
    await world.go_to(CLOSE_AT)
    assert len(cards(world, "ben")) == 1  # and no reminder
    assert (await reasons(world, cadence.REMIND))[BEN] == away.DEACTIVATED
    told = words(world.posted("care")[-1])
    assert "1 of 1 answered" in told
    assert "1 key result without news" in told


async def test_a_channel_archived_in_the_middle_of_a_round_loses_nothing(world: World) -> None:
    """The summary finds no channel: its lead hears why, and people go on answering."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT)
    await world.person("anna").archive(world.channel("care"))
    before = len(cards(world, "anna"))
    await record(world, ANNA, 1, 40)
    await world.go_to(CLOSE_AT)
    assert world.posted("care") == []
    (told,) = [words(card) for card in cards(world, "anna")[before:]]
    assert "I could not post “Care: check-in of Wed, 18 Nov”" in told
    assert "the channel is archived. Choose another channel with `/okr team` there." in told
    assert await reasons(world, cadence.CLOSE) == {"": None}
    assert await next_round(world) == (DAY + WEEK).isoformat()
