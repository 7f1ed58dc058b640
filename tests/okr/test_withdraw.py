"""/okr withdraw: what is taken back does not count, and is not forgotten."""

import asyncio
from datetime import timedelta
from decimal import Decimal

import pytest

from bot.sandbox.hands.reply import Reply
from handlers.kit.errors import UserError
from handlers.okr import flows
from tests.journeys.stage import tapped
from tests.okr.stage import ANNA, BEN, CHEN, EVE, RESPONSE, SCORE, Make, reader, words
from tests.okr.test_form import opened
from tests.okr.test_update import past, typed
from tests.trust.deep import on_one_database
from tests.world import HOME, World


async def withdrawn(world: World, who: str, reply: Reply) -> str:
    """What stands where the last Withdraw button was, once it is confirmed."""
    assert reply.message is not None
    done = await world.person(who).click(reply.message, "okr.withdraw")
    assert done.ok, (done.error, done.detail)
    return words(done.blocks)


async def test_a_slip_is_withdrawn_where_it_was_made_and_the_value_before_counts(
    care: World, make: Make
) -> None:
    await make(BEN)
    await typed(care, "ben", "/okr update KR-1 45")
    care.clock.move_to(care.moment("Tue 12:00"))
    told = await withdrawn(care, "ben", await typed(care, "ben", "/okr update KR-1 450 a slip"))
    shown = words((await typed(care, "ben", "/okr show KR-1")).blocks)

    assert "Withdrawn: 450 h of 17 Nov on *KR-1*. It stands at 45 h now, from Mon, 16 Nov." in told
    assert "45, down to 4 h" in told
    assert "45, down to 4 h" in shown
    assert f"~17 Nov: *450 h* by <@{BEN}>~ withdrawn by <@{BEN}>\n“a slip”" in shown
    assert f"\n16 Nov: *45 h* by <@{BEN}>" in shown


async def test_the_first_value_is_withdrawn_as_if_there_had_been_none(
    care: World, make: Make
) -> None:
    await make(BEN)
    told = await withdrawn(care, "ben", await typed(care, "ben", "/okr update KR-1 45"))

    assert "It has no value now." in told
    assert "from 60 to 4 h" in told
    assert "no update yet" in told


async def test_earlier_updates_are_listed_to_be_withdrawn(care: World, make: Make) -> None:
    await make(BEN)
    for value in (45, 44, 43):
        await typed(care, "ben", f"/okr update KR-1 {value} note {value}")
    listed = await typed(care, "ben", "/okr withdraw first response")
    assert listed.message is not None
    assert "“note 44”" in words(listed.blocks)
    block = next(b for b in listed.blocks if "*44 h*" in b["text"]["text"])
    await care.person("ben").click(listed.message, "okr.withdraw", block_id=block["block_id"])

    assert [(one.value, one.withdrawn_by) for one in await past(care, 1)] == [
        (Decimal(43), None),
        (Decimal(44), BEN),
        (Decimal(45), None),
    ]


async def test_what_was_withdrawn_is_not_offered_again(care: World, make: Make) -> None:
    await make(BEN)
    await withdrawn(care, "ben", await typed(care, "ben", "/okr update KR-1 45"))
    told = words((await typed(care, "ben", "/okr withdraw KR-1")).blocks)

    assert "There is no update of yours on KR-1" in told


async def test_two_clicks_withdraw_once(care: World, make: Make) -> None:
    await make(BEN)
    await typed(care, "ben", "/okr update KR-1 45")
    seen = await typed(care, "ben", "/okr update KR-1 44")
    assert seen.message is not None
    ben = care.person("ben")
    await asyncio.gather(*(ben.click(seen.message, "okr.withdraw") for _ in range(2)))

    assert [one.withdrawn_by for one in await past(care, 1)] == [BEN, None]


@pytest.mark.parametrize("who", ["anna", "ben"])
async def test_admins_and_leads_withdraw_for_others(care: World, make: Make, who: str) -> None:
    await make(EVE)
    await typed(care, "eve", "/okr update KR-1 45")
    told = await withdrawn(care, who, await typed(care, who, "/okr withdraw KR-1"))
    await care.settle()

    assert "Withdrawn: 45 h" in told
    assert "has no value now. Ask them why" in words(care.person("eve").dms()[-1].blocks)
    assert [one.withdrawn_by for one in await past(care, 1)] == [{"anna": ANNA, "ben": BEN}[who]]


async def test_others_are_not_offered_what_is_not_theirs(care: World, make: Make) -> None:
    await make(EVE)
    await typed(care, "eve", "/okr update KR-1 45")
    listed = words((await typed(care, "gus", "/okr withdraw KR-1")).blocks)

    assert "the leads of Care" in listed
    assert "Which update" not in listed


async def test_updates_of_one_day_are_told_apart_by_their_time(care: World, make: Make) -> None:
    await make(BEN)
    await typed(care, "ben", "/okr update KR-1 45")
    care.clock.move_to(care.clock.now() + timedelta(hours=1))
    await typed(care, "ben", "/okr update KR-1 44")
    listed = words((await typed(care, "ben", "/okr withdraw KR-1")).blocks)
    assert "Mon, 16 Nov, 4:00\u202fAM: *44 h*" in listed  # in New York
    assert "Mon, 16 Nov, 3:00\u202fAM: *45 h*" in listed


async def test_a_crafted_button_withdraws_nothing_of_others(care: World, make: Make) -> None:
    await make(EVE, RESPONSE, SCORE)
    await typed(care, "eve", "/okr update KR-1 45")
    (one,) = await past(care, 1)
    async with care.bot.deps.sessions.workspace(HOME) as session:
        with pytest.raises(UserError, match="leads of"):
            await flows.withdraw(session, reader(CHEN), 1, one.id, care.clock.now())
        with pytest.raises(UserError, match="not there any more"):
            await flows.withdraw(session, reader(BEN), 2, one.id, care.clock.now())
    await tapped(care, "chen", "okr.withdraw", f"1 {one.id}")
    await tapped(care, "ben", "okr.withdraw", "nonsense")

    assert [update.withdrawn_by for update in await past(care, 1)] == [None]


async def test_a_form_that_showed_what_was_withdrawn_asks_once_more(
    care: World, make: Make
) -> None:
    await make(BEN)
    seen = await typed(care, "ben", "/okr update KR-1 450")
    form = await opened(care, "ben", "/okr update KR-1")
    await withdrawn(care, "ben", seen)
    again = await care.person("ben").submit(form, {"okr.value.1": "45"})

    assert again.view is not None
    assert "was withdrawn while you were writing" in words(again.view.payload["blocks"])
    await care.person("ben").submit(again.view)
    assert [one.value for one in await past(care, 1)] == [Decimal(45), Decimal(450)]


async def test_the_forecast_leaves_out_what_was_withdrawn(care: World, make: Make) -> None:
    await make(BEN, SCORE)
    for when, value in (("Mon", 40), ("Tue", 41)):
        care.clock.move_to(care.moment(f"{when} 12:00"))
        await typed(care, "ben", f"/okr update KR-1 {value}")
    care.clock.move_to(care.moment("Mon 12:00").replace(month=12, day=1))
    seen = await typed(care, "ben", "/okr update KR-1 420")
    assert "At this pace" in words((await typed(care, "ben", "/okr show KR-1")).blocks)
    await withdrawn(care, "ben", seen)

    assert "At this pace" not in words((await typed(care, "ben", "/okr show KR-1")).blocks)


async def test_withdraw_alone_says_what_to_type(care: World) -> None:
    assert "`/okr withdraw KR-3`" in (await typed(care, "ben", "/okr withdraw")).text


@on_one_database
async def test_what_counts_is_shown_behind_however_much_was_withdrawn(
    care: World, make: Make
) -> None:
    await make(BEN)
    await typed(care, "ben", "/okr update KR-1 45 this one counts")
    for value in range(450, 456):
        care.clock.advance(60)
        await withdrawn(care, "ben", await typed(care, "ben", f"/okr update KR-1 {value}"))
    shown = words((await typed(care, "ben", "/okr show KR-1")).blocks)

    assert "“this one counts”" in shown
    assert "*455 h*" in shown  # the latest of those withdrawn is no secret
    assert "*450 h*" not in shown


@on_one_database
async def test_chinese_sentences_stand_side_by_side_without_a_space(
    care: World, make: Make
) -> None:
    await make(BEN)
    told = words((await typed(care, "chen", "/okr withdraw KR-1")).blocks)
    assert "。" in told.splitlines()[0]
    assert "。 " not in told
