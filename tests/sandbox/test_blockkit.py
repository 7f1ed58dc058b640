"""Each limit of section 4 of Slack's Block Kit reference: at the limit fine, beyond it refused."""

from typing import Any

import pytest

from bot.sandbox.blockkit import message_problems, view_problems

Block = dict[str, Any]


def text(length: int, kind: str = "plain_text") -> Block:
    return {"type": kind, "text": "x" * length}


def section(**fields: Any) -> Block:
    return {"type": "section", **fields}


def option(value: int = 1, label: int = 1, **more: Any) -> Block:
    return {"text": text(label), "value": "v" * value, **more}


def menu(kind: str = "static_select", **fields: Any) -> Block:
    return {"type": kind, "action_id": "a", **fields}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(**fields: Any) -> Block:
    return {"type": "button", "text": text(1), **fields}


def ask(element: Block, **fields: Any) -> Block:
    return {"type": "input", "label": text(1), "element": element, **fields}


def image(**fields: Any) -> Block:
    return {"type": "image", "alt_text": "a chart", "image_url": "https://ex.com/a.png", **fields}


def table(rows: int, cells: int, length: int = 1) -> Block:
    row = [{"type": "raw_text", "text": "x" * length}] * cells
    return {"type": "table", "rows": [row] * rows}


def chart(kind: str, **fields: Any) -> Block:
    return {"type": "data_visualization", "title": "NPS", "chart": {"type": kind, **fields}}


def points(*labels: str) -> list[Block]:
    return [{"label": label, "value": 1} for label in labels]


def in_message(*blocks: Block) -> list[str]:
    return [str(problem) for problem in message_problems({"blocks": list(blocks)})]


def in_modal(*blocks: Block, **fields: Any) -> list[str]:
    view = {
        "type": "modal",
        "title": text(1),
        "submit": text(1),
        "blocks": list(blocks) or [{"type": "divider"}],
    }
    return [str(problem) for problem in view_problems(view | fields)]


def in_home(*blocks: Block, **fields: Any) -> list[str]:
    view = {"type": "home", "blocks": list(blocks), **fields}
    return [str(problem) for problem in view_problems(view)]


AT_THE_LIMIT_AND_BEYOND = [
    (section(text=text(3000)), section(text=text(3001)), "text/text"),
    (section(text=text(1)), section(text=text(0)), "text/text"),
    (section(fields=[text(2000)] * 10), section(fields=[text(1)] * 11), "fields"),
    (section(fields=[text(2000)]), section(fields=[text(2001)]), "fields/0/text"),
    (section(fields=[text(1)]), section(fields=[]), "fields"),
    (section(text=text(1)), section(), ""),
    (section(text=text(1, "mrkdwn")), section(text=text(1, "markdown")), "text/type"),
    (
        section(text=text(1), block_id="b" * 255),
        section(text=text(1), block_id="b" * 256),
        "block_id",
    ),
    ({"type": "header", "text": text(150)}, {"type": "header", "text": text(151)}, "text/text"),
    (
        {"type": "header", "text": text(1)},
        {"type": "header", "text": text(1, "mrkdwn")},
        "text/type",
    ),
    (
        {"type": "header", "text": text(1), "level": 4},
        {"type": "header", "text": text(1), "level": 5},
        "level",
    ),
    (
        {"type": "context", "elements": [text(1)] * 10},
        {"type": "context", "elements": [text(1)] * 11},
        "elements",
    ),
    (
        {"type": "context", "elements": [image()]},
        {"type": "context", "elements": [button()]},
        "elements/0/type",
    ),
    (actions(*[button()] * 25), actions(*[button()] * 26), "elements"),
    (actions(button()), actions({"type": "plain_text_input"}), "elements/0/type"),
    (actions(button(text=text(75))), actions(button(text=text(76))), "elements/0/text/text"),
    (actions(button(value="v" * 2000)), actions(button(value="v" * 2001)), "elements/0/value"),
    (
        actions(button(action_id="a" * 255)),
        actions(button(action_id="a" * 256)),
        "elements/0/action_id",
    ),
    (actions(button(style="danger")), actions(button(style="default")), "elements/0/style"),
    (actions(button(url="https://ex.com")), actions(button(url="")), "elements/0/url"),
    (
        actions(button(accessibility_label="x" * 75)),
        actions(button(accessibility_label="x" * 76)),
        "elements/0/accessibility_label",
    ),
    (
        actions(menu(options=[option()] * 100)),
        actions(menu(options=[option()] * 101)),
        "elements/0/options",
    ),
    (actions(menu(options=[option()])), actions(menu(options=[])), "elements/0/options"),
    (actions(menu(options=[option()])), actions(menu()), "elements/0"),
    (
        actions(menu(options=[option(value=150)])),
        actions(menu(options=[option(value=151)])),
        "elements/0/options/0/value",
    ),
    (
        actions(menu(options=[option(label=75)])),
        actions(menu(options=[option(label=76)])),
        "elements/0/options/0/text/text",
    ),
    (
        actions(menu(options=[option(description=text(75))])),
        actions(menu(options=[option(description=text(76))])),
        "elements/0/options/0/description/text",
    ),
    (
        actions(menu(option_groups=[{"label": text(75), "options": [option()]}])),
        actions(menu(option_groups=[{"label": text(76), "options": [option()]}])),
        "elements/0/option_groups/0/label/text",
    ),
    (
        actions(menu(options=[option()], placeholder=text(150))),
        actions(menu(options=[option()], placeholder=text(151))),
        "elements/0/placeholder/text",
    ),
    (
        actions(menu(options=[option()], initial_option=option())),
        actions(menu(options=[option()], initial_option=option(2))),
        "elements/0",
    ),
    (
        actions(menu("overflow", options=[option()] * 5)),
        actions(menu("overflow", options=[option()] * 6)),
        "elements/0/options",
    ),
    (
        actions(menu("overflow", options=[option(url="https://ex.com")])),
        actions(menu(options=[option(url="https://ex.com")])),
        "elements/0/options/0",
    ),
    (
        actions(menu("checkboxes", options=[option()] * 10)),
        actions(menu("checkboxes", options=[option()] * 11)),
        "elements/0/options",
    ),
    (
        actions(menu("radio_buttons", options=[option()] * 10)),
        actions(menu("radio_buttons", options=[option()] * 11)),
        "elements/0/options",
    ),
    (
        actions(menu("datepicker", initial_date="2026-11-23")),
        actions(menu("datepicker", initial_date="23.11.2026")),
        "elements/0/initial_date",
    ),
    (
        actions(menu("timepicker", initial_time="09:30")),
        actions(menu("timepicker", initial_time="9:30")),
        "elements/0/initial_time",
    ),
    (
        actions(menu("datetimepicker", initial_date_time=1_700_000_000)),
        actions(menu("datetimepicker", initial_date_time=1_700_000_000_000)),
        "elements/0/initial_date_time",
    ),
    (image(alt_text="x" * 2000), image(alt_text="x" * 2001), "alt_text"),
    (image(title=text(2000)), image(title=text(2001)), "title/text"),
    (image(), image(image_url="http://127.0.0.1:8080/chart.png"), "image_url"),
    (image(), image(image_url="http://10.0.0.7/chart.png"), "image_url"),
    (image(), image(slack_file={"id": "F1"}), ""),
    (
        {"type": "markdown", "text": "x" * 12_000},
        {"type": "markdown", "text": "x" * 12_001},
        "text",
    ),
    (table(100, 20), table(101, 1), "rows"),
    (table(1, 20), table(1, 21), "rows/0"),
    (table(100, 20, 5), table(100, 20, 6), ""),
    (chart("pie", segments=points("a")), chart("pie", segments=[]), "chart/segments"),
    (
        chart(
            "bar", series=[{"name": "n", "data": points("a")}], axis_config={"categories": ["a"]}
        ),
        chart(
            "bar", series=[{"name": "n", "data": points("b")}], axis_config={"categories": ["a"]}
        ),
        "chart",
    ),
    (
        {"type": "card", "title": text(150)},
        {"type": "card", "title": text(151)},
        "title/text",
    ),
    ({"type": "card", "title": text(1)}, {"type": "card", "subtitle": text(1)}, ""),
    (
        {"type": "container", "title": text(1), "child_blocks": [{"type": "divider"}] * 10},
        {"type": "container", "title": text(1), "child_blocks": [{"type": "divider"}] * 11},
        "child_blocks",
    ),
]


@pytest.mark.parametrize(("fine", "refused", "pointer"), AT_THE_LIMIT_AND_BEYOND)
def test_message_takes_a_block_at_the_limit_and_refuses_one_beyond(
    fine: Block, refused: Block, pointer: str
) -> None:
    at = f"/blocks/0/{pointer}".rstrip("/")

    assert in_message(fine) == []
    assert any(problem.endswith(f"[json-pointer:{at}]") for problem in in_message(refused))


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
