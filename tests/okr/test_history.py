"""`/okr history` in the simulated Slack: lines, pages, words, and the chart that follows."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import update

from bot.sandbox.hands.reply import Reply
from handlers.okr import flows
from handlers.okr.rules.audit import Changed, What
from handlers.okr.rules.chronicle import Subject, packed, unpacked
from storage.okr import KeyResult, Objective
from tests.okr.forest import plant
from tests.okr.stage import ANNA, BEN, CHEN, reader, words
from tests.test_statements import counted
from tests.world import HOME, World

D = Decimal


async def typed(world: World, line: str, who: str = "ben") -> Reply:
    reply = await world.person(who).command(line, world.channel("care"))
    assert reply.ok, (reply.error, reply.detail)
    return reply


def lines(reply: Reply) -> list[str]:
    return [line for line in words(reply.blocks).splitlines() if line]


@pytest.fixture
async def told(care: World) -> World:
    """KR-1 with three updates, of which one was withdrawn, and a new target; KR-2 with one."""
    now = care.clock.now()
    async with care.bot.deps.sessions.workspace(HOME) as session:
        await plant(session, 1, "Answer fast", krs={1: "First response", 2: "First contact"})
        for days, value, note in (
            (30, 20, "began"),
            (20, 90, "a slip"),
            (10, 35, "faster <!here>"),
        ):
            moment = now - timedelta(days=days)
            await flows.record(
                session,
                reader(BEN),
                1,
                D(value),
                moment,
                note=note,
                confidence=7,
                day=moment.date(),
            )
        await flows.record(session, reader(CHEN, admin=True), 2, D(5), now - timedelta(days=5))
        slip = (await flows.history(session, 1))[1]
        await flows.withdraw(session, reader(ANNA, admin=True), 1, slip.id, now)
        moved = [Changed(What.TARGET, "100", "80")]
        await flows.note(session, ANNA, now, 1, moved, kr_number=1, reason="too far")
    return care


async def test_updates_and_changes_of_a_kr_stand_in_one_order(told: World) -> None:
    seen = lines(await typed(told, "/okr history KR-1"))

    assert seen[0] == "KR-1 First response"
    assert seen[3:] == [
        f"✎ 16 Nov: <@{ANNA}> – target: 100 % → 80 % – “too far”",
        f"✎ 16 Nov: <@{ANNA}> – an update withdrawn: 90 %",
        f"6 Nov: *35 %* by <@{BEN}> · +15 points · confidence 7 of 10",
        "“faster &lt;!here&gt;”",
        f"~27 Oct: *90 %* by <@{BEN}> · +70 points · confidence 7 of 10~ withdrawn by <@{ANNA}>",
        "“a slip”",
        f"17 Oct: *20 %* by <@{BEN}> · confidence 7 of 10",
        "“began”",
    ]


async def test_the_history_of_an_objective_says_of_which_kr_each_line_is(told: World) -> None:
    seen = lines(await typed(told, "/okr history O-1"))

    assert seen[0] == "O-1 Answer fast"
    assert seen[3] == f"KR-2 First contact · 11 Nov: *5 %* by <@{CHEN}>"
    assert seen[1].startswith("✎ KR-1 First response · 16 Nov:")


async def test_a_history_is_found_by_number_or_words_also_when_it_is_over(told: World) -> None:
    for line in ("kr1", "1", "frist respnse", "First response"):
        assert (await typed(told, f"/okr history {line}")).text == "History of KR-1 First response"
    for line in ("o1", "answr fast"):
        assert (await typed(told, f"/okr history {line}")).text == "History of O-1 Answer fast"
    several = await typed(told, "/okr history first")
    assert "2 titles fit" in several.text
    assert several.message is not None
    picked = await told.person("ben").click(several.message, "okr.history_pick", block_id="b3")
    assert lines(picked)[0] in ("KR-1 First response", "KR-2 First contact")
    async with told.bot.deps.sessions.workspace(HOME) as session:
        over = {"closed_at": told.clock.now()}
        await session.execute(update(Objective).values(stage="closed", **over))
        await session.execute(update(KeyResult).values(**over))
    assert (await typed(told, "/okr history frist respnse")).text.endswith("First response")
    nothing = await typed(told, "/okr history xyzzy")
    never = await typed(told, "/okr history O-9")
    far = await typed(told, "/okr history KR-99999999999")
    alone = await typed(told, "/okr history")

    assert "No key result and no objective is called anything like “xyzzy”" in nothing.text
    assert "O-9 was never here" in never.text
    assert "KR-99999999999 was never here" in far.text
    assert "`/okr history KR-3`" in alone.text


async def test_pages_turn_in_place_with_as_many_statements(told: World) -> None:
    with counted(told) as short:
        await typed(told, "/okr history O-1")
    async with told.bot.deps.sessions.workspace(HOME) as session:
        for n in range(25):
            moment = told.clock.now() + timedelta(minutes=n)
            await flows.record(session, reader(BEN), 2, D(n), moment, note=f"step {n}.")
    ben = told.person("ben")
    with counted(told) as long:
        first = await typed(told, "/okr history O-1")
    notes = words(first.blocks)
    assert first.message is not None
    second = await ben.click(first.message, "okr.history_next")
    assert second.message is not None
    again = words(second.blocks)
    third = await ben.click(second.message, "okr.history_next")
    assert third.message is not None
    last = await ben.click(third.message, "okr.history_next")

    assert len(short) == len(long) == 10
    assert ["step 24." in notes, "step 15." in notes, "step 14." in notes] == [True, True, False]
    assert ["step 14." in again, "step 5." in again] == [True, True]
    assert "31 to 31 of 31, the newest first" in words(last.blocks)
    assert "“began”" in words(last.blocks)


async def test_the_chart_comes_as_a_direct_message_once(told: World) -> None:
    seen = await typed(told, "/okr history KR-1")
    of_one = await typed(told, "/okr history KR-2")
    await told.settle()

    assert "The chart comes to you as a direct message" in words(seen.blocks)
    assert "The chart" not in words(of_one.blocks)  # one point is no line
    messages = [
        message
        for channel in told.home.channels.values()
        for message in channel.messages.values()
        if message.bot_id and not message.seen_by
    ]
    text, picture = messages
    assert text.channel == picture.channel
    assert picture.thread_ts is None  # below the words, not in a thread
    assert "KR-1" in words(text.blocks)
    file = told.home.files[picture.files[0]]
    assert file.content.startswith(b"\x89PNG")
    assert file.alt_text == (
        "KR-1 First response: 20 % on 17 Oct, 35 % on 6 Nov; from 0 to 100 %. It is outdated."
    )


@pytest.mark.parametrize("subject", [Subject(3), Subject(12, is_objective=True)])
def test_a_button_carries_what_it_is_of(subject: Subject) -> None:
    assert unpacked(packed(subject, 20)) == (subject, 20)
