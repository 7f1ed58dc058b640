"""Interactive elements and where they may stand."""

from typing import Any, Final

from bot.sandbox.blockkit.checks import (
    MODAL,
    NOT_HOME,
    VIEWS,
    Check,
    Kind,
    Rule,
    any_of,
    boolean,
    integer,
    items,
    matching,
    not_both,
    one_of,
    shape,
    string,
)
from bot.sandbox.blockkit.objects import (
    CONFIRM,
    DISPATCH,
    GROUP,
    ID,
    IMAGE,
    OPTION,
    OVERFLOW_OPTION,
    RICH_OPTION,
    link,
    plain,
    words,
)
from bot.sandbox.blockkit.rich import rich_text

_ACTION: Final[dict[str, Check]] = {"action_id": ID}
_CONFIRMED: Final = {**_ACTION, "confirm": CONFIRM}
_FOCUSED: Final = {**_CONFIRMED, "focus_on_load": boolean}
_MENU: Final = {**_FOCUSED, "placeholder": plain(150)}
_FIELD: Final = {**_ACTION, "focus_on_load": boolean, "placeholder": plain(150)}
_TYPED: Final = {**_FIELD, "dispatch_action_config": DISPATCH}
_MANY: Final = {"max_selected_items": integer(1, 100)}
_DATE: Final = matching(r"\d{4}-\d{2}-\d{2}", "must be a date like 2026-11-23")
_TIME: Final = matching(r"([01]\d|2[0-3]):[0-5]\d", "must be a time like 09:30")
_NUMBER: Final = matching(r"-?\d+(\.\d+)?", "must be a number written as a string")
_FILTER: Final = shape(
    {},
    {
        "include": items(one_of("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    any_of("include", "exclude_external_shared_channels", "exclude_bot_users"),
)


def _chosen_is_offered(value: dict[str, Any]) -> str | None:
    """What is preselected must be one of the options, to the letter."""
    groups = value.get("option_groups", [])
    offered = [*value.get("options", []), *(o for g in groups for o in g["options"])]
    chosen = [*value.get("initial_options", [])]
    chosen += [value["initial_option"]] if "initial_option" in value else []
    return None if all(o in offered for o in chosen) else "must match one of the provided options"


def _lengths_in_order(value: dict[str, Any]) -> str | None:
    fine = value.get("min_length", 0) <= value.get("max_length", 3000)
    return None if fine else "`min_length` must not be greater than `max_length`"


def _range_in_order(value: dict[str, Any]) -> str | None:
    low, high = value.get("min_value"), value.get("max_value")
    fine = low is None or high is None or float(low) <= float(high)
    return None if fine else "`min_value` must not be greater than `max_value`"


def _whole_if_asked(value: dict[str, Any]) -> str | None:
    written = [value.get(name, "") for name in ("initial_value", "min_value", "max_value")]
    fine = value["is_decimal_allowed"] or not any("." in text for text in written)
    return None if fine else "must be whole numbers unless decimals are allowed"


def _static(chosen: str, initial: Check, more: dict[str, Check]) -> Check:
    fields = {"options": items(OPTION, 100), "option_groups": items(GROUP, 100), chosen: initial}
    rules: tuple[Rule, ...] = (
        any_of("options", "option_groups"),
        not_both("options", "option_groups"),
        _chosen_is_offered,
    )
    return shape({}, {**_MENU, **fields, **more}, *rules)


def _picker(name: str, *, many: bool, more: dict[str, Check] | None = None) -> Check:
    initial = {f"initial_{name}s": items(ID, 100)} if many else {f"initial_{name}": ID}
    return shape({}, {**_MENU, **initial, **(_MANY if many else {}), **(more or {})})


def _external(*, many: bool) -> Check:
    initial = {"initial_options": items(OPTION, 100)} if many else {"initial_option": OPTION}
    length = {"min_query_length": integer(0, 255)}
    return shape({}, {**_MENU, **length, **initial, **(_MANY if many else {})})


def _menus(*, in_input: bool) -> dict[str, Kind]:
    """All select menus; only an input of a modal may ask for a response URL."""
    talk: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": _FILTER}
    url: dict[str, Check] = {"response_url_enabled": boolean} if in_input else {}
    return {
        "static_select": Kind(_static("initial_option", OPTION, {})),
        "multi_static_select": Kind(_static("initial_options", items(OPTION, 100), _MANY)),
        "external_select": Kind(_external(many=False)),
        "multi_external_select": Kind(_external(many=True)),
        "users_select": Kind(_picker("user", many=False)),
        "multi_users_select": Kind(_picker("user", many=True)),
        "conversations_select": Kind(_picker("conversation", many=False, more={**talk, **url})),
        "multi_conversations_select": Kind(_picker("conversation", many=True, more=talk)),
        "channels_select": Kind(_picker("channel", many=False, more=url)),
        "multi_channels_select": Kind(_picker("channel", many=True)),
    }


BUTTON: Final = shape(
    {"text": plain(75)},
    {
        **_CONFIRMED,
        "value": string(2000),
        "url": link,
        "style": one_of("primary", "danger"),
        "accessibility_label": string(75),
        "agent_prompt": string(4000),
    },
)
_OPTIONS: Final = {"options": items(RICH_OPTION, 10)}
_CHOICES: Final = {
    "checkboxes": Kind(
        shape(
            _OPTIONS,
            {**_FOCUSED, "initial_options": items(RICH_OPTION, 10)},
            _chosen_is_offered,
        )
    ),
    "radio_buttons": Kind(
        shape(_OPTIONS, {**_FOCUSED, "initial_option": RICH_OPTION}, _chosen_is_offered)
    ),
    "datepicker": Kind(shape({}, {**_MENU, "initial_date": _DATE})),
    "timepicker": Kind(shape({}, {**_MENU, "initial_time": _TIME, "timezone": string(64)})),
}
_MOMENT: Final = {
    "datetimepicker": Kind(
        shape({}, {**_FOCUSED, "initial_date_time": integer(10**9, 10**10 - 1)}), NOT_HOME
    )
}
_PRESSED: Final = {
    "button": Kind(BUTTON),
    "overflow": Kind(shape({"options": items(OVERFLOW_OPTION, 5)}, _CONFIRMED)),
}
ACCESSORIES: Final = {
    **_menus(in_input=False),
    **_CHOICES,
    **_PRESSED,
    "image": Kind(IMAGE),
}
ACTIONS: Final = {**_menus(in_input=False), **_CHOICES, **_PRESSED, **_MOMENT}
INPUTS: Final = {
    **_menus(in_input=True),
    **_CHOICES,
    **_MOMENT,
    "plain_text_input": Kind(
        shape(
            {},
            {
                **_TYPED,
                "initial_value": string(3000, least=0),
                "multiline": boolean,
                "min_length": integer(0, 3000),
                "max_length": integer(1, 3000),
            },
            _lengths_in_order,
        )
    ),
    "number_input": Kind(
        shape(
            {"is_decimal_allowed": boolean},
            {**_TYPED, "initial_value": _NUMBER, "min_value": _NUMBER, "max_value": _NUMBER},
            _range_in_order,
            _whole_if_asked,
        ),
        MODAL,
    ),
    "email_text_input": Kind(shape({}, {**_TYPED, "initial_value": string(3000)}), MODAL),
    "url_text_input": Kind(shape({}, {**_TYPED, "initial_value": link}), MODAL),
    "rich_text_input": Kind(shape({}, {**_TYPED, "initial_value": rich_text}), VIEWS),
    "file_input": Kind(
        shape({}, {**_ACTION, "filetypes": items(string(32), 100), "max_files": integer(1, 10)}),
        MODAL,
    ),
}
CONTEXT: Final = {
    "image": Kind(IMAGE),
    "plain_text": Kind(plain(3000)),
    "mrkdwn": Kind(words(3000)),
}
