"""What each kind of input sends, and what Slack's client refuses to send."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest

from bot.sandbox.hands import Hands, Outcome
from bot.sandbox.server import Sandbox
from tests.sandbox.shown import Payload, field, option, show

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
    sandbox: Sandbox, mei: Hands, submitted: list[Payload], case: tuple[str, Payload, Any, Payload]
) -> None:
    kind, element, value, state = case
    view = show(sandbox, field("b", kind, optional=True, **element))

    outcome = await mei.submit(view, {"b": value})

    assert outcome == Outcome("closed")
    assert submitted[0]["view"]["state"]["values"] == {"b": {"it": {"type": kind, **state}}}


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
    sandbox: Sandbox, mei: Hands, submitted: list[Payload], case: tuple[str, Payload, Payload]
) -> None:
    kind, element, state = case
    view = show(sandbox, field("b", kind, **element))

    assert (await mei.submit(view)).ok
    assert submitted[0]["view"]["state"]["values"] == {"b": {"it": {"type": kind, **state}}}


async def test_rich_text_is_sent_as_blocks(
    sandbox: Sandbox, mei: Hands, submitted: list[Payload]
) -> None:
    view = show(sandbox, field("b", "rich_text_input"))

    assert (await mei.submit(view, {"b": "so good"})).ok
    sent = submitted[0]["view"]["state"]["values"]["b"]["it"]["rich_text_value"]
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
    sandbox: Sandbox, mei: Hands, submitted: list[Payload], case: tuple[str, Payload, Any, str]
) -> None:
    kind, element, value, said = case
    view = show(sandbox, field("b", kind, **element))

    outcome = await mei.submit(view, {"b": value})

    assert (outcome.kind, outcome.errors, submitted) == ("refused", {"b": said}, [])
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
