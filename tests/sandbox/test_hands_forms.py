"""Forms: what the app's answers do to the stack of them."""

from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.hands import Hands, NotPossibleError, Outcome
from bot.sandbox.server import Sandbox
from tests.sandbox.shown import Payload, button, field, modal, option, row, select, show

OPTIONS = {"options": [option("low"), option("high")]}


async def answered(app: AsyncApp, sandbox: Sandbox, mei: Hands, **answer: Any) -> Outcome:
    """What becomes of a form when the app answers like this."""

    @app.view("form")
    async def take(ack: Any) -> None:
        await ack(**answer)

    return await mei.submit(show(sandbox, field("b")), {"b": "typed"})


async def test_errors_of_the_app_stand_at_their_fields(
    app: AsyncApp, sandbox: Sandbox, mei: Hands
) -> None:
    outcome = await answered(
        app, sandbox, mei, response_action="errors", errors={"b": "No such KR."}
    )

    assert (outcome.kind, outcome.errors) == ("errors", {"b": "No such KR."})
    assert mei.modal is outcome.view


async def test_an_update_keeps_what_was_typed_where_the_ids_stay(
    app: AsyncApp, sandbox: Sandbox, mei: Hands
) -> None:
    view = modal(field("b"), field("new"))
    outcome = await answered(app, sandbox, mei, response_action="update", view=view)

    assert outcome.kind == "updated"
    assert outcome.view is mei.modal
    assert outcome.view is not None
    assert list(outcome.view.state) == ["b"]


async def test_a_pushed_form_lies_over_the_first_and_closes_to_it(
    app: AsyncApp, sandbox: Sandbox, mei: Hands
) -> None:
    view = modal(field("c"), callback_id="second")
    outcome = await answered(app, sandbox, mei, response_action="push", view=view)
    assert outcome.kind == "pushed"
    assert mei.modal is not None
    await mei.close(mei.modal)

    assert mei.modal is not None
    assert mei.modal.payload["callback_id"] == "form"


async def test_clear_takes_every_form_away(app: AsyncApp, sandbox: Sandbox, mei: Hands) -> None:
    outcome = await answered(app, sandbox, mei, response_action="clear")

    assert (outcome.kind, mei.modal) == ("cleared", None)


NONSENSE: tuple[Payload, ...] = (
    {"text": "thanks"},
    {"response_action": "errors", "errors": {"other": "No."}},
    {"response_action": "errors", "errors": {}},
    {"response_action": "update", "view": {"type": "modal"}},
    {"response_action": "dance"},
)


@pytest.mark.parametrize("answer", NONSENSE, ids=str)
async def test_an_answer_that_makes_no_sense_leaves_the_form_open_with_trouble(
    app: AsyncApp, sandbox: Sandbox, mei: Hands, answer: Payload
) -> None:
    @app.view("form")
    async def take(ack: Any) -> None:
        await ack(answer)

    outcome = await mei.submit(show(sandbox, field("b")), {"b": "typed"})

    assert (outcome.kind, outcome.ok) == ("failed", False)
    assert outcome.error == "We had some trouble connecting. Try again?"
    assert mei.modal is not None


async def test_a_form_that_nobody_handles_stays_open_with_what_was_typed(
    sandbox: Sandbox, mei: Hands
) -> None:
    view = show(sandbox, field("b"))
    outcome = await mei.submit(view, {"b": "typed"})

    assert (outcome.kind, mei.modal) == ("failed", view)
    assert view.state["b"]["it"]["value"] == "typed"


async def test_cancel_tells_of_that_form_and_the_x_of_the_root(
    sandbox: Sandbox, mei: Hands, submitted: list[Payload]
) -> None:
    root = show(sandbox, field("b"), notify_on_close=True)
    second = show(sandbox, field("b"), over=root, notify_on_close=True)
    await mei.close(second)
    third = show(sandbox, field("b"), over=root)
    await mei.close(third, all=True)

    told = [(b["type"], b["view"]["id"], b["is_cleared"]) for b in submitted]
    assert told == [("view_closed", second.id, False), ("view_closed", root.id, True)]
    assert mei.modal is None


async def test_closing_is_not_told_unless_asked_for(
    sandbox: Sandbox, mei: Hands, submitted: list[Payload]
) -> None:
    await mei.close(show(sandbox, field("b")))

    assert (submitted, mei.modal) == ([], None)


async def test_a_closed_form_cannot_be_submitted_nor_one_that_is_covered(
    sandbox: Sandbox, mei: Hands, submitted: list[Payload]
) -> None:
    root = show(sandbox, field("b"))
    show(sandbox, field("b"), over=root)

    with pytest.raises(NotPossibleError, match="in front"):
        await mei.submit(root, {"b": "x"})
    await mei.close(root)
    with pytest.raises(NotPossibleError, match="closed already"):
        await mei.submit(root, {"b": "x"})
    assert submitted == []


async def test_a_click_in_a_form_carries_all_that_was_typed(
    app: AsyncApp, sandbox: Sandbox, mei: Hands
) -> None:
    heard: list[Payload] = []

    @app.action("go")
    @app.action("kind")
    async def take(ack: Any, body: Payload, client: AsyncWebClient) -> None:
        heard.append(body)
        view = modal(field("b"), field("more"), row(button(), select("kind", "delight", "pain")))
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)
        await ack()

    view = show(sandbox, field("b"), row(button(), select("kind", "delight", "pain")))
    mei.type(view, {"b.it": "typed"})
    reply = await mei.click(view, "kind", value="pain")
    await mei.click(view, "go")

    values = heard[1]["view"]["state"]["values"]
    assert values["b"]["it"]["value"] == "typed"
    assert values["row"]["kind"]["selected_option"]["value"] == "pain"
    assert (heard[0]["container"]["type"], "response_url" in heard[0]) == ("view", False)
    assert reply.view is view
    assert [block["block_id"] for block in view.payload["blocks"]] == ["b", "more", "row"]


async def test_an_input_tells_the_app_only_if_it_was_asked_to(
    app: AsyncApp, sandbox: Sandbox, mei: Hands
) -> None:
    heard: list[Payload] = []

    @app.action("it")
    async def take(ack: Any, body: Payload) -> None:
        heard.append(body["actions"][0])
        await ack()

    quiet = field("quiet", "static_select", **OPTIONS)
    loud = field("loud", "static_select", dispatch_action=True, **OPTIONS)
    view = show(sandbox, quiet, loud)
    await mei.click(view, "it", value="low", block_id="quiet")
    await mei.click(view, "it", value="high", block_id="loud")

    assert [(a["block_id"], a["selected_option"]["value"]) for a in heard] == [("loud", "high")]
    assert view.state["quiet"]["it"]["selected_option"]["value"] == "low"


async def test_an_external_select_offers_what_the_app_suggests(
    app: AsyncApp, sandbox: Sandbox, mei: Hands, submitted: list[Payload]
) -> None:
    @app.options("it")
    async def offer(ack: Any, body: Payload) -> None:
        await ack(options=[option(body["value"] + " 1"), option(body["value"] + " 2")])

    view = show(sandbox, field("kr", "external_select"))
    too_short = await mei.suggest(view, "it", "np")
    offered = await mei.suggest(view, "it", "nps")
    await mei.submit(view, {"kr": offered[1]})

    assert too_short == []
    assert [one["value"] for one in offered] == ["nps 1", "nps 2"]
    chosen = submitted[0]["view"]["state"]["values"]["kr"]["it"]["selected_option"]
    assert chosen == option("nps 2")
