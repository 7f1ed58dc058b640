"""Closing a KR: its history stays, its cards ask no more; and who follows it."""

from datetime import timedelta

from tests.checkin.stage import add_kr, add_team
from tests.objective.stage import buttons, direct, history, opened, read, tap, typed
from tests.okr.stage import BEN, EVE, RESPONSE, SCORE, Make, words
from tests.world import World


async def closed(world: World, who: str, name: str, why: str) -> None:
    shown = await typed(world, who, f"/okr show {name}")
    asked = (await tap(world, who, shown.message, "objective.close")).view
    assert asked is not None
    done = await world.person(who).submit(asked, {"why": why})
    assert not done.errors, done.errors
    await world.settle()


async def test_a_closed_kr_says_when_and_why_with_its_last_value(care: World, make: Make) -> None:
    await make(EVE, RESPONSE, SCORE)
    await typed(care, "eve", "/okr update KR-1 45 a note")
    await closed(care, "ben", "KR-1", "Another team measures it")

    shown = await typed(care, "chen", "/okr show KR-1")
    assert "“Another team measures it”" in words(shown.blocks)
    assert "45 h" in words(shown.blocks)
    assert "KR-1" not in await read(care, "eve", "/okr")
    assert "KR-1 takes no value any more" in await read(care, "eve", "/okr update KR-1 44")
    assert "~*KR-1* First response time~ closed" in await read(care, "eve", "/okr show O-1")
    assert "closed at 45 h" in await read(care, "eve", "/okr show O-1")
    assert "KR-1 is closed" in await read(care, "ben", "/okr edit KR-1")
    told = await read(care, "eve", "/okr history KR-1")
    assert "45, down to 4 h · 26 % · closed" in told
    assert "on track" not in told
    (message,) = direct(care, "eve")
    assert f"<@{BEN}> closed *KR-1*" in message.text
    (one,) = [c for c in await history(care) if c.what == "closed"]
    assert (one.before, one.reason) == ("45", "Another team measures it")
    shown = await typed(care, "ben", "/okr show KR-1")
    asked = (await tap(care, "ben", shown.message, "objective.reopen")).view
    assert asked is not None
    await care.person("ben").submit(asked, {"why": "Nobody else does"})
    assert "45 → 44 h" in await read(care, "eve", "/okr update KR-1 44")


async def test_others_cannot_close_it_and_read_who_can(care: World, make: Make) -> None:
    await make(EVE)
    shown = await typed(care, "chen", "/okr show KR-1")
    assert buttons(shown.blocks) == {"objective.follow"}
    reply = await typed(care, "gus", "/okr edit KR-1")

    assert "KR-1 is changed by its owner and its objective's (Eve)" in reply.text
    assert "by the leads of Care (Ben) and by admins" in reply.text


async def test_follow_and_unfollow_stand_where_the_button_was(care: World, make: Make) -> None:
    await make(EVE)
    shown = await typed(care, "chen", "/okr show KR-1")
    followed = await tap(care, "chen", shown.message, "objective.follow")
    assert "objective.unfollow" in buttons(followed.blocks)
    stopped = await tap(care, "chen", followed.message, "objective.unfollow")
    assert "objective.follow" in buttons(stopped.blocks)
    form = await opened(care, "eve", "/okr edit KR-1")
    await care.person("eve").submit(form, {"target": "6", "reason": "because"})
    await care.settle()

    assert direct(care, "chen") == []


async def test_an_open_card_does_not_ask_for_what_was_closed(world: World) -> None:
    await add_team(world, (BEN, EVE))
    for number in (1, 2):
        await add_kr(world, number, EVE, value=50)
    await world.go_to(world.moment("Wed 10:00") + timedelta(hours=1))
    (card,) = direct(world, "eve")
    assert "KR-1" in words(card.blocks)
    await closed(world, "eve", "KR-1", "It is done")
    assert "KR-1" not in words(direct(world, "eve")[0].blocks)
    assert "KR-2" in words(direct(world, "eve")[0].blocks)
    await closed(world, "ben", "KR-2", "It is done as well")

    assert "Nothing is left to answer here" in words(direct(world, "eve")[0].blocks)
