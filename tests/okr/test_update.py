"""/okr update in one line, in the simulated Slack."""

import asyncio
from decimal import Decimal

import pytest

from bot.sandbox.hands.reply import Reply
from handlers.okr import flows
from handlers.okr.rules import Past
from tests.okr.stage import BEN, EVE, RESPONSE, SCORE, Make, words
from tests.world import HOME, World

CHAT = ("First response on chat", "9", "1", "h")


async def typed(world: World, who: str, line: str) -> Reply:
    """What somebody reads after typing a command in #care."""
    reply = await world.person(who).command(line, world.channel("care"))
    assert reply.ok, (reply.error, reply.detail)
    return reply


async def past(world: World, number: int) -> list[Past]:
    """What was recorded, newest first."""
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return await flows.history(session, number, most=50)


@pytest.mark.parametrize(
    "line", ["KR-1 45 replies are faster", "first respnse 45h replies are faster"]
)
async def test_one_line_records_value_and_note_and_only_the_person_hears(
    care: World, make: Make, line: str
) -> None:
    await make(BEN, RESPONSE, SCORE)
    seen = await typed(care, "ben", f"/okr update {line}")
    await care.settle()

    (done,) = await past(care, 1)
    assert (done.value, done.note, done.author_id) == (Decimal(45), "replies are faster", BEN)
    assert "*KR-1* First response time is at 45 h." in words(seen.blocks)
    assert "🟢 on track" in words(seen.blocks)
    assert seen.message is not None
    assert seen.message.seen_by == BEN
    assert care.posted("care") == []


async def test_the_next_value_is_told_beside_the_last(care: World, make: Make) -> None:
    await make(BEN)
    await typed(care, "ben", "/okr update KR-1 45")
    seen = await typed(care, "ben", "/okr update KR-1 40")

    assert "First response time: 45 → 40 h" in words(seen.blocks)


async def test_a_last_value_between_two_hours_is_told_as_people_say_it(
    care: World, make: Make
) -> None:
    await make(BEN)
    await typed(care, "ben", "/okr update KR-1 45 hours and 20 minutes")
    seen = await typed(care, "ben", "/okr update KR-1 40")

    assert "First response time: 45 h 20 min → 40 h" in words(seen.blocks)


async def test_a_note_is_kept_as_it_was_typed_and_pings_nobody(care: World, make: Make) -> None:
    await make(BEN)
    note = "a < b & c @chen @channel"
    seen = await typed(care, "ben", f"/okr update KR-1 45 {note}")

    assert [one.note for one in await past(care, 1)] == [note]
    assert "a &lt; b &amp; c @chen @channel" in words(seen.blocks)


@pytest.mark.parametrize(
    ("rest", "told"),
    [
        ("fast as never before", "“fast” is not a number"),
        ("1.234 so it is", "1234 for the large one, 1.2340 for the small one"),
        ("1,200 so it is", "as 1.2 or as 1,200. Write it again: 1200 for the large one, 1.2 for"),
        ("45% so it is", "which is h"),
        ("45 " + "word " * 800, "characters long; 3,000 fit"),
    ],
)
async def test_what_cannot_be_recorded_is_given_back_whole(
    care: World, make: Make, rest: str, told: str
) -> None:
    await make(BEN)
    seen = await typed(care, "ben", f"/okr update KR-1 {rest}")

    text = words(seen.blocks)
    assert told in text
    assert f"KR-1 {rest}".strip() in text.replace("\n", "")
    assert await past(care, 1) == []


async def test_who_may_not_update_hears_who_can(care: World, make: Make) -> None:
    await make(BEN)
    seen = await typed(care, "eve", "/okr update KR-1 45 not mine")

    assert "its owner Ben" in words(seen.blocks)
    assert "KR-1 45 not mine" in words(seen.blocks)
    assert await past(care, 1) == []


async def test_typing_the_same_twice_at_once_is_one_update(care: World, make: Make) -> None:
    await make(BEN)
    first, again = [await typed(care, "ben", "/okr update KR-1 45 fast") for _ in range(2)]

    assert len(await past(care, 1)) == 1
    assert words(first.blocks) == words(again.blocks)


async def test_who_owns_nothing_is_told_how_to_go_on(care: World, make: Make) -> None:
    await make(BEN)

    assert "You own no open key result" in (await typed(care, "eve", "/okr update")).text


async def test_an_expired_button_of_a_kr_that_is_gone_is_answered(care: World, make: Make) -> None:
    await make(EVE)
    listed = await typed(care, "eve", "/okr")
    assert listed.message is not None
    care.clock.move_to(care.moment("Mon 10:00").replace(year=2027, month=2, day=15))
    await care.person("eve").click(listed.message, "okr.update")

    answers = [m.text for m in care.person("eve").messages(care.channel("care"))]
    assert any("KR-1 takes no value any more" in text for text in answers)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("KR-1 +3 two late ones", "48"),
        ("KR-1 -3 two late ones", "42"),
        ("first response time +0.5 two late ones", "45.5"),
        ("KR-1 =3 two late ones", "3"),
        ("KR-1 3 two late ones", "3"),
    ],
)
async def test_a_step_counts_from_where_the_key_result_stands(
    care: World, make: Make, line: str, value: str
) -> None:
    await make(BEN)
    await typed(care, "ben", "/okr update KR-1 45")
    seen = await typed(care, "ben", f"/okr update {line}")

    last = (await past(care, 1))[0]
    assert (last.value, last.note) == (Decimal(value), "two late ones")
    assert f"First response time: 45 → {value} h" in words(seen.blocks)


async def test_the_first_step_counts_from_the_start(care: World, make: Make) -> None:
    await make(BEN)
    await typed(care, "ben", "/okr update KR-1 -3")

    assert [one.value for one in await past(care, 1)] == [Decimal(57)]


async def test_a_step_below_nothing_is_given_back(care: World, make: Make) -> None:
    await make(BEN)
    seen = await typed(care, "ben", "/okr update KR-1 -61")

    assert "would take 60 below 0" in words(seen.blocks)
    assert await past(care, 1) == []


async def test_two_steps_at_once_are_never_lost_in_one_another(care: World, make: Make) -> None:
    await make(BEN)
    lines = [typed(care, who, "/okr update KR-1 +3") for who in ("ben", "anna")]
    told = "\n".join([words(seen.blocks) for seen in await asyncio.gather(*lines)])

    values = [one.value for one in await past(care, 1)]
    if len(values) == 1:  # they met, and the second was asked to look
        assert values == [Decimal(63)]
        assert "has just recorded 63 for KR-1" in told
    else:
        assert values == [Decimal(66), Decimal(63)]
