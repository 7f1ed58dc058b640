"""Forms: what each kind of input sends, what Slack refuses itself, what answers do to the stack."""

from collections.abc import AsyncIterator
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import ManualClock
from bot.sandbox.hands import Hands, NotPossibleError, Outcome
from bot.sandbox.model import View
from bot.sandbox.server import Sandbox
from bot.sandbox.views import open_view
from tests.sandbox.boltapp import bolt_app, served
from tests.sandbox.shown import Payload, button, field, modal, option, row, select


@pytest.fixture
def app(slack: AsyncWebClient) -> AsyncApp:
    return bolt_app(slack)


@pytest.fixture
async def mei(sandbox: Sandbox, app: AsyncApp, clock: ManualClock) -> AsyncIterator[Hands]:
    async with served(sandbox, app, clock):
        yield sandbox.person("T1", "U1")


@pytest.fixture
def heard(app: AsyncApp) -> list[Payload]:
    """The bodies of submitted and closed forms; they close without a word."""
    bodies: list[Payload] = []

    @app.view("form")
    @app.view_closed("form")
    async def take(ack: Any, body: Payload) -> None:
        bodies.append(body)
        await ack()

    return bodies


def show(sandbox: Sandbox, *blocks: Payload, over: View | None = None, **more: Any) -> View:
    """Put a form in front of Mei."""
    workspace = sandbox.world.workspaces["T1"]
    return open_view(sandbox.world, workspace, "U1", modal(*blocks, **more), previous=over)


OPTIONS = {"options": [option("low"), option("high")]}
LOW, HIGH = OPTIONS["options"]
STATES: list[tuple[str, Payload, Any, Payload]] = [
    ("plain_text_input", {}, "text", {"value": "text"}),
    ("plain_text_input", {"initial_value": "was"}, None, {"value": None}),
    ("number_input", {"is_decimal_allowed": True}, Decimal("4.5"), {"value": "4.5"}),
    ("email_text_input", {}, "a@b.example", {"value": "a@b.example"}),
    ("url_text_input", {}, "https://b.example", {"value": "https://b.example"}),
    ("static_select", OPTIONS, "high", {"selected_option": HIGH}),
    ("static_select", OPTIONS, None, {"selected_option": None}),
    ("radio_buttons", OPTIONS, "low", {"selected_option": LOW}),
    ("multi_static_select", OPTIONS, ["low", "high"], {"selected_options": [LOW, HIGH]}),
    ("checkboxes", OPTIONS, ["high"], {"selected_options": [HIGH]}),
    ("checkboxes", OPTIONS, [], {"selected_options": []}),
    ("users_select", {}, "U2", {"selected_user": "U2"}),
    ("multi_users_select", {}, ["U1", "U2"], {"selected_users": ["U1", "U2"]}),
    ("channels_select", {}, "C1", {"selected_channel": "C1"}),
    ("conversations_select", {}, "C1", {"selected_conversation": "C1"}),
    ("multi_conversations_select", {}, ["C1"], {"selected_conversations": ["C1"]}),
    ("datepicker", {}, date(2026, 11, 25), {"selected_date": "2026-11-25"}),
    ("timepicker", {}, time(9, 30), {"selected_time": "09:30"}),
    ("datetimepicker", {}, 1795424400, {"selected_date_time": 1795424400}),
]


@pytest.mark.parametrize("case", STATES, ids=lambda case: f"{case[0]} {case[2]}")
async def test_each_input_sends_its_own_shape(
    sandbox: Sandbox, mei: Hands, heard: list[Payload], case: tuple[str, Payload, Any, Payload]
) -> None:
    kind, element, value, state = case
    view = show(sandbox, field("b", kind, optional=True, **element))

    outcome = await mei.submit(view, {"b": value})

    assert outcome == Outcome("closed")
    assert heard[0]["view"]["state"]["values"] == {"b": {"it": {"type": kind, **state}}}


UNTOUCHED: list[tuple[str, Payload, Payload]] = [
    ("plain_text_input", {"initial_value": "before"}, {"value": "before"}),
    ("number_input", {"is_decimal_allowed": False, "initial_value": "7"}, {"value": "7"}),
    ("static_select", OPTIONS | {"initial_option": LOW}, {"selected_option": LOW}),
    ("checkboxes", OPTIONS | {"initial_options": [HIGH]}, {"selected_options": [HIGH]}),
    ("multi_users_select", {"initial_users": ["U2"]}, {"selected_users": ["U2"]}),
    ("datepicker", {"initial_date": "2026-11-25"}, {"selected_date": "2026-11-25"}),
    ("timepicker", {"initial_time": "10:00"}, {"selected_time": "10:00"}),
]


@pytest.mark.parametrize("case", UNTOUCHED, ids=lambda case: case[0])
async def test_what_nobody_touched_is_sent_as_it_began(
    sandbox: Sandbox, mei: Hands, heard: list[Payload], case: tuple[str, Payload, Payload]
) -> None:
    kind, element, state = case
    view = show(sandbox, field("b", kind, **element))

    assert (await mei.submit(view)).ok
    assert heard[0]["view"]["state"]["values"] == {"b": {"it": {"type": kind, **state}}}


async def test_rich_text_is_sent_as_blocks(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    view = show(sandbox, field("b", "rich_text_input"))

    assert (await mei.submit(view, {"b": "so good"})).ok
    sent = heard[0]["view"]["state"]["values"]["b"]["it"]["rich_text_value"]
    assert sent["elements"][0]["elements"] == [{"type": "text", "text": "so good"}]


WHOLE = {"is_decimal_allowed": False, "min_value": "0", "max_value": "10"}
REFUSED: list[tuple[str, Payload, Any, str]] = [
    ("plain_text_input", {}, "  ", "Please complete this required field."),
    ("plain_text_input", {"min_length": 3}, "ab", "Please enter at least 3 characters."),
    ("plain_text_input", {"max_length": 3}, "abcd", "Please enter no more than 3 characters."),
    ("number_input", WHOLE, "many", "Please enter a valid number."),
    ("number_input", WHOLE, "1_0", "Please enter a valid number."),
    ("number_input", WHOLE, "4.5", "Please enter a whole number."),
    ("number_input", WHOLE, "-1", "Please enter a number that is 0 or more."),
    ("number_input", WHOLE, "11", "Please enter a number that is 10 or less."),
    ("email_text_input", {}, "nobody", "Please enter a valid email address."),
    ("url_text_input", {}, "example", "Please enter a valid URL."),
    ("static_select", OPTIONS, None, "Please complete this required field."),
    ("multi_users_select", {}, [], "Please complete this required field."),
    ("rich_text_input", {}, " ", "Please complete this required field."),
    (
        "multi_static_select",
        OPTIONS | {"max_selected_items": 1},
        ["low", "high"],
        "Please choose no more than 1.",
    ),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: f"{case[0]} {case[2]}")
async def test_slack_itself_refuses_wrong_input_and_sends_nothing(
    sandbox: Sandbox, mei: Hands, heard: list[Payload], case: tuple[str, Payload, Any, str]
) -> None:
    kind, element, value, said = case
    view = show(sandbox, field("b", kind, **element))

    outcome = await mei.submit(view, {"b": value})

    assert (outcome.kind, outcome.errors, heard) == ("refused", {"b": said}, [])
    assert mei.modal is view


def test_numbers_at_the_edge_of_their_range_are_fine(sandbox: Sandbox) -> None:
    view = show(sandbox, field("b", "number_input", **WHOLE))
    hands = sandbox.person("T1", "U1")
    for value in (0, "10", "7.0"):
        hands.type(view, {"b": value})
        assert view.state["b"]["it"]["value"] == str(value)


def test_an_option_that_is_not_offered_cannot_be_chosen(sandbox: Sandbox) -> None:
    view = show(sandbox, field("b", "static_select", **OPTIONS))

    with pytest.raises(ValueError, match=r"there are: \['low', 'high'\]"):
        sandbox.person("T1", "U1").type(view, {"b": "middling"})
    with pytest.raises(LookupError, match=r"there are: b\.it"):
        sandbox.person("T1", "U1").type(view, {"c": "low"})


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
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    root = show(sandbox, field("b"), notify_on_close=True)
    second = show(sandbox, field("b"), over=root, notify_on_close=True)
    await mei.close(second)
    third = show(sandbox, field("b"), over=root)
    await mei.close(third, all=True)

    told = [(b["type"], b["view"]["id"], b["is_cleared"]) for b in heard]
    assert told == [("view_closed", second.id, False), ("view_closed", root.id, True)]
    assert mei.modal is None


async def test_closing_is_not_told_unless_asked_for(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    await mei.close(show(sandbox, field("b")))

    assert (heard, mei.modal) == ([], None)


async def test_a_closed_form_cannot_be_submitted_nor_one_that_is_covered(
    sandbox: Sandbox, mei: Hands, heard: list[Payload]
) -> None:
    root = show(sandbox, field("b"))
    show(sandbox, field("b"), over=root)

    with pytest.raises(NotPossibleError, match="in front"):
        await mei.submit(root, {"b": "x"})
    await mei.close(root)
    with pytest.raises(NotPossibleError, match="closed already"):
        await mei.submit(root, {"b": "x"})
    assert heard == []


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
