"""/okr checkin report: a round in full, for who belongs to it."""

from datetime import date, timedelta

import pytest

from handlers.blocker import flows as blockers
from handlers.blocker.rules import About
from handlers.checkin.flows.reporting import read_day
from handlers.checkin.views import TURN
from handlers.kit.errors import UserError
from handlers.vote import flows as votes
from storage.question import Question
from tests.checkin.saying import say_so
from tests.checkin.stage import (
    ANNA,
    BEN,
    CHEN,
    CLOSE_AT,
    DAI,
    DAY,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    record,
    words,
)
from tests.checkin.test_summary import add_quote
from tests.trust.deep import on_one_database
from tests.world import HOME, World


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-11-18", date(2026, 11, 18)),
        ("18 Nov", date(2026, 11, 18)),
        ("18.11.2025", date(2025, 11, 18)),
        ("11月18日", date(2026, 11, 18)),
        ("Dec 24", date(2025, 12, 24)),  # the last of its kind
    ],
)
def test_a_day_is_read_as_elsewhere(typed: str, day: date) -> None:
    assert read_day(typed, date(2026, 11, 20)) == day


@pytest.mark.parametrize("typed", ["soon", "31 Feb", "2026-13-01"])
def test_what_is_no_day_is_said_so(typed: str) -> None:
    with pytest.raises(UserError):
        read_day(typed, date(2026, 11, 20))


async def report(world: World, name: str, line: str = "") -> str:
    reply = await world.person(name).command(f"/okr checkin report {line}", world.channel("care"))
    return str(reply.blocks or reply)


async def test_a_round_is_read_in_full_page_by_page_by_its_team(world: World) -> None:
    await add_team(world, (BEN, CHEN, DAI), asks=True)
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(PROMPT_AT)
    assert "Only you see this: the round as far as it is" in await report(world, "ben")
    await record(world, BEN, 1, 40, "n" * 2900 + "end of it")
    for who in (BEN, CHEN, DAI):
        told = f"<begin {who}> " + "word & " * 1300 + f"end {who}"
        await say_so(world, who, {"moved": told, "blocked": told})
    async with world.bot.deps.sessions.workspace(HOME) as session:
        for who in (BEN, CHEN, DAI):
            await votes.cast(session, who, {1: 7}, world.clock.now())
    assert "How sure we are" not in await report(world, "ben")  # it still runs
    await world.go_to(CLOSE_AT)

    ben = world.person("ben")
    reply = await ben.command("/okr checkin report 2026-11-20", world.channel("care"))
    seen = str(reply.blocks)
    assert "No round is of 20 Nov; this is the nearest, of Wed, 18 Nov" in seen
    assert reply.message is not None
    message, pages = reply.message, 1
    while any(TURN in str(block) for block in message.blocks):
        assert len(message.blocks) <= 50
        await ben.click(message, TURN)
        seen += str(message.blocks)
        pages += 1
    assert pages > 2
    assert "end of it" in seen
    for who in (BEN, CHEN, DAI):
        assert seen.count(f"&lt;begin {who}&gt;") == seen.count(f"end {who}") == 2
    assert seen.count("word &amp; ") >= 6 * 1290
    assert "How sure we are" not in seen  # three votes


@on_one_database
async def test_what_is_in_the_way_stands_once_and_quotes_have_a_heading(world: World) -> None:
    await add_team(world, (ANNA, BEN), asks=True)
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(PROMPT_AT)
    asked = next(q for q in await all_of(world, Question) if q.preset == "blocked")
    long = "No parts & no plan. " * 20
    for who, text in ((ANNA, "No <spare> parts"), (BEN, long.strip())):
        await say_so(world, who, {"blocked": text})
        async with world.bot.deps.sessions.workspace(HOME) as session:
            about = {About(question_id=asked.id): text}
            await blockers.ask_for_help(session, ("care", DAY), who, about, world.clock.now())
    await add_quote(world, 1, "approved")
    await world.go_to(CLOSE_AT)

    seen = await report(world, "ben")
    assert seen.count("No &lt;spare&gt; parts") == 1
    assert seen.index("Still in the way") < seen.index("No &lt;spare&gt; parts")
    assert seen.count("No parts &amp; no plan. ") > 20  # a line below would cut it
    assert seen.index("*What a customer told us*") < seen.index("Quote 1")


async def test_others_are_told_who_can_help(world: World) -> None:
    await add_team(world, (BEN, CHEN))
    assert "<@U0BEN>" in await report(world, "gus")
    assert "has had no check-in round yet" in await report(world, "anna")  # an admin
    assert "has had no check-in round yet" in await report(world, "ben")
    assert "not a date" in await report(world, "ben", "soon")


@on_one_database
async def test_a_round_before_the_first_is_the_first(world: World) -> None:
    await add_team(world, (ANNA,))
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(CLOSE_AT + timedelta(days=7))
    assert "check-in of Wed, 18 Nov" in await report(world, "anna", "2026-01-01")
    assert "check-in of Wed, 25 Nov" in await report(world, "anna")


@on_one_database  # two months
async def test_what_a_round_was_stays_as_it_was_whatever_becomes_of_its_key_results(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN, CHEN))
    for number, owner in ((1, ANNA), (2, BEN), (3, CHEN)):
        await add_kr(world, number, owner, value=45)
    await world.go_to(PROMPT_AT)
    await record(world, ANNA, 1, 36, "Half of the way")
    await record(world, BEN, 2, 44, "Hardly any of it")
    await world.go_to(CLOSE_AT + timedelta(hours=1))
    await record(world, CHEN, 3, 30, "Late, but here")
    before = await report(world, "anna")
    for said in ("Half of the way", "Hardly any of it", "Late, but here"):
        assert said in before

    await close(world, "KR-1")
    await close(world, "O-2")
    await add_kr(world, 4, ANNA, title="Begun since", begun=world.clock.now())
    assert await report(world, "anna") == before
    await world.go_to(CLOSE_AT + timedelta(days=38))
    await close(world, "O-3")
    assert await report(world, "anna", "2026-11-18") == before
    await world.go_to(CLOSE_AT + timedelta(days=60))  # the cycle is over, and graded
    assert await report(world, "anna", "2026-11-18") == before


async def test_what_was_closed_before_a_round_and_is_opened_after_it_was_not_of_it(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN))
    for number, owner in ((1, ANNA), (2, BEN)):
        await add_kr(world, number, owner, value=45)
    await close(world, "KR-2")
    await world.go_to(PROMPT_AT)
    await record(world, ANNA, 1, 36)
    await world.go_to(CLOSE_AT + timedelta(hours=1))
    before = await report(world, "anna")
    assert "1 of 1 answered" in before

    await close(world, "KR-2", "objective.reopen")
    assert await report(world, "anna") == before
    await close(world, "KR-2")
    assert await report(world, "anna") == before


async def close(world: World, name: str, action: str = "") -> None:
    """Anna, an admin, closes a KR or an objective, or opens it again."""
    anna = world.person("anna")
    shown = (await anna.command(f"/okr show {name}", world.channel("care"))).message
    assert shown is not None
    action = action or "objective.close" if name.startswith("KR") else "objective.to_closed"
    asked = (await anna.click(shown, action)).view
    assert asked is not None
    assert (await anna.submit(asked, {"why": "It is done"})).ok
    await world.settle()


async def test_who_owned_a_key_result_and_what_it_aimed_at_is_told_as_it_was(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN, CHEN))
    for number, owner in ((1, ANNA), (2, BEN)):
        await add_kr(world, number, owner, value=45)
    await world.go_to(PROMPT_AT)
    await record(world, ANNA, 1, 36)
    await world.go_to(CLOSE_AT + timedelta(hours=1))
    before = await report(world, "anna")
    assert "1 of 2 answered" in before
    assert "target 12" in before

    for target, owner in (("20", CHEN), ("30", ANNA), ("11", CHEN)):
        anna = world.person("anna")
        form = (await anna.command("/okr edit KR-1", world.channel("care"))).view
        assert form is not None
        sent = await anna.submit(form, {"target": target, "owner": owner, "reason": "So it is"})
        assert sent.ok, sent.errors
        await world.settle()
    form = (await world.person("anna").command("/okr edit KR-2", world.channel("care"))).view
    assert form is not None
    assert (await world.person("anna").submit(form, {"owner": ANNA, "reason": "Mine now"})).ok
    assert await report(world, "anna") == before
    await record(world, CHEN, 1, 30, "So late")
    await world.settle()
    assert "target 12" in words(world.posted("care")[0])
