"""Ten thousand characters, and questions that change while one answers: what is then to be read."""

import json
from datetime import time, timedelta
from typing import Any, Final

from sqlalchemy import update

from handlers.checkin import views
from handlers.okr.rules import LONGEST_NOTE
from handlers.okr.views import note_id, value_id
from handlers.question.rules import LONGEST_REPLY
from handlers.question.views import field_id
from handlers.schedule.rules import moment
from storage.db import new_id
from storage.okr import Update
from storage.question import Question, Reply
from tests.checkin.stage import (
    ANNA,
    BEN,
    BERLIN,
    DAY,
    add_kr,
    add_team,
    all_of,
    cards,
    filled,
    words,
)
from tests.journeys.stage import submitted
from tests.trust.deep import on_one_database
from tests.world import HOME, World

pytestmark = on_one_database

PROMPT_AT: Final = moment(DAY, time(10), BERLIN)
CLOSE_AT: Final = moment(DAY + timedelta(days=2), time(12), BERLIN)
MUCH: Final = "Ein Wort & <noch> eins 谢谢 " * 400  # 10,000 characters and some


async def test_a_note_of_ten_thousand_characters_comes_back_whole(world: World) -> None:
    """With how many fit: nothing is recorded, and nothing that was typed is lost."""
    await add_team(world, (ANNA, BEN))
    await add_kr(world, 1, ANNA, value=45)
    reply = await world.person("anna").command(f"/okr update KR-1 40 {MUCH}", world.channel("care"))
    assert reply.text.startswith("Your note is 10,399 characters long; 3,000 fit.")
    given_back = "".join(b["text"]["text"] for b in reply.blocks[2:])
    assert given_back == f"KR-1 40 {MUCH.strip()}"
    assert len(await all_of(world, Update)) == 1


async def test_a_crafted_form_with_ten_thousand_characters_is_refused_by_name(
    world: World,
) -> None:
    """Slack's fields take 3,000; whoever sends more without them reads what is wrong."""
    form = await opened(world)
    values = {value_id(1): "40", note_id(1): MUCH}
    values |= {field_id(one.id): MUCH for one in await all_of(world, Question)}
    typed = {name: {"type": "plain_text_input", "value": value} for name, value in values.items()}
    answer = await submitted(world, "anna", views.FORM, json.loads(form["private_metadata"]), typed)
    told = "This is 10,399 characters long; 3,000 fit."
    assert answer.body["errors"] == dict.fromkeys(values.keys() - {value_id(1)}, told)
    assert await all_of(world, Reply) == []
    assert len(await all_of(world, Update)) == 1


async def test_the_longest_words_that_fit_reach_the_card_and_the_channel(world: World) -> None:
    """Each of these characters is five when it is escaped: what is too long is shortened."""
    await opened(world)
    asked = await all_of(world, Question)
    long = {field_id(one.id): "&" * LONGEST_REPLY for one in asked}
    done = await filled(world, "anna", long | {note_id(1): "&" * LONGEST_NOTE})
    assert done.kind == "closed", done.errors
    await world.go_to(CLOSE_AT)
    assert "Check-in done" in words(cards(world, "anna")[0])
    assert "1 of 2 answered" in words(world.posted("care")[0])
    assert [len(reply.text) for reply in await all_of(world, Reply)] == [LONGEST_REPLY] * len(asked)


async def opened(world: World) -> dict[str, Any]:
    """Anna's form, when she is asked; the team has its questions."""
    await add_team(world, (ANNA, BEN), asks=True)
    await add_kr(world, 1, ANNA, value=45)
    await world.go_to(PROMPT_AT)
    await world.person("anna").click(cards(world, "anna")[0], views.OPEN)
    form = world.person("anna").modal
    assert form is not None
    return form.payload


async def test_what_was_said_to_a_question_that_is_gone_by_then_is_kept(world: World) -> None:
    """The lead has put another in its place while Anna was writing."""
    await opened(world)
    moved, blocked, _ = sorted(await all_of(world, Question), key=lambda one: one.position)
    async with world.bot.deps.sessions.workspace(HOME) as session:
        there = update(Question).where(Question.id == moved.id)
        await session.execute(there.values(retired_at=world.clock.now()))
        session.add(
            Question(
                id=new_id(),
                team_id="care",
                position=1,
                text="Whom did you meet?",
                made_at=world.clock.now(),
            )
        )
    said = {field_id(moved.id): "They smile", field_id(blocked.id): "No access"}
    done = await filled(world, "anna", said)
    assert done.kind == "closed", done.errors
    await world.settle()
    kept = {reply.question_id: reply.text for reply in await all_of(world, Reply)}
    assert kept == {moved.id: "They smile", blocked.id: "No access"}
    assert "Check-in done" in words(cards(world, "anna")[0])
