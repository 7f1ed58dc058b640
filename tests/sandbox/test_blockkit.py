"""Each limit of Slack's blocks in messages: at the limit fine, beyond it refused."""

import pytest

from tests.sandbox.pieces import (
    Block,
    actions,
    button,
    chart,
    image,
    in_message,
    menu,
    option,
    points,
    section,
    table,
    text,
)

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
