"""Each limit of modals, of inputs, and of a payload as a whole."""

from typing import Any

import pytest

from bot.sandbox.blockkit import view_problems
from tests.sandbox.pieces import (
    Block,
    actions,
    ask,
    button,
    chart,
    in_home,
    in_message,
    in_modal,
    menu,
    points,
    section,
    table,
    text,
)

INPUTS_AT_THE_LIMIT_AND_BEYOND = [
    (
        ask(menu("plain_text_input")) | {"label": text(2000)},
        ask(menu("plain_text_input")) | {"label": text(2001)},
        "label/text",
    ),
    (
        ask(menu("plain_text_input"), hint=text(2000)),
        ask(menu("plain_text_input"), hint=text(2001)),
        "hint/text",
    ),
    (
        ask(menu("plain_text_input", max_length=3000)),
        ask(menu("plain_text_input", max_length=3001)),
        "element/max_length",
    ),
    (
        ask(menu("plain_text_input", max_length=1)),
        ask(menu("plain_text_input", max_length=0)),
        "element/max_length",
    ),
    (
        ask(menu("plain_text_input", min_length=3000)),
        ask(menu("plain_text_input", min_length=3001)),
        "element/min_length",
    ),
    (
        ask(menu("plain_text_input", min_length=2, max_length=2)),
        ask(menu("plain_text_input", min_length=3, max_length=2)),
        "element",
    ),
    (ask(menu("number_input", is_decimal_allowed=True)), ask(menu("number_input")), "element"),
    (
        ask(menu("number_input", is_decimal_allowed=True, min_value="1.5")),
        ask(menu("number_input", is_decimal_allowed=True, min_value=1.5)),
        "element/min_value",
    ),
    (
        ask(menu("number_input", is_decimal_allowed=False, initial_value="1")),
        ask(menu("number_input", is_decimal_allowed=False, initial_value="1.5")),
        "element",
    ),
    (
        ask(menu("file_input", max_files=10)),
        ask(menu("file_input", max_files=11)),
        "element/max_files",
    ),
    (ask(menu("users_select")), ask(button()), "element/type"),
    (
        ask(menu("conversations_select", response_url_enabled=True)),
        actions(menu("conversations_select", response_url_enabled=True)),
        "elements/0",
    ),
    ({"type": "alert", "text": text(200)}, {"type": "alert", "text": text(201)}, "text/text"),
]


@pytest.mark.parametrize(("fine", "refused", "pointer"), INPUTS_AT_THE_LIMIT_AND_BEYOND)
def test_modal_takes_an_input_at_the_limit_and_refuses_one_beyond(
    fine: Block, refused: Block, pointer: str
) -> None:
    at = f"/view/blocks/0/{pointer}".rstrip("/")

    assert in_modal(fine) == []
    assert any(problem.endswith(f"[json-pointer:{at}]") for problem in in_modal(refused))


@pytest.mark.parametrize(
    ("fine", "refused", "pointer"),
    [
        ({"title": text(24)}, {"title": text(25)}, "title/text"),
        ({"submit": text(24)}, {"submit": text(25)}, "submit/text"),
        ({"close": text(24)}, {"close": text(25)}, "close/text"),
        ({"private_metadata": "x" * 3000}, {"private_metadata": "x" * 3001}, "private_metadata"),
        ({"callback_id": "x" * 255}, {"callback_id": "x" * 256}, "callback_id"),
        (
            {"blocks": [{"type": "divider"}] * 100},
            {"blocks": [{"type": "divider"}] * 101},
            "blocks",
        ),
        ({"blocks": [{"type": "divider"}]}, {"blocks": []}, "blocks"),
        ({}, {"footer": "?"}, ""),
    ],
)
def test_modal_takes_a_field_at_the_limit_and_refuses_one_beyond(
    fine: Block, refused: Block, pointer: str
) -> None:
    at = f"/view/{pointer}".rstrip("/")

    assert in_modal(**fine) == []
    assert any(problem.endswith(f"[json-pointer:{at}]") for problem in in_modal(**refused))


@pytest.mark.parametrize(
    ("block", "shown_on"),
    [
        ({"type": "markdown", "text": "x"}, {"message"}),
        (table(1, 1), {"message", "home"}),
        ({"type": "alert", "text": text(1)}, {"modal"}),
        (ask(menu("number_input", is_decimal_allowed=True)), {"modal"}),
        (ask(menu("email_text_input")), {"modal"}),
        (ask(menu("rich_text_input")), {"modal", "home"}),
        (actions(menu("datetimepicker")), {"message", "modal"}),
        (ask(menu("plain_text_input")), {"message", "modal", "home"}),
        ({"type": "data_grid"}, set()),
    ],
)
def test_block_is_taken_only_by_surfaces_that_show_it(block: Block, shown_on: set[str]) -> None:
    problems = {"message": in_message(block), "modal": in_modal(block), "home": in_home(block)}

    assert {surface for surface, found in problems.items() if not found} == shown_on
    assert all(
        found[0].startswith("unsupported type: ")
        for surface, found in problems.items()
        if surface not in shown_on
    )


def test_message_takes_fifty_blocks_and_no_more() -> None:
    assert in_message(*[{"type": "divider"}] * 50) == []
    assert in_message(*[{"type": "divider"}] * 51) == [
        "no more than 50 items allowed [json-pointer:/blocks]"
    ]


def test_too_long_a_section_is_refused_in_slacks_own_words() -> None:
    assert in_message(section(text=text(3001))) == [
        "failed to match all allowed schemas [json-pointer:/blocks/0/text]",
        "must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ]


def test_modal_with_an_input_needs_a_submit_button() -> None:
    view = {"type": "modal", "title": text(1), "blocks": [ask(menu("plain_text_input"))]}

    assert [str(problem) for problem in view_problems(view)] == [
        "must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]"
    ]


def test_home_tab_has_no_title() -> None:
    assert in_home({"type": "divider"}, title=text(1)) == [
        "invalid additional property: title [json-pointer:/view]"
    ]


def test_block_ids_are_unique_in_a_payload() -> None:
    twice = {"type": "divider", "block_id": "same"}

    assert in_message(twice, twice) == [
        '`block_id` "same" already exists [json-pointer:/blocks/1/block_id]'
    ]


def test_action_ids_are_unique_in_a_block() -> None:
    twice = button(action_id="same")

    assert in_message(actions(twice), actions(twice)) == []
    assert in_message(actions(twice, twice)) == [
        '`action_id` "same" already exists [json-pointer:/blocks/0/elements/1/action_id]'
    ]


def test_markdown_is_summed_over_the_whole_message() -> None:
    half = {"type": "markdown", "text": "x" * 6_000}

    assert in_message(half, half) == []
    assert in_message(half, half, {"type": "markdown", "text": "x"})


def test_message_holds_one_table_and_two_charts() -> None:
    pie = chart("pie", segments=points("a"))

    assert in_message(table(1, 1), pie, pie) == []
    assert in_message(table(1, 1), table(1, 1))
    assert in_message(pie, pie, pie)


def test_one_element_of_a_view_takes_the_focus() -> None:
    focused = ask(menu("plain_text_input", focus_on_load=True))

    assert in_modal(focused) == []
    assert in_modal(focused, focused)


def test_nothing_crashes_on_values_of_the_wrong_kind() -> None:
    wrong: Any
    for wrong in (None, 1, "text", [], {}, True):
        assert in_message(wrong)
        assert in_message(section(text=wrong))
        assert in_message(actions(wrong))
        assert in_message(actions(menu(options=wrong)))
        assert in_modal(ask(wrong))
        assert view_problems(wrong)
