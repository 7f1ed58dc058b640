"""/okr, its pages, help and show, in the simulated Slack."""

from decimal import Decimal

import pytest

from bot.sandbox.hands.reply import Reply
from handlers import routes
from handlers.kit.text import escape
from handlers.okr import flows
from tests.okr.stage import (
    ANNA,
    BEN,
    CHEN,
    RESPONSE,
    SCORE,
    Make,
    add_team,
    objective,
    reader,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import HOME, NEIGHBOUR, World

D = Decimal


async def typed(world: World, who: str, line: str) -> Reply:
    """What somebody reads after typing a command in #care."""
    reply = await world.person(who).command(line, world.channel("care"))
    assert reply.ok, (reply.error, reply.detail)
    return reply


def buttons(reply: Reply) -> list[tuple[str, str]]:
    return [
        (element["action_id"], element.get("value", ""))
        for block in reply.blocks
        if block["type"] == "actions"
        for element in block["elements"]
    ]


async def test_my_krs_come_first_then_my_teams(care: World, make: Make) -> None:
    await make(BEN, SCORE, title="Be loved")
    await make(CHEN, RESPONSE, title="Answer fast")
    await typed(care, "chen", "/okr update KR-2 32")
    seen = await typed(care, "chen", "/okr")

    text = words(seen.blocks)
    assert text.index("KR-2") < text.index("KR-1")
    assert "▰▰▰▰▰▱▱▱▱▱" in text
    assert "*O-2* Answer fast · 50%" in text
    assert "*O-1* Be loved" in text
    assert buttons(seen) == [
        ("okr.update", "2"),
        ("okr.show", "2"),
        ("okr.show", "1"),  # Ben's, which Chen may only look at
        ("okr.update", ""),
        ("okr.new", ""),
    ]


async def test_a_long_list_has_pages_within_slacks_limit(care: World) -> None:
    async with care.bot.deps.sessions.workspace(HOME) as session:
        for n in range(1, 24):  # the worst case: an objective each
            await objective(session, BEN, (f"Measure {n}", "0", "10", ""), now=care.clock.now())
    first = await typed(care, "ben", "/okr")
    text_of_first = words(first.blocks)
    assert first.message is not None
    second = await care.person("ben").click(first.message, "okr.next")
    text_of_second = words(second.blocks)
    assert second.message is not None
    last = await care.person("ben").click(second.message, "okr.next")
    text_of_last = words(last.blocks)
    assert last.message is not None
    back = await care.person("ben").click(last.message, "okr.before")

    assert "1 to 10 of 23" in text_of_first
    assert "KR-11" in text_of_second
    assert "KR-10\n" not in text_of_second
    assert "21 to 23 of 23" in text_of_last
    assert "11 to 20 of 23" in words(back.blocks)
    assert max(len(one.blocks) for one in (first, second, last)) <= 50


async def test_who_is_in_no_team_reads_the_first_step(care: World) -> None:
    seen = await typed(care, "dai", "/okr")

    assert "你還沒有加入團隊" in seen.text
    assert "`/okr team`" in seen.text


@on_one_database
async def test_an_empty_tree_offers_a_new_objective_to_who_has_a_team_for_it(care: World) -> None:
    seen = await typed(care, "ben", "/okr tree")
    stranger = await typed(care, "dai", "/okr tree")

    assert buttons(seen) == [("okr.new", "")]
    assert buttons(stranger) == []  # the form would only say what stands there now
    assert "輸入 `/okr team`" in words(stranger.blocks)


async def test_a_team_without_objectives_is_led_to_the_form(care: World) -> None:
    seen = await typed(care, "ben", "/okr")
    assert seen.message is not None
    opened = await care.person("ben").click(seen.message, "okr.new")

    assert "no key results in this cycle yet" in seen.text
    assert opened.view is not None
    assert opened.view.payload["callback_id"] == "okr.new_form"


@pytest.mark.parametrize("line", ["/okr help", "/okr HELP me", "/okr ?", "/okr 帮助"])
async def test_help_names_every_verb_of_every_feature(care: World, line: str) -> None:
    seen = await typed(care, "ben", line)

    assert "is not a command" not in seen.text
    for verb in routes.VERBS.values():
        assert f"`/okr {verb.usage}`" in words(seen.blocks)


@pytest.mark.parametrize("name", [name for name, verb in routes.VERBS.items() if verb.alone])
@on_one_database
async def test_behind_a_verb_that_stands_alone_nothing_is_ignored(care: World, name: str) -> None:
    seen = await typed(care, "ben", f"/okr {name} <please>")

    assert "I do not know what to do with “&lt;please&gt;” here" in seen.text
    assert words(seen.blocks).count(f"`/okr {name}`") == 1
    assert care.person("ben").modal is None


@pytest.mark.parametrize("scope", ["", " company", " Care"])
@on_one_database
async def test_who_is_in_no_team_reads_the_first_step_once(care: World, scope: str) -> None:
    seen = await typed(care, "dai", f"/okr tree{scope}")

    assert words(seen.blocks).count("沒有進行中的目標") == 1
    assert words(seen.blocks).count("`/okr new`") == 1
    assert "`/okr team`" in words(seen.blocks)


@pytest.mark.parametrize("word", ["<!channel>", "hello", "status", "的"])
async def test_what_is_like_no_verb_is_answered_in_one_line(care: World, word: str) -> None:
    seen = await typed(care, "ben", f"/okr {word}")

    assert seen.text == (
        f"“{escape(word)}” is not a command. `/okr help` lists all that you can type."
    )
    assert len(seen.blocks) == 1


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("close KR-1", "`/okr show KR-1` shows it"),
        ("delete O-2", "`/okr show O-2` shows it"),
        ("Follow", "`/okr list` shows their numbers"),
        ("关闭 KR-1", "`/okr show KR-1` shows it"),
    ],
)
@on_one_database
async def test_what_is_a_button_is_answered_with_where_it_is(
    care: World, line: str, shown: str
) -> None:
    seen = await typed(care, "ben", f"/okr {line}")

    assert f"“{line.partition(' ')[0]}” is a button" in seen.text
    assert shown in seen.text


@pytest.mark.parametrize("line", ["/okr show KR-1", "/okr show response", "/okr KR-1"])
async def test_show_tells_how_a_kr_stands_and_why(care: World, make: Make, line: str) -> None:
    await make(BEN, RESPONSE, SCORE)
    async with care.bot.deps.sessions.workspace(HOME) as session:
        for value in range(60, 53, -1):
            note = f"step {value}"
            await flows.record(session, reader(BEN), 1, D(value), care.clock.now(), note=note)
    seen = words((await typed(care, "ben", line)).blocks)

    assert "54, down to 4 h" in seen
    assert "10 % of the way is done and 0 % of the time has gone, so it is on track." in seen
    assert f"<@{BEN}>" in seen
    assert "step 58" in seen  # the last five
    assert "step 59" not in seen


async def test_show_of_words_that_fit_two_offers_both(care: World, make: Make) -> None:
    await make(BEN, RESPONSE, ("First response on chat", "9", "1", "h"))
    seen = await typed(care, "ben", "/okr show first response")
    assert seen.message is not None
    opened = await care.person("ben").click(seen.message, "okr.show", block_id="b3")

    assert "2 key results fit" in seen.text
    assert opened.view is not None
    assert "First response on chat" in words(opened.view.payload["blocks"])


async def test_the_show_button_opens_a_modal_from_which_one_updates(
    care: World, make: Make
) -> None:
    await make(BEN)
    ben = care.person("ben")
    seen = await typed(care, "ben", "/okr")
    assert seen.message is not None
    shown = (await ben.click(seen.message, "okr.show")).view
    assert shown is not None
    form = (await ben.click(shown, "okr.update")).view
    assert form is not None

    assert form.payload["callback_id"] == "okr.update_form"
    assert form.previous_id == shown.id


async def test_show_alone_says_what_to_type(care: World) -> None:
    assert "`/okr show KR-3`" in (await typed(care, "ben", "/okr show")).text


@pytest.mark.parametrize("line", ["/okr show KR-{n}", "/okr update KR-{n} 5", "/okr KR-{n}"])
async def test_the_neighbours_kr_is_answered_like_one_that_never_was(
    care: World, make: Make, line: str
) -> None:
    await make(ANNA)
    async with care.bot.deps.sessions.workspace(NEIGHBOUR) as session:
        await add_team(session, "Next", "C0NEXT", ["U0NIA"], zone="UTC")
        for n in range(3):
            shape = (f"Secret {n}", "0", "10", "")
            await objective(session, "U0NIA", shape, team="Next", now=care.clock.now())
    theirs = await typed(care, "anna", line.format(n=3))
    nobodys = await typed(care, "anna", line.format(n=4))

    assert theirs.text == nobodys.text.replace("KR-4", "KR-3")
    assert "There is no open key result KR-3 here." in theirs.text
    async with care.bot.deps.sessions.workspace(NEIGHBOUR, reading=True) as session:
        assert await flows.history(session, 3) == []


async def test_words_find_nothing_of_the_neighbours(care: World) -> None:
    async with care.bot.deps.sessions.workspace(NEIGHBOUR) as session:
        await add_team(session, "Next", "C0NEXT", ["U0NIA"], zone="UTC")
        shape = ("Secret", "0", "10", "")
        await objective(session, "U0NIA", shape, team="Next", now=care.clock.now())

    seen = await typed(care, "anna", "/okr show secret")

    assert "No open key result is called anything like “secret”" in seen.text
