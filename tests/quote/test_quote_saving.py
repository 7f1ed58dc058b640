"""Saving what a customer said: from a message's menu and by /quote."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.sandbox.faults import Fault
from bot.sandbox.hands import Hands
from bot.sandbox.model import View
from bot.sandbox.wire import Answer
from storage.okr import KeyResult
from storage.quote import Quote
from tests.companies import add_kr, set_up_team
from tests.world import HOME, World

FILLED = {"quote.touchpoint": "get help"}


def element(view: View, block_id: str) -> dict[str, Any]:
    found = (b for b in view.payload["blocks"] if b.get("block_id") == block_id)
    return dict(next(found)["element"])


def fields(view: View) -> list[str]:
    return [b["block_id"] for b in view.payload["blocks"] if b["type"] == "input"]


async def opened(world: World, person: Hands, line: str = "", channel: str = "care") -> View:
    reply = await person.command(f"/quote {line}".strip(), world.channel(channel))
    assert reply.ok, reply
    assert person.modal is not None, reply.text
    return person.modal


async def saved(world: World) -> list[Quote]:
    async with world.bot.deps.sessions.workspace(HOME, reading=True) as session:
        return list(await session.scalars(select(Quote).order_by(Quote.number)))


async def test_a_message_becomes_a_quote_with_everything_that_was_filled_in(world: World) -> None:
    await add_kr(world, await set_up_team(world), 3, "Answer in 4 h")
    anna, ben = world.person("anna"), world.person("ben")
    text = "@陈晓 they said: 5 < 6 & <!channel> #product"
    message = await ben.say(world.channel("care"), text)
    await anna.message_shortcut("quote.save", message.channel, message.ts)
    view = anna.modal
    assert view is not None
    assert element(view, "quote.text")["initial_value"] == text.replace("product", "…")
    filled = FILLED | {
        "quote.customer": "Marta, Acme",
        "quote.moment": "pain",
        "quote.consent": "approved",
        "quote.kr": "3",
    }
    outcome = await anna.submit(view, filled)
    assert outcome.kind == "closed", outcome
    await world.settle()
    (quote,) = await saved(world)
    assert (quote.number, quote.customer) == (1, "Marta, Acme")
    assert quote.text == "@陈晓 they said: 5 < 6 & <!channel> #…"
    assert (quote.touchpoint, quote.moment, quote.consent) == ("get help", "pain", "approved")
    assert (quote.kr_number, quote.saved_by) == (3, "U0ANNA")
    assert (quote.source_channel, quote.source_ts) == (message.channel, message.ts)
    (dm,) = [m for m in anna.dms() if "Q-1" in m.text]
    assert "with the customer's name" in dm.text
    assert "/quote recall Q-1" in dm.text


async def test_the_command_prefills_what_follows_it_and_numbers_go_up(world: World) -> None:
    await set_up_team(world)
    ben = world.person("ben")
    for number, words in enumerate(("So quick & friendly!", "Lovely"), start=1):
        view = await opened(world, ben, words)
        assert element(view, "quote.text")["initial_value"] == words
        assert (await ben.submit(view, FILLED)).kind == "closed"
        assert [q.number for q in await saved(world)] == list(range(1, number + 1))
    first = (await saved(world))[0]
    assert (first.moment, first.consent, first.customer) == ("delight", "internal", "")


async def test_a_double_click_on_save_saves_once(world: World) -> None:
    await set_up_team(world)
    ben = world.person("ben")
    view = await opened(world, ben, "So quick!")
    ben.type(view, FILLED)
    for _ in range(2):
        answer = await sent(world, ben, view)
        assert answer.ok
    assert len(await saved(world)) == 1


async def sent(world: World, person: Hands, view: View) -> Answer:
    """The form as it is, past what Slack's client checks."""
    body = person._interaction("view_submission") | {"response_urls": []}
    return await world.sandbox.delivery.ask("interactive", body | {"view": person._shown(view)})


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("   ", "Please fill this in."),
        ("\n\n", "Please fill this in."),
        ("x" * 2001, "This is 2,001 characters long; 2,000 fit."),
    ],
)
async def test_an_empty_or_endless_quote_is_a_field_error(
    world: World, text: str, error: str
) -> None:
    await set_up_team(world)
    ben = world.person("ben")
    view = await opened(world, ben)
    ben.type(view, FILLED | {"quote.text": text})
    answer = await sent(world, ben, view)
    assert answer.body == {"response_action": "errors", "errors": {"quote.text": error}}
    assert await saved(world) == []


async def test_a_kr_closed_meanwhile_is_a_field_error(world: World) -> None:
    await add_kr(world, await set_up_team(world), 3, "Answer in 4 h")
    ben = world.person("ben")
    view = await opened(world, ben, "So quick!")
    await close_kr(world)
    outcome = await ben.submit(view, FILLED | {"quote.kr": "3"})
    assert "has been closed" in outcome.errors["quote.kr"]
    assert await saved(world) == []


async def close_kr(world: World) -> None:
    async with world.bot.deps.sessions.workspace(HOME) as session:
        for kr in await session.scalars(select(KeyResult)):
            kr.closed_at = world.clock.now()


async def test_the_team_is_asked_only_where_there_are_several(world: World) -> None:
    care = await set_up_team(world)
    ben = world.person("ben")
    assert "quote.team" not in fields(await opened(world, ben))
    product = await set_up_team(world, "product", members=("anna", "ben"))
    view = await opened(world, ben, "Fine", channel="product")
    options = [o["value"] for o in element(view, "quote.team")["options"]]
    assert options == [product, care]  # the team of this channel comes first
    assert (await ben.submit(view, FILLED | {"quote.team": care})).kind == "closed"
    assert [q.team_id for q in await saved(world)] == [care]


async def test_without_a_team_one_is_told_how_to_make_one(world: World) -> None:
    reply = await world.person("ben").command("/quote Lovely", world.channel("care"))
    assert "You are in no team yet" in reply.text
    assert reply.view is None


async def test_a_late_trigger_is_told(world: World) -> None:
    await set_up_team(world)
    world.sandbox.faults.add(Fault("error", "views.open", error="expired_trigger_id"))
    reply = await world.person("ben").command("/quote Lovely", world.channel("care"))
    assert "Please try once more" in reply.text
    assert await saved(world) == []


async def test_a_customer_who_said_no_is_kept_to_ourselves(world: World) -> None:
    await set_up_team(world)
    ben = world.person("ben")
    view = await opened(world, ben, "Not for others")
    await ben.submit(view, FILLED | {"quote.consent": "declined"})
    await world.settle()
    assert any("I will not post it" in m.text for m in ben.dms())


async def test_help_says_what_can_be_typed_and_opens_nothing(world: World) -> None:
    reply = await world.person("ben").command("/quote help", world.channel("care"))
    assert "/quote recall Q-4" in reply.text
    assert reply.view is None
