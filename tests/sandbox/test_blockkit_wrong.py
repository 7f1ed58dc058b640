"""Whatever arrives, the validator answers; it never fails itself."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.blockkit import message_problems, view_problems
from tests.sandbox.pieces import (
    actions,
    ask,
    button,
    chart,
    image,
    menu,
    option,
    section,
    table,
    text,
)

BLOCKS: list[dict[str, Any]] = [
    section(text=text(5), fields=[text(3)], accessory=menu(options=[option()])),
    actions(
        button(confirm={"title": text(1), "text": text(1), "confirm": text(1), "deny": text(1)}),
        menu("checkboxes", options=[option()], initial_options=[option()]),
        menu("overflow", options=[option()]),
    ),
    ask(menu("number_input", is_decimal_allowed=True, min_value="1", max_value="2")),
    ask(menu("plain_text_input", min_length=1, max_length=2)),
    {"type": "context", "elements": [image(), text(1)]},
    table(2, 2),
    {"type": "data_table", "caption": "NPS", "rows": table(2, 2)["rows"]},
    chart(
        "line",
        series=[{"name": "NPS", "data": [{"label": "a", "value": 1}]}],
        axis_config={"categories": ["a"]},
    ),
    {"type": "card", "title": text(1), "actions": [button()]},
    {"type": "container", "title": text(1), "child_blocks": [{"type": "divider"}]},
    {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}],
    },
]
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value inside a payload."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for name, inner in inside:
        found.append((*path, name))
        if isinstance(inner, dict | list):
            found += places(inner, (*path, name))
    return found


def test_what_is_wrong_is_told_in_the_order_of_the_rules_not_of_the_payload() -> None:
    fields = {"url": 1, "style": "blue", "value": 2, "other": 3}

    told = message_problems({"blocks": [actions({**fields, "type": "button"})]})

    assert [(problem.message, problem.pointer) for problem in told] == [
        ("missing required field: text", "/blocks/0/elements/0"),
        ("invalid additional property: other", "/blocks/0/elements/0"),
        ("must provide a string", "/blocks/0/elements/0/value"),
        ("must provide a string", "/blocks/0/elements/0/url"),
        ("must be a valid enum value", "/blocks/0/elements/0/style"),
    ]


@given(st.data())
def test_no_wrong_value_anywhere_makes_the_validator_fail(data: st.DataObject) -> None:
    blocks = copy.deepcopy(BLOCKS)
    *way, last = data.draw(st.sampled_from(places(blocks)))
    there: Any = blocks
    for step in way:
        there = there[step]
    there[last] = data.draw(ANYTHING)

    problems = message_problems({"blocks": blocks})
    problems += view_problems({"type": "modal", "title": text(1), "blocks": blocks})
    problems += view_problems({"type": "home", "blocks": blocks})

    assert all(problem.pointer.startswith(("/blocks", "/view")) for problem in problems)
