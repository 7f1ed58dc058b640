"""Interactive elements: where they are in blocks, and the state that each of them holds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, Final

from bot.sandbox.model import Payload

_SELECTED: Final[Mapping[str, str]] = {
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "rich_text_input": "rich_text_value",
}
_INITIAL: Final[Mapping[str, str]] = {"value": "initial_value", "rich_text_value": "initial_value"}
_OPTIONAL_ANSWERS: Final = ("button", "overflow", "workflow_button", "icon_button")


@dataclass(frozen=True, slots=True)
class Place:
    """An interactive element and the block around it."""

    block: Payload
    element: Payload

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def key(self) -> str | None:
        """Under which name the state holds this element's value; None: it has no state."""
        return _SELECTED.get(self.element["type"])


def places(blocks: Iterable[Payload]) -> Iterator[Place]:
    """Every element that a person can use, in the order they see them."""
    for block in blocks:
        one = block.get("element") or block.get("accessory")
        for element in [one] if one else block.get("elements", []):
            if isinstance(element, dict) and "action_id" in element:
                yield Place(block, element)


def find(blocks: Iterable[Payload], action_id: str, block_id: str | None = None) -> Place:
    """The element with this action_id (in this block); LookupError names those there are."""
    there = list(places(blocks))
    for place in there:
        if place.action_id == action_id and block_id in (None, place.block_id):
            return place
    names = ", ".join(sorted({p.action_id for p in there})) or "none"
    raise LookupError(f"no element {action_id!r} here; there are: {names}")


def named(blocks: Iterable[Payload], name: str) -> Place:
    """The element meant by `block_id.action_id`, `block_id` or `action_id`, in this order."""
    there = [p for p in places(blocks) if p.key]
    for match in (
        [p for p in there if f"{p.block_id}.{p.action_id}" == name],
        [p for p in there if p.block_id == name],
        [p for p in there if p.action_id == name],
    ):
        if match:
            return match[0]
    names = ", ".join(f"{p.block_id}.{p.action_id}" for p in there) or "none"
    raise LookupError(f"no input {name!r} here; there are: {names}")


def state_of(blocks: Iterable[Payload], typed: Payload) -> Payload:
    """`state.values`: what was typed, else what the blocks began with."""
    state: Payload = {}
    for place in places(blocks):
        if place.key is None:
            continue
        value = typed.get(place.block_id, {}).get(place.action_id) or initial(place)
        state.setdefault(place.block_id, {})[place.action_id] = value
    return state


def initial(place: Place) -> Payload:
    """The state of an element nobody has touched."""
    key, element = place.key or "value", place.element
    before = element.get(_INITIAL.get(key) or key.replace("selected", "initial"))
    if before is None and key.endswith("s"):
        before = []
    return {"type": element["type"], key: before}


def filled(place: Place, value: Any) -> Payload:
    """The state of an element with a plain value put in: text, a number, an id, a date, lists.

    Options are meant by their `value`. None and "" clear. ValueError: no such option.
    """
    element, key = place.element, place.key or "value"
    empty = value is None or value in ("", [])
    kept: Any = [] if empty and key.endswith("s") else None if empty else _kept(element, key, value)
    return {"type": element["type"], key: kept}


def _kept(element: Payload, key: str, value: Any) -> Any:
    if key == "selected_option":
        return option(element, value)
    if key == "selected_options":
        return [option(element, one) for one in value]
    if key == "rich_text_value":
        return value if isinstance(value, dict) else rich_text(str(value))
    if key == "selected_date_time":
        return int(value)
    if key.endswith("s"):
        return [str(one) for one in value]
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def option(element: Payload, value: Any) -> Payload:
    """The option with this value; a whole option is taken as it is by external selects."""
    groups = element.get("option_groups") or [{"options": element.get("options", [])}]
    options = [one for group in groups for one in group["options"]]
    wanted = value["value"] if isinstance(value, dict) else str(value)
    for one in options:
        if one.get("value") == wanted:
            return dict(one)
    if isinstance(value, dict) and "external" in element["type"]:
        return value
    raise ValueError(f"no option {wanted!r}; there are: {[one.get('value') for one in options]}")


def rich_text(text: str) -> Payload:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def action(place: Place, value: Any, typed: Payload | None) -> Payload:
    """What `actions[0]` says of one use of an element, without its time."""
    element = place.element
    shape: Payload = {
        "type": element["type"],
        "action_id": place.action_id,
        "block_id": place.block_id,
    }
    if element["type"] == "overflow":
        return shape | {"selected_option": option(element, value)}
    if element["type"] in _OPTIONAL_ANSWERS or place.key is None:
        keep = ("text", "value", "style", "url")
        return shape | {name: element[name] for name in keep if name in element}
    before = initial(place)[place.key]
    began = {"initial" + place.key.removeprefix("selected"): before} if before else {}
    return shape | (typed or {}) | (began if place.key.startswith("selected") else {})
