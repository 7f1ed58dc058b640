"""What one round leaves to the next: a promise, something in the way, a question that changed."""

from datetime import timedelta
from typing import Any

from bot.sandbox.model import View
from handlers.blocker import views as blocker
from handlers.checkin import views
from handlers.question import views as question
from storage.blocker import Blocker
from storage.checkin import Round
from storage.checkin_draft import Draft
from storage.question import Question, Reply
from tests.checkin.stage import (
    ANNA,
    BEN,
    CHEN,
    DAY,
    PROMPT_AT,
    add_kr,
    add_team,
    all_of,
    cards,
    words,
)
from tests.trust.deep import on_one_database
from tests.world import HOME, World

pytestmark = on_one_database

WEEK = timedelta(days=7)


async def asked(world: World, *members: str) -> dict[str, str]:
    """Ben's card has come; the team's questions, by their preset."""
    await add_team(world, members or (ANNA, BEN), asks=True)
    await world.go_to(PROMPT_AT + timedelta(hours=7))
    return {q.preset: q.id for q in await all_of(world, Question)}


async def opened(world: World, who: str = "ben") -> View:
    await world.person(who).click(cards(world, who)[-1], views.OPEN)
    modal = world.person(who).modal
    assert modal is not None
    return modal


async def sent(world: World, values: dict[str, Any], who: str = "ben") -> None:
    form = await opened(world, who)
    outcome = await world.person(who).submit(form, values)
    assert outcome.kind == "closed", outcome
    await world.settle()


def names(form: View) -> list[str]:
    return [b["block_id"] for b in form.payload["blocks"] if b["type"] == "input"]


def named(form: View, prefix: str) -> str:
    """The only field whose name begins so."""
    (name,) = [name for name in names(form) if name.startswith(prefix)]
    return name


async def test_a_blocker_from_the_tick_to_the_thanks_over_two_rounds(world: World) -> None:
    ids = await asked(world)
    form = await opened(world)
    tick = blocker.help_id(ids["blocked"])
    outcome = await world.person("ben").submit(form, {tick: ["help"]})
    assert "Say what is in the way" in outcome.errors[question.field_id(ids["blocked"])]
    text = "No <access> to the data"
    await sent(world, {question.field_id(ids["blocked"]): text, tick: ["help"]})
    (post,) = world.posted("care")
    assert "&lt;access&gt;" in words(post)
    assert "needs help" in words(cards(world, "anna")[-1])

    await world.go_to(PROMPT_AT + WEEK + timedelta(hours=7))
    form = await opened(world)
    still = named(form, blocker.STILL)
    assert "No <access> to the data" in str(form.payload)
    await world.person("anna").click(post, blocker.CAN_HELP)
    await world.settle()
    assert "<@U0ANNA> helps you" in words(cards(world, "ben")[-1])
    outcome = await world.person("ben").submit(form, {still: "no"})
    assert outcome.kind == "closed"
    await world.settle()
    assert "✅ Solved" in words(post)
    assert "you helped" in words(cards(world, "anna")[-1])
    assert [row.closed_by for row in await all_of(world, Blocker)] == [BEN]


async def test_who_edits_finds_the_box_ticked_and_takes_the_call_back_by_it(world: World) -> None:
    ids = await asked(world)
    tick, reply = blocker.help_id(ids["blocked"]), question.field_id(ids["blocked"])
    await sent(world, {reply: "No access", tick: ["help"]})
    ben = world.person("ben")
    for typed, left in (({reply: "No access yet"}, 1), ({tick: []}, 0)):
        await ben.click(cards(world, "ben")[0], views.EDIT)
        assert ben.modal is not None
        box = next(b for b in ben.modal.payload["blocks"] if b.get("block_id") == tick)
        assert box["element"]["initial_options"]
        assert (await ben.submit(ben.modal, typed)).kind == "closed"
        await world.settle()
        assert ["No access yet" in words(post) for post in world.posted("care")] == [True] * left
    assert await all_of(world, Blocker) == []


async def test_a_promise_comes_back_and_is_said_to_have_happened(world: World) -> None:
    ids = await asked(world)
    form = await opened(world)
    assert not [n for n in names(form) if n.startswith(question.PROMISE)]
    await world.person("ben").submit(form, {question.field_id(ids["next"]): "Call <Mia>"})
    await world.go_to(PROMPT_AT + WEEK + timedelta(hours=7))
    form = await opened(world)
    promise = named(form, question.PROMISE)
    assert "Last time you wrote: “Call <Mia>”" in str(form.payload)
    outcome = await world.person("ben").submit(form, {promise: "partly"})
    assert outcome.kind == "closed"  # also where that is all they say
    await world.settle()
    assert [(row.text, row.kept) for row in await all_of(world, Reply)] == [
        ("Call <Mia>", "partly")
    ]
    assert "Check-in done" in words(cards(world, "ben")[-1])


async def test_a_reply_to_a_question_that_was_changed_meanwhile_is_kept(world: World) -> None:
    ids = await asked(world, ANNA, BEN, CHEN)
    form = await opened(world)
    anna = world.person("anna")
    await anna.command("/okr checkin questions", world.channel("care"))
    listed = anna.modal
    assert listed is not None
    row = next(b for b in listed.payload["blocks"] if "accessory" in b)
    value = f"change|{ids['moved']}"
    await anna.click(listed, question.ACT, value=value, block_id=row["block_id"])
    assert anna.modal is not None
    assert (await anna.submit(anna.modal, {"text": "What did they say?"})).kind == "updated"

    outcome = await world.person("ben").submit(form, {question.field_id(ids["moved"]): "Much"})
    assert outcome.kind == "closed"
    assert [(r.question_id, r.text) for r in await all_of(world, Reply)] == [(ids["moved"], "Much")]
    assert "What did they say?" in str((await opened(world, "chen")).payload)


async def test_what_is_in_the_way_of_a_key_result_comes_back_without_any_question(
    world: World,
) -> None:
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, BEN, value=45)
    await world.go_to(PROMPT_AT + timedelta(hours=7))
    async with world.bot.deps.sessions.workspace(HOME) as session:
        now, before = world.clock.now() - WEEK, DAY - WEEK
        session.add(Round(team_id="care", day=before, opens_at=now, closes_at=now, closed_at=now))
        await session.flush()
        about = {"team_id": "care", "day": before, "member_id": BEN, "kr_number": 1}
        session.add(Blocker(id="old", text="No access", raised_at=now, **about))
    form = await opened(world)
    outcome = await world.person("ben").submit(form, {named(form, blocker.STILL): "no"})
    assert outcome.kind == "closed"
    assert [row.closed_by for row in await all_of(world, Blocker)] == [BEN]
    assert await all_of(world, Draft) == []
