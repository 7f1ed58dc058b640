"""Who counts as asked: whoever is there on the last morning, whenever their card came."""

from datetime import timedelta

import pytest

from handlers.absence.rules import why
from handlers.checkin.rules import cadence
from storage.absence import DayOff
from storage.db import new_id
from tests.checkin.stage import (
    ANNA,
    CHEN,
    CLOSE_AT,
    DAI,
    DAY,
    PROMPT_AT,
    add_kr,
    add_team,
    cards,
    for_leads,
    reasons,
    record,
    set_person,
    words,
)
from tests.world import HOME, World


async def asked(world: World) -> None:
    """A round whose card has come to everybody, and that Anna has answered."""
    await add_team(world, (ANNA, DAI, CHEN))
    for number, owner in ((1, ANNA), (2, DAI), (3, CHEN)):
        await add_kr(world, number, owner, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=7))
    assert len(cards(world, "dai")) == len(cards(world, "chen")) == 1
    await record(world, ANNA, 1, 40)


async def day_off(world: World) -> None:
    """The workspace has the two days off that follow the card."""
    first, last = DAY + timedelta(days=1), DAY + timedelta(days=2)
    made = {"made_by": ANNA, "made_at": world.clock.now(), "name": "Rest"}
    async with world.bot.deps.sessions.workspace(HOME) as session:
        session.add(DayOff(id=new_id(), first=first, last=last, **made))


@pytest.mark.parametrize("kind", [why.HOLIDAY, why.DAY_OFF])
async def test_whose_last_morning_is_off_is_not_missed_though_their_card_came(
    world: World, kind: str
) -> None:
    await asked(world)
    if kind == why.DAY_OFF:
        await day_off(world)
    else:
        for who in (DAI, CHEN):  # the 20th is one in Brazil
            await set_person(world, who, country="BR")
    await world.go_to(CLOSE_AT - timedelta(hours=1))
    last = await reasons(world, cadence.LAST_CALL)
    assert [why.kind_of(last[who] or "") for who in (DAI, CHEN)] == [kind, kind]
    assert for_leads(world, "anna") == []  # nobody is missed on a day that they have off
    beside = {why.HOLIDAY: "2 on a public holiday", why.DAY_OFF: "2 paused"}[kind]
    rest = "2 paused" if kind == why.DAY_OFF else "2 away"
    assert f"1 of 1 answered · {rest}" in await seen(world, "report")
    assert f"1 of 1 answered · {beside}" in await seen(world, "team")
    await world.go_to(CLOSE_AT)
    assert f"1 of 1 answered · {rest}" in words(world.posted("care")[0])
    await world.go_to(CLOSE_AT + timedelta(days=2))  # when they are back, it stays so
    assert f"1 of 1 answered · {rest}" in await seen(world, "report")


async def seen(world: World, which: str) -> str:
    reply = await world.person("anna").command(f"/okr checkin {which}", world.channel("care"))
    return str(reply.blocks)


async def test_who_goes_away_after_their_card_came_is_away(world: World) -> None:
    await asked(world)
    await set_person(world, DAI, away_until=CLOSE_AT)
    await world.go_to(CLOSE_AT)
    told = words(world.posted("care")[0])
    assert "1 of 2 answered" in told
    assert "1 away" in told


async def test_who_had_the_day_off_on_which_their_card_was_due_is_asked_by_the_reminder(
    world: World,
) -> None:
    await add_team(world, (ANNA, DAI))
    for number, owner in ((1, ANNA), (2, DAI)):
        await add_kr(world, number, owner, value=45)
    await set_person(world, DAI, country="DE-SN")  # the 18th is one in Saxony
    await world.go_to(PROMPT_AT)
    await record(world, ANNA, 1, 40)
    assert cards(world, "dai") == []
    await world.go_to(CLOSE_AT)
    assert len(cards(world, "dai")) == 2  # by both reminders
    told = words(world.posted("care")[0])
    assert "1 of 2 answered" in told
    assert "away" not in told
