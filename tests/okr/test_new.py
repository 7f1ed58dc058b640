"""/okr new: the form, its mistakes, and what comes of it."""

from collections.abc import Mapping

import pytest

from bot.sandbox.model import View
from handlers.kit.text import mention
from handlers.okr import flows
from handlers.okr.rules import KrState
from storage import team as teams
from tests.okr.stage import ANNA, BEN, CHEN, add_team, words
from tests.world import HOME, World

WHOLE: Mapping[str, str] = {
    "okr.objective": "Answer fast",
    "1.title": "First response time",
    "1.start": "60",
    "1.target": "4",
    "1.unit": "h",
}


async def form(world: World, who: str, channel: str = "care") -> View:
    reply = await world.person(who).command("/okr new", world.channel(channel))
    assert reply.view is not None, reply
    return reply.view


async def made(world: World) -> list[KrState]:
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return await flows.key_results(session, world.clock.now())


async def test_an_objective_is_made_numbered_and_told(care: World) -> None:
    ben = care.person("ben")
    second = {"3.title": "NPS <now>", "3.start": "40", "3.target": "60,5", "3.owner": CHEN}
    done = await ben.submit(await form(care, "ben"), {**WHOLE, **second})
    await care.settle()

    first, other = await made(care)
    assert (first.number, first.owner_id, first.unit, first.title) == (
        1,
        BEN,
        "h",
        "First response time",
    )
    assert (other.number, other.owner_id, str(other.numbers[1])) == (2, CHEN, "60.5")
    assert (first.objective_number, first.cycle_id, first.team_id) == (1, "2026-Q4", "Care")
    assert done.view is not None
    assert "*O-1* Answer fast" in words(done.view.payload["blocks"])
    (post,) = care.posted("care")
    assert "*KR-1* First response time: from 60 to 4 h" in words(post.blocks)
    assert f"*KR-2* NPS &lt;now&gt;: from 40 to 60.5, owned by <@{CHEN}>" in words(post.blocks)


async def test_the_next_objective_has_the_next_numbers(care: World) -> None:
    ben = care.person("ben")
    for _ in range(2):
        await ben.submit(await form(care, "ben"), WHOLE)

    assert [(kr.number, kr.objective_number) for kr in await made(care)] == [(1, 1), (2, 2)]


@pytest.mark.parametrize(
    ("values", "errors"),
    [
        ({}, {"1.title": "at least one key result"}),
        ({"1.title": "A", "1.start": "5", "1.target": "5.0"}, {"1.target": "starts at its target"}),
        (
            {"1.title": "A", "1.start": "soon", "1.target": "9"},
            {"1.start": "“soon” is not a number"},
        ),
        ({"1.title": "A", "1.start": "1.234", "1.target": "9"}, {"1.start": "can be read as"}),
        (
            {"2.title": "A"},
            {"2.start": "stands at today", "2.target": "want to reach"},
        ),
        ({"4.start": "0", "4.target": "9"}, {"4.title": "what this key result measures"}),
        (
            {"1.unit": "h", "5.title": "B", "5.start": "0", "5.target": "x"},
            {
                "1.title": "what this key result measures",
                "1.start": "stands at today",
                "1.target": "want to reach",
                "5.target": "is not a number",
            },
        ),
    ],
)
async def test_every_mistake_is_told_at_once_and_nothing_is_made(
    care: World, values: dict[str, str], errors: dict[str, str]
) -> None:
    opened = await form(care, "ben")
    done = await care.person("ben").submit(opened, {"okr.objective": "Delight", **values})

    assert set(done.errors) == set(errors)
    for block, told in errors.items():
        assert told in done.errors[block]
    assert await made(care) == []
    assert care.posted("care") == []


async def test_an_app_cannot_own_a_key_result(care: World) -> None:
    opened = await form(care, "ben")
    done = await care.person("ben").submit(opened, {**WHOLE, "1.owner": care.home.bot_user})

    assert "cannot own a key result" in done.errors["1.owner"]
    assert await made(care) == []


async def test_with_one_team_there_is_nothing_to_choose(care: World) -> None:
    opened = await form(care, "eve")

    assert "For *Care*" in words(opened.payload["blocks"])


async def test_with_several_teams_the_channels_is_chosen_first(care: World) -> None:
    async with care.bot.deps.sessions.workspace(HOME) as session:
        await add_team(session, "Lab", care.channel("product"), [BEN, ANNA], zone="Asia/Shanghai")
    opened = await form(care, "ben", "product")
    select = next(b for b in opened.payload["blocks"] if b["block_id"] == "okr.team")["element"]
    await care.person("ben").submit(opened, WHOLE)
    await care.person("ben").submit(await form(care, "ben"), {**WHOLE, "okr.team": "Lab"})
    await care.settle()

    assert [o["text"]["text"] for o in select["options"]] == ["Lab", "Care"]
    assert select["initial_option"]["value"] == "Lab"
    assert [kr.team_id for kr in await made(care)] == ["Lab", "Lab"]
    assert len(care.posted("product")) == 2


async def test_the_channel_hears_in_its_own_language(care: World) -> None:
    async with care.bot.deps.sessions.workspace(HOME) as session:
        team = await teams.team(session, "Care")
        assert team is not None
        team.language = "zh-CN"
    await care.person("ben").submit(await form(care, "ben"), {**WHOLE, "1.start": "12345"})
    await care.settle()

    say = care.bot.deps.texts.say("zh-CN")
    (post,) = care.posted("care")
    told = say("New objective for {cycle} by {who}", cycle="2026-Q4", who=mention(BEN))
    assert post.text.startswith(told)


async def test_who_is_in_no_team_is_led_to_set_one_up(care: World) -> None:
    gus = care.person("gus")
    care.sandbox.add_channel(HOME, "lobby", members=[gus.user])
    reply = await gus.command("/okr new", care.channel("lobby"))

    assert "`/okr team`" in reply.text


async def test_outsiders_make_no_objectives_in_a_teams_channel(care: World) -> None:
    reply = await care.person("gus").command("/okr new", care.channel("care"))

    assert reply.view is None
    assert "You are not in Care" in reply.text
    assert "Ben" in reply.text


async def test_who_left_the_team_meanwhile_makes_nothing(care: World) -> None:
    opened = await form(care, "eve")
    async with care.bot.deps.sessions.workspace(HOME) as session:
        await teams.set_members(session, "Care", [BEN], [BEN])
    done = await care.person("eve").submit(opened, WHOLE)

    assert "You are not in this team any more" in next(iter(done.errors.values()))
    assert await made(care) == []
